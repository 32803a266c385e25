import Core
import FoundationEssentials

/// The smoothed loss in nats per character: some hundred points of it in `loss.csv`.
final class LossCurveHook: TrainingHook {
    static let figure = "smoothed_nats"
    /// Version 0.1.0 kept the sum over a step's characters.
    private static let olderFigure = "smoothed_loss"
    private static let lowestFigure = "least_smoothed_nats"
    private static let lowestStep = "least_smoothed_step"
    private static let columns = ["step", "nats_a_character"]

    private let file: String?
    private let console: Console
    /// The number of characters that a step's loss is summed over.
    private let charactersPerLoss: Double
    /// Steps from one point to the next.
    private let interval: Int
    /// Epochs between two writes of the file.
    private let epochInterval: Int
    private var smoothed: SmoothedLoss
    private var firstStep = 0
    private var earlierSeconds: Double?

    /// As in the file: one point every `interval` steps, whether or not the training was interrupted.
    private(set) var points: [(step: Int, loss: Double)] = []

    init<Entries>(_ training: Training<TextExperiment<Entries>>) {
        let (data, plan) = (training.data, training.plan)
        console = training.console
        file = training.folder.map { $0.path + "/loss.csv" }
        charactersPerLoss = Double(data.charactersPerLoss)
        // An untrained model has log V nats per character.
        smoothed = SmoothedLoss(
            isMinimal: training.experiment.isMinimal(data),
            value: log(Tensor(Double(max(2, data.text.vocabulary.count)))).item)
        interval = max(1, plan.steps / 500)
        epochInterval = training.experiment.pace(of: plan).saving
    }

    func trainingWillBegin(_ state: TrainingState) throws {
        let older = state.figures.removeValue(forKey: Self.olderFigure).map { $0 / charactersPerLoss }
        let known = state.figures[Self.figure] ?? older ?? smoothed.value
        smoothed = SmoothedLoss(isMinimal: smoothed.isMinimal, value: known)
        state.figures[Self.figure] = known
        firstStep = state.step
        guard let file, state.step > 0, FileManager.default.fileExists(atPath: file) else { return }
        let table = try RunTable.recovered(file, columns: [Self.columns[0]]) { console.warning($0) }
        let unit = table.header == Self.columns ? 1 : charactersPerLoss
        points = table.rows.filter { $0.count == 2 && $0[0] <= Double(state.step) }.map { (Int($0[0]), $0[1] / unit) }
    }

    func epochWillBegin(_ state: TrainingState) throws { earlierSeconds = earlierSeconds ?? state.trainingSeconds }

    /// The speed of this process, in steps; nil where it took none.
    func stepsPerSecond(_ state: TrainingState) -> Double? {
        guard let earlierSeconds, state.step > firstStep else { return nil }
        return Double(state.step - firstStep) / (state.trainingSeconds - earlierSeconds)
    }

    func stepDidEnd(_ state: TrainingState) throws {
        let step = state.step
        smoothed.add(state.latestLoss / charactersPerLoss, step: step)
        state.figures[Self.figure] = smoothed.value
        if smoothed.value < state.figures[Self.lowestFigure] ?? .infinity {
            state.figures[Self.lowestFigure] = smoothed.value
            state.figures[Self.lowestStep] = Double(step)
        }
        if step % interval == 0 || step == 1 { points.append((step, smoothed.value)) }
    }

    /// The lowest smoothed loss and its step, before or after an interruption; nil before the first step.
    static func least(_ state: TrainingState) -> (step: Int, loss: Double)? {
        guard let loss = state.figures[lowestFigure], let step = state.count(lowestStep) else { return nil }
        return (step, loss)
    }

    func epochDidEnd(_ state: TrainingState) throws {
        state.record(.trainLoss, state.meanLoss / charactersPerLoss)
        // Before a checkpoint goes beyond it.
        if state.epoch.isMultiple(of: epochInterval) || state.isFinished { try write() }
    }

    func trainingDidEnd(_ state: TrainingState) throws { if state.stopReason != nil { try write() } }

    private func write() throws {
        guard let file else { return }
        var text = CSVTable.line(Self.columns)
        for point in points { text += CSVTable.line(["\(point.step)", "\(point.loss)"]) }
        try AtomicFile.write(Array(text.utf8), to: file)
    }
}
