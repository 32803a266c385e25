import Core
import Figures
import FoundationEssentials

/// Reports the mean loss of every so many steps, within epochs, too: a line, a row of `steps.csv`, and a point of a curve.
public final class StepLog: TrainingHook {
    /// The figures of some steps: the last of them, the epoch that it belongs to, its learning rate, and their mean loss
    /// by example.
    public struct Row: Equatable, Sendable {
        /// The last of its steps, counted from 1 over all epochs.
        public let step: Int
        /// The epoch of that step, counted from 1.
        public let epoch: Int
        /// Of that step.
        public let learningRate: Double
        /// The mean over the examples of its steps.
        public let loss: Double
    }

    /// One for every so many steps, those of an earlier part of the run included.
    public private(set) var rows: [Row] = []
    private let interval: Int
    private let file: String?
    private let savingInterval: Int
    private let console: Console
    private static let sum = "log/sum"
    private static let examples = "log/examples"
    private static let header = ["step", "epoch", "learning_rate", "train_loss"]

    /// - Parameters:
    ///   - interval: steps from one row to the next, 1 or more.
    ///   - run: where the rows are kept; nil keeps them in memory alone.
    ///   - savingInterval: epochs from one writing to the next.
    init(every interval: Int, in run: RunFolder?, savingEvery savingInterval: Int, console: Console) {
        (self.interval, self.savingInterval, self.console) = (max(1, interval), max(1, savingInterval), console)
        file = run.map { $0.path + "/steps.csv" }
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        guard let file, state.step > 0, FileManager.default.fileExists(atPath: file) else { return }
        let table = try CSVTable.read(file)
        let columns = try Self.header.map { try table.numbers($0) }
        for row in table.rows.indices {
            guard let step = Int(exactly: columns[0][row]), let epoch = Int(exactly: columns[1][row]) else {
                throw FileError(.badData, file, "row \(row + 1) counts no steps", expected: "whole numbers")
            }
            // Rows of steps after the checkpoint are written again.
            if step > state.step { break }
            rows.append(Row(step: step, epoch: epoch, learningRate: columns[2][row], loss: columns[3][row]))
        }
    }

    public func stepDidEnd(_ state: TrainingState) throws {
        let examples = Double(state.latestExampleCount)
        state.figures[Self.sum, default: 0] += state.latestLoss * examples
        state.figures[Self.examples, default: 0] += examples
        guard state.step.isMultiple(of: interval), let all = state.figures[Self.examples], all > 0 else { return }
        let row = Row(
            step: state.step, epoch: state.epoch + 1, learningRate: state.optimizer.learningRate,
            loss: (state.figures[Self.sum] ?? .nan) / all)
        (state.figures[Self.sum], state.figures[Self.examples]) = (0, 0)
        rows.append(row)
        console.progress("step \(Readable.count(row.step))  loss \(Readable.loss(row.loss))")
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        if state.epoch.isMultiple(of: savingInterval) || state.isFinished { try write() }
    }

    public func trainingDidEnd(_ state: TrainingState) throws {
        if state.stopReason != nil { try write() }
    }

    private func write() throws {
        guard let file else { return }
        var text = CSVTable.line(Self.header)
        for row in rows {
            text += CSVTable.line(["\(row.step)", "\(row.epoch)", "\(row.learningRate)", "\(row.loss)"])
        }
        try AtomicFile.write(Array(text.utf8), to: file)
    }

    /// The rows as a curve; nil where they are no more than a point.
    var figure: (any Figure)? {
        guard rows.count > 1 else { return nil }
        return LineChart(
            "Mean loss of \(Readable.count(interval, "step"))", x: "step", y: "training loss",
            series: [.init("training", xs: rows.map { Double($0.step) }, ys: rows.map(\.loss))])
    }
}
