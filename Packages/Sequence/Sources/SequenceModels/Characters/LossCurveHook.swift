import CommandLineSupport
import Core

/// Karpathy's smoothed loss, 0.999 of what it was and 0.001 of the latest step's: some hundred points of it in `loss.csv`.
final class LossCurveHook: TrainingHook {
    static let figure = "smoothed_loss"

    private let file: String?
    /// Over how many characters a step's loss is summed.
    private let charactersPerLoss: Double
    /// What a model that knows nothing has: log V for each character.
    private let start: Double
    /// Steps from one point to the next.
    private let interval: Int
    /// Epochs from one writing of the file to the next.
    private let epochInterval: Int
    private var smoothed: Double
    private var firstStep = 0
    private var earlierSeconds: Double?

    /// As in the file: one of every so many steps, whether or not the training was interrupted.
    private(set) var points: [(step: Int, loss: Double)] = []

    init(_ training: Training<CharacterTraining>) {
        let (data, plan) = (training.data, training.plan)
        file = training.folder.map { $0.path + "/loss.csv" }
        charactersPerLoss = Double(data.charactersPerLoss)
        start = log(Tensor(Double(max(2, data.text.vocabulary.count)))).item * charactersPerLoss
        smoothed = start
        interval = max(1, plan.steps / 500)
        epochInterval = training.experiment.pace(of: plan).saving
    }

    func trainingWillBegin(_ state: TrainingState) throws {
        smoothed = state.figures[Self.figure] ?? start
        firstStep = state.step
        guard let file, state.step > 0, let table = try? CSVTable.read(file) else { return }
        points = table.rows.compactMap { row in
            guard row.count == 2, let step = Int(row[0]), let loss = Double(row[1]), step <= state.step else {
                return nil
            }
            return (step, loss)
        }
    }

    func epochWillBegin(_ state: TrainingState) throws { earlierSeconds = earlierSeconds ?? state.trainingSeconds }

    /// The speed of this process, in steps; nil where it took none.
    func stepsPerSecond(_ state: TrainingState) -> Double? {
        guard let earlierSeconds, state.step > firstStep else { return nil }
        return Double(state.step - firstStep) / (state.trainingSeconds - earlierSeconds)
    }

    func stepDidEnd(_ state: TrainingState) throws {
        smoothed = 0.999 * smoothed + 0.001 * state.latestLoss
        state.figures[Self.figure] = smoothed
        let step = state.step
        if step % interval == 0 || step == 1 { points.append((step, smoothed)) }
    }

    func epochDidEnd(_ state: TrainingState) throws {
        state.record(.trainLoss, state.meanLoss / charactersPerLoss)
        // Before a checkpoint goes beyond it.
        if state.epoch.isMultiple(of: epochInterval) || state.isFinished { try write() }
    }

    func trainingDidEnd(_ state: TrainingState) throws { if state.stopReason != nil { try write() } }

    private func write() throws {
        guard let file else { return }
        var text = CSVTable.line(["step", "smoothed_loss"])
        for point in points { text += CSVTable.line(["\(point.step)", "\(point.loss)"]) }
        try AtomicFile.write(Array(text.utf8), to: file)
    }
}
