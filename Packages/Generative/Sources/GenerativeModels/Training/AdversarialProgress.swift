import CommandLineSupport
import Core

/// Shows a training of two networks: a live line on a terminal, a line per epoch elsewhere, with both losses by name.
///
/// The time left is in the live line, and in an epoch's line where the whole training takes more than a minute.
public final class AdversarialProgress: TrainingHook {
    /// Epochs that have a line, at most.
    private static let mostLines = 100

    private let console: Console
    private let notes: (TrainingState) -> [String]
    private let now: () -> Duration
    private var (start, epochStart, nextDraw) = (Duration.zero, Duration.zero, Duration.zero)
    /// Examples of this process: of the epoch, and of all epochs before.
    private var (examples, finished, total, stride) = (0, 0, 0, 1)

    /// - Parameters:
    ///   - notes: what is known of an epoch, both losses included.
    ///   - now: the time since any fixed moment.
    public init(
        on console: Console, now: @escaping () -> Duration = Console.monotonicTime(),
        noting notes: @escaping (TrainingState) -> [String]
    ) {
        (self.console, self.now, self.notes) = (console, now, notes)
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        start = now()
        (examples, finished) = (0, 0)
        total =
            (state.epochs - state.epoch) * state.examplesPerEpoch
            - min(state.stepInEpoch * state.batchSize, state.examplesPerEpoch)
        stride = Self.stride(for: state.epochs - state.epoch)
    }

    public func epochWillBegin(_ state: TrainingState) throws { epochStart = now() }

    public func stepDidEnd(_ state: TrainingState) throws {
        examples += state.latestExampleCount
        guard console.isInteractive, !console.isQuiet else { return }
        let time = now()
        guard time >= nextDraw else { return }
        nextDraw = time + .milliseconds(100)
        let share = Double(finished + examples) / Double(max(1, total))
        let losses = [("G loss", Metric.generatorLoss), ("D loss", .discriminatorLoss)].map { name, metric in
            "\(name) \(Readable.decimal(AdversarialFigures.average(metric, state)))"
        }
        let parts =
            [label(min(state.epoch + 1, state.epochs), of: state.epochs), "\(Int(min(share, 1) * 100)) %"] + losses
            + [Self.timeLeft(after: (time - start) / .seconds(1), share: share).map { "\($0) left" }].compactMap { $0 }
        console.progress(parts.joined(separator: "  "))
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        let (time, seconds) = (now(), (now() - epochStart) / .seconds(1))
        finished += examples
        if state.epoch.isMultiple(of: stride) || state.isFinished {
            let rate = examples > 0 && seconds > 0 ? "\(Readable.rate(Double(examples) / seconds)) examples/s" : nil
            let left = Self.timeLeft(
                after: (time - start) / .seconds(1), share: Double(finished) / Double(max(1, total)), longerThan: 60)
            let parts =
                [label(state.epoch, of: state.epochs)] + notes(state)
                + [rate, Readable.duration(seconds), left.map { "\($0) left" }].compactMap { $0 }
            console.note(parts.joined(separator: "  "))
        }
        examples = 0
    }

    public func trainingDidEnd(_ state: TrainingState) throws { console.clearLiveLine() }

    private func label(_ epoch: Int, of epochs: Int) -> String {
        let (number, all) = (Readable.count(epoch), Readable.count(epochs))
        return "epoch \(String(repeating: " ", count: max(0, all.count - number.count)))\(number)/\(all)"
    }

    /// The time that remains at the pace so far; nil at the end, before the first example, and where the whole takes no
    /// longer than a bound.
    ///
    /// - Parameters:
    ///   - seconds: since the beginning.
    ///   - share: of the work that is done, 0 to 1.
    ///   - bound: in seconds.
    static func timeLeft(after seconds: Double, share: Double, longerThan bound: Double = 0) -> String? {
        guard share > 0, share < 1, seconds / share > bound else { return nil }
        let left = seconds / share * (1 - share)
        // Tenths of a second that change ten times a second cannot be read.
        return left >= 1 && left < 59.5 ? "\(Int(left.rounded())) s" : Readable.duration(left)
    }

    /// The smallest of 1, 2, 5, 10, 20, 50, … that leaves at most a hundred lines.
    static func stride(for epochs: Int) -> Int {
        var (power, stride) = (1, 1)
        while epochs > mostLines * stride {
            stride = [1: 2, 2: 5, 5: 10][stride / power, default: 10] * power
            if stride == 10 * power { power = stride }
        }
        return stride
    }
}
