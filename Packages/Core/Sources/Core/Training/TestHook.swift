/// Tests the model after every few epochs, and ends a training whose weights have left the numbers: the last step of an
/// epoch can spoil them after its own loss was still finite, and no checkpoint is to keep that.
public final class TestHook: TrainingHook {
    private let interval: Int
    private let measure: () -> [(name: String, value: Double)]

    /// - Parameters:
    ///   - interval: epochs from one test to the next; the first and the last epoch are tested in any case.
    ///   - measure: figures of the model as it stands, by column name, its loss first.
    public init(every interval: Int = 1, _ measure: @escaping () -> [(name: String, value: Double)]) {
        self.interval = max(1, interval)
        self.measure = measure
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        guard state.isMeasured(every: interval) else { return }
        for (index, figure) in measure().enumerated() {
            guard index > 0 || figure.value.isFinite else {
                throw TrainingError.lossNotFinite(loss: figure.value, epoch: state.epoch, step: state.stepsPerEpoch)
            }
            state.record(figure.name, figure.value)
        }
    }
}

extension TrainingState {
    /// Whether the epoch that has ended is the first, the last, or a multiple of `interval`: where there are tens of
    /// thousands, a few hundred are worth measuring.
    ///
    /// - Parameter last: the last epoch of the plan, where training may end before; nil for the last of this training.
    public func isMeasured(every interval: Int, last: Int? = nil) -> Bool {
        epoch.isMultiple(of: interval) || epoch == 1 || epoch >= last ?? epochs
    }
}
