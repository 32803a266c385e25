import Core

/// Means of what the steps of an epoch measure, as columns of the metrics. The sums are kept in checkpoints, so that an
/// epoch that was interrupted ends with the means of the whole.
public final class AdversarialFigures: TrainingHook {
    /// The columns, in order.
    public static let columns = ["loss_discriminator", "loss_generator", "d_real", "d_fake"]
    private static let count = "epoch_examples"

    public init() {}

    /// Adds a step's figures.
    static func add(_ result: AdversarialStep.Result, of batch: Batch, to state: TrainingState) {
        let isFirst = state.stepInEpoch == 0
        let values = [result.discriminatorLoss, result.generatorLoss, result.onReal, result.onFake]
        for (column, value) in zip(columns, values) {
            state.figures[column] = (isFirst ? 0 : state.figures[column] ?? 0) + value * Double(batch.count)
        }
        state.figures[count] = (isFirst ? 0 : state.figures[count] ?? 0) + Double(batch.count)
    }

    public func stepDidEnd(_ state: TrainingState) throws {
        guard let loss = state.figures[Self.columns[0]], !loss.isFinite else { return }
        throw TrainingError.lossNotFinite(loss: loss, epoch: state.epoch + 1, step: state.stepInEpoch)
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        let count = max(1, state.figures[Self.count] ?? 1)
        for column in Self.columns { state.record(column, (state.figures[column] ?? .nan) / count) }
    }
}
