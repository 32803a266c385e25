/// Ends a diverged training before a checkpoint can store it.
///
/// A training does not recover from a loss that is not finite, or that is a million times the first one.
public final class DivergenceGuard: TrainingHook {
    /// A loss of this many times the first one has diverged.
    static let growth = 1e6
    /// Smaller first losses count as this, because rounding alone changes them by large factors.
    static let minimumFirstLoss = 1e-3
    private static let first = "first_loss"

    public init() {}

    public func stepDidEnd(_ state: TrainingState) throws {
        let loss = state.latestLoss
        guard loss.isFinite else { throw Self.error(loss, state, step: state.stepInEpoch) }
        guard let first = state.figures[Self.first] else {
            state.figures[Self.first] = loss
            return
        }
        if loss.magnitude > Self.bound(first) { throw Self.error(loss, state, step: state.stepInEpoch) }
    }

    /// Checks a loss that was measured after an epoch, or within one.
    ///
    /// - Throws: `TrainingError`
    public static func check(_ loss: Double, _ state: TrainingState) throws(TrainingError) {
        let first = state.figures[first] ?? .infinity
        guard loss.isFinite, loss.magnitude <= bound(first) else {
            throw error(loss, state, step: state.stepInEpoch == 0 ? state.stepsPerEpoch : state.stepInEpoch)
        }
    }

    /// Checks that all weights are numbers: the last step of an epoch can destroy them although its own loss is finite.
    ///
    /// - Throws: `TrainingError`
    public static func checkWeights(_ state: TrainingState) throws(TrainingError) {
        for named in state.model.parameters where named.parameter.value.type.isFloatingPoint {
            let value = named.parameter.value
            // If the sum of squares is finite, so is every number; numbers whose squares overflow are checked one by
            // one.
            if value.engine.sumOfSquares(value.buffer).isFinite || value.doubles.allSatisfy(\.isFinite) { continue }
            throw error(.nan, state, step: state.stepInEpoch == 0 ? state.stepsPerEpoch : state.stepInEpoch)
        }
    }

    private static func bound(_ first: Double) -> Double { growth * max(first.magnitude, minimumFirstLoss) }

    private static func error(_ loss: Double, _ state: TrainingState, step: Int) -> TrainingError {
        .diverged(
            loss: loss, first: state.figures[first],
            epoch: state.stepInEpoch == 0 ? max(1, state.epoch) : state.epoch + 1,
            step: step)
    }
}
