import Foundations

/// Shows the progress of a training: a live line on a terminal, a line per epoch elsewhere, nothing with `--quiet`.
///
/// ```swift
/// let progress = TrainingProgress(on: Console(), rounds: 3, examplesPerRound: 640)
/// for epoch in 1...3 {
///     progress.beginRound()
///     // After each of ten steps of 64 examples, with the loss of the step.
///     for step in 1...10 { progress.advance(by: 64, loss: 1 / Double(10 * epoch + step)) }
///     progress.endRound(noting: ["test accuracy 84.3 %"])
/// }
/// progress.finish()
/// ```
///
/// An ``advance(by:loss:)`` that draws nothing only reads the clock. Lines of finished epochs stay; with very many
/// epochs only every second, fifth, tenth and so on has one, so that there are at most a hundred.
public final class TrainingProgress {
    private enum Style { case silent, lines, live }

    /// The line is redrawn at most ten times a second.
    private static let interval = Duration.milliseconds(100)

    private let console: Console
    private let style: Style
    private let rounds: Int
    private let examplesPerRound: Int
    private let lossName, roundName: String
    private let firstRound: Int
    private let stride: Int
    private let start: Duration

    private var finishedRounds: Int
    private var finishedExamples = 0
    private var roundStart: Duration
    private var lastAdvance: Duration
    private var nextDraw: Duration
    private var examples = 0
    private var lossSum = 0.0

    /// Progress before the training begins.
    ///
    /// - Parameters:
    ///   - console: the console that shows it.
    ///   - rounds: the total number of epochs, including those of an earlier process.
    ///   - finished: epochs that an earlier process has finished.
    ///   - examplesPerRound: training examples per epoch.
    ///   - lossName: the name of the loss.
    ///   - roundName: the name of an epoch.
    public init(
        on console: Console, rounds: Int, finished: Int = 0, examplesPerRound: Int, lossName: String = "loss",
        roundName: String = "epoch"
    ) {
        self.console = console
        self.style = console.isQuiet ? .silent : console.terminal.isInteractive ? .live : .lines
        self.rounds = rounds
        self.examplesPerRound = examplesPerRound
        self.lossName = lossName
        self.roundName = roundName
        self.firstRound = finished
        self.finishedRounds = finished
        self.stride = Self.stride(for: rounds - finished)
        self.start = console.now()
        self.roundStart = start
        self.lastAdvance = start
        self.nextDraw = start
    }

    /// Starts the clock of an epoch; time since the end of the last one does not count.
    public func beginRound() {
        guard style != .silent else { return }
        roundStart = console.now()
        lastAdvance = roundStart
    }

    /// Counts a training step.
    ///
    /// - Parameters:
    ///   - count: examples in the step.
    ///   - loss: their mean loss.
    public func advance(by count: Int, loss: Double) {
        guard style != .silent else { return }
        examples += count
        lossSum += loss * Double(count)
        lastAdvance = console.now()
        if style == .live, lastAdvance >= nextDraw { draw() }
    }

    /// Ends an epoch and writes its line.
    ///
    /// - Parameter figures: further figures of the epoch, such as "test accuracy 84.3 %".
    public func endRound(noting figures: [String] = []) {
        finishedRounds += 1
        finishedExamples += examples
        // A training of less than a minute does not need it.
        let left = remaining(after: finishedExamples).flatMap { $0 > 0 && $0 + elapsed > 60 ? Self.words($0) : nil }
        if style != .silent, finishedRounds.isMultiple(of: stride) || finishedRounds == rounds {
            let seconds = (lastAdvance - roundStart).seconds
            let parts = [label(finishedRounds), lossText] + figures + [rateText, Readable.duration(seconds), left]
            console.note(parts.compactMap { $0 }.joined(separator: "  "))
        }
        (examples, lossSum) = (0, 0)
        beginRound()
    }

    /// Wipes the live line.
    public func finish() { console.clearLiveLine() }

    deinit { finish() }

    private func draw() {
        nextDraw = lastAdvance + Self.interval
        let line = ProgressLine(
            label: label(min(finishedRounds + 1, rounds)), fraction: fraction, rate: rateText, loss: lossText,
            left: timeLeft)
        console.draw(line.text(width: console.terminal.width(), hasColor: console.terminal.hasColor))
    }

    private func label(_ round: Int) -> String {
        let total = Readable.count(rounds)
        return "\(roundName) \(TextWidth.padded(Readable.count(round), to: total.count, alignment: .right))/\(total)"
    }

    /// The mean over the epoch so far.
    private var lossText: String? {
        examples > 0 ? "\(lossName) " + Readable.loss(lossSum / Double(examples)) : nil
    }

    private var rateText: String? {
        let seconds = (lastAdvance - roundStart).seconds
        return examples > 0 && seconds > 0 ? "\(Readable.rate(Double(examples) / seconds)) examples/s" : nil
    }

    private var fraction: Double {
        guard rounds > 0, examplesPerRound > 0 else { return 0 }
        let inRound = min(1, Double(examples) / Double(examplesPerRound))
        return min(1, (Double(finishedRounds) + inRound) / Double(rounds))
    }

    private var timeLeft: String? { remaining(after: finishedExamples + examples).map(Self.words) }

    /// Seconds since the training began.
    private var elapsed: Double { (lastAdvance - start).seconds }

    /// The seconds that remain, at the pace so far, evaluation included; nil before the first example and at the end.
    private func remaining(after done: Int) -> Double? {
        let all = (rounds - firstRound) * examplesPerRound
        guard done > 0, all >= done, elapsed > 0 else { return nil }
        return elapsed / Double(done) * Double(all - done)
    }

    private static func words(_ seconds: Double) -> String {
        // Tenths of a second that change ten times a second are not readable.
        (seconds >= 1 && seconds < 59.5 ? "\(Int(seconds.rounded())) s" : Readable.duration(seconds)) + " left"
    }

    /// The smallest of 1, 2, 5, 10, 20, 50, … with at most a hundred lines.
    public static func stride(for rounds: Int) -> Int {
        var stride = 1
        var factors = [2.0, 2.5, 2.0][...]
        while rounds > 100 * stride {
            if factors.isEmpty { factors = [2.0, 2.5, 2.0][...] }
            stride = Int(Double(stride) * factors.removeFirst())
        }
        return stride
    }
}
