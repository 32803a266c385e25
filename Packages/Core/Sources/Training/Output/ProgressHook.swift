/// Shows a training on the console.
public final class ProgressHook: TrainingHook {
    private let console: Console
    private let lossName, epochName: String
    private let figures: (TrainingState) -> [String]
    private var progress: TrainingProgress?

    /// - Parameters:
    ///   - console: where progress is shown.
    ///   - lossName: the name of the loss.
    ///   - epochName: the name of an epoch.
    ///   - figures: the figures of an epoch besides its loss, such as "test accuracy 84.3 %".
    public init(
        on console: Console, callingLoss lossName: String = "loss", callingEpoch epochName: String = "epoch",
        noting figures: @escaping (TrainingState) -> [String] = { _ in [] }
    ) {
        (self.console, self.lossName, self.epochName) = (console, lossName, epochName)
        self.figures = figures
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        progress = TrainingProgress(
            on: console, rounds: state.epochs, finished: state.epoch, examplesPerRound: state.examplesPerEpoch,
            lossName: lossName, roundName: epochName)
    }

    public func epochWillBegin(_ state: TrainingState) throws { progress?.beginRound() }

    public func stepDidEnd(_ state: TrainingState) throws {
        progress?.advance(by: state.latestExampleCount, loss: state.latestLoss)
    }

    public func epochDidEnd(_ state: TrainingState) throws { progress?.endRound(noting: figures(state)) }

    public func trainingDidEnd(_ state: TrainingState) throws { progress?.finish() }
}
