import Core

/// Tests the model after every epoch, and ends a training whose weights have left the numbers: the last step of an
/// epoch can spoil them after its own loss was still finite, and no checkpoint is to keep that.
public final class TestHook: TrainingHook {
    private let score: () -> ClassificationScore

    /// - Parameter score: tests the model as it stands.
    public init(_ score: @escaping () -> ClassificationScore) {
        self.score = score
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        let score = score()
        guard score.loss.isFinite else {
            throw TrainingError.lossNotFinite(loss: score.loss, epoch: state.epoch, step: state.stepsPerEpoch)
        }
        state.record("test_loss", score.loss)
        state.record("test_accuracy", score.accuracy)
    }
}
