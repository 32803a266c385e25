import CommandLineSupport
import Core
import SequenceModels

/// Karpathy's smoothed loss, 0.999 of what it was and 0.001 of the latest step's: live on the console, and some hundred
/// points of it in `loss.csv`.
final class LossCurveHook: TrainingHook {
    private let file: String?
    private let console: Console
    private let charactersPerLoss: Int
    private let charactersPerStep: Int
    private let steps: Int
    private let start: Double
    private let interval: Int
    private let epochInterval: Int
    private var smoothed: Double
    private let clock = ContinuousClock()
    private var nextLook = ContinuousClock.now
    private var beginning = ContinuousClock.now
    private var firstStep = 0
    private var earlierSeconds: Double?

    /// As in the file: one of every so many steps, whether or not the training was interrupted.
    private(set) var points: [(step: Int, loss: Double)] = []
    static let figure = "smoothed_loss"
    /// A loss so many times that of a model that knows nothing will not come back.
    private static let explosion = 30.0

    /// - Parameters:
    ///   - symbols: of the vocabulary; a model that knows nothing has the loss log V for each character.
    ///   - charactersPerLoss: over how many characters a step's loss is summed.
    ///   - steps: of the whole training.
    ///   - charactersPerStep: how many characters a step reads.
    ///   - epochInterval: epochs from one writing of the file to the next.
    init(
        _ folder: RunFolder?, console: Console, symbols: Int, charactersPerLoss: Int, steps: Int,
        charactersPerStep: Int, every epochInterval: Int
    ) {
        file = folder.map { $0.path + "/loss.csv" }
        self.console = console
        self.charactersPerLoss = charactersPerLoss
        self.charactersPerStep = charactersPerStep
        self.steps = steps
        start = log(Tensor(Double(max(2, symbols)))).item * Double(charactersPerLoss)
        smoothed = start
        interval = max(1, steps / 500)
        self.epochInterval = epochInterval
    }

    /// The smoothed loss in nats a character.
    var nats: Double { smoothed / Double(charactersPerLoss) }

    func trainingWillBegin(_ state: TrainingState) throws {
        smoothed = state.figures[Self.figure] ?? start
        firstStep = state.step
        beginning = clock.now
        guard let file, state.step > 0, let table = try? CSVTable.read(file) else { return }
        points = table.rows.compactMap { row in
            guard row.count == 2, let step = Int(row[0]), let loss = Double(row[1]), step <= state.step else {
                return nil
            }
            return (step, loss)
        }
    }

    func epochWillBegin(_ state: TrainingState) throws {
        earlierSeconds = earlierSeconds ?? state.trainingSeconds
    }

    /// The speed of this process, in steps; nil where it took none.
    func stepsPerSecond(_ state: TrainingState) -> Double? {
        guard let earlierSeconds, state.step > firstStep else { return nil }
        return Double(state.step - firstStep) / (state.trainingSeconds - earlierSeconds)
    }

    func stepDidEnd(_ state: TrainingState) throws {
        try check(state.latestLoss, at: state.step)
        smoothed = 0.999 * smoothed + 0.001 * state.latestLoss
        state.figures[Self.figure] = smoothed
        let step = state.step
        if step % interval == 0 || step == 1 { points.append((step, smoothed)) }
        // The clock is asked now and then, for a step may take a few microseconds.
        guard step % 16 == 0 || charactersPerStep > 2_000, clock.now >= nextLook else { return }
        nextLook = clock.now + .milliseconds(console.isInteractive ? 100 : 5_000)
        show(step)
    }

    /// Checks a loss, in the unit of the training's.
    ///
    /// - Throws: `ToolError` where it is far beyond that of a model that knows nothing.
    func check(_ loss: Double, at step: Int) throws(ToolError) {
        if loss <= Self.explosion * start { return }
        let loss = loss.isNaN ? "not a number" : Readable.loss(loss)
        throw ToolError.software(
            "the gradients have exploded: the loss is \(loss) at step \(Readable.count(step)), and "
                + "\(Readable.loss(start)) for a model that knows nothing; a smaller --lr or --clip 5 may help")
    }

    private func show(_ step: Int) {
        let seconds = (clock.now - beginning) / .seconds(1)
        let rate = Double(step - firstStep) / max(seconds, 1e-9)
        let left = Double(max(0, steps - step)) / max(rate, 1e-9)
        let line =
            "step \(Readable.count(step))/\(Readable.count(steps))  smoothed loss \(Readable.decimal(smoothed))  "
            + "\(Readable.decimal(nats / CharacterScore.natsPerBit, places: 3)) bits/character  "
            + "\(Readable.rate(rate)) steps/s  \(Readable.rate(rate * Double(charactersPerStep))) characters/s  "
            + "\(Readable.duration(left)) left"
        console.progress(line)
    }

    func epochDidEnd(_ state: TrainingState) throws {
        state.record("train_loss", state.meanLoss / Double(charactersPerLoss))
        // Before a checkpoint goes beyond it.
        if state.epoch.isMultiple(of: epochInterval) || state.isFinished { try write() }
        // Short epochs are told by their samples.
        if state.stepsPerEpoch > 500 { show(state.step) }
    }

    func trainingDidEnd(_ state: TrainingState) throws {
        console.clearLiveLine()
        if state.stopReason != nil { try write() }
    }

    private func write() throws {
        guard let file else { return }
        var text = CSVTable.line(["step", "smoothed_loss"])
        for point in points { text += CSVTable.line(["\(point.step)", "\(point.loss)"]) }
        try AtomicFile.write(Array(text.utf8), to: file)
    }
}
