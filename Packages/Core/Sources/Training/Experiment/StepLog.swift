import Figures
import Files
import FoundationEssentials
import Foundations

/// Records the mean loss over a number of steps, also within epochs, and the loss of the last of them: a row of
/// `steps.csv`, a point of a curve and, where it has a console, a line.
public final class StepLog: TrainingHook {
    /// The figures of some steps: the last of them, its epoch, its learning rate, their mean loss per example, and the
    /// last one's own loss.
    public struct Row: Equatable, Sendable {
        /// The last of its steps, counted from 1 over all epochs.
        public let step: Int
        /// The epoch of that step, counted from 1.
        public let epoch: Int
        /// The learning rate of that step.
        public let learningRate: Double
        /// The mean over the examples of its steps.
        public let loss: Double
        /// The mean over only the last step's examples.
        public let stepLoss: Double
    }

    /// One row for each interval of steps, including those of an earlier part of the run.
    public private(set) var rows: [Row] = []
    private let interval: Int
    private let file: String?
    private let savingInterval: Int
    private let stepName: String
    private let console: Console?
    private let warn: (String) -> Void
    private static let sum = "log/sum"
    private static let examples = "log/examples"
    private static let header = ["step", "epoch", "learning_rate", "train_loss", "step_loss"]

    /// - Parameters:
    ///   - interval: steps from one row to the next, 1 or more.
    ///   - run: the run that stores the rows; nil to keep them only in memory.
    ///   - savingInterval: epochs from one write to the next.
    ///   - stepName: the name of a step.
    ///   - console: for its lines; nil for none.
    ///   - warn: takes a warning about a damaged file of a continued run.
    init(
        every interval: Int, in run: RunFolder?, savingEvery savingInterval: Int, calling stepName: String = "step",
        console: Console?, warn: @escaping (String) -> Void
    ) {
        self.warn = warn
        (self.interval, self.savingInterval, self.console) = (max(1, interval), max(1, savingInterval), console)
        self.stepName = stepName
        file = run.map(Self.file)
    }

    private static func file(of run: RunFolder) -> String { run.path + "/steps.csv" }

    /// The rows that a run has stored; empty where it has none.
    ///
    /// - Throws: `FileError` where they are damaged.
    public static func rows(of run: RunFolder) throws(FileError) -> [Row] {
        let file = file(of: run)
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        let table = try RunTable(reading: file)
        let rows = rows(table)
        guard table.header == header, rows.count == table.rows.count else {
            throw FileError(.badData, file, "is not a table of steps", expected: header.joined(separator: ", "))
        }
        return rows
    }

    /// The rows that count steps.
    private static func rows(_ table: RunTable) -> [Row] {
        guard table.header == header else { return [] }
        return table.rows.compactMap { row in
            guard let step = Int(exactly: row[0]), let epoch = Int(exactly: row[1]) else { return nil }
            return Row(step: step, epoch: epoch, learningRate: row[2], loss: row[3], stepLoss: row[4])
        }
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        guard let file, state.step > 0, FileManager.default.fileExists(atPath: file) else { return }
        let table = try RunTable.recovered(file, columns: Self.header, warn: warn)
        // Rows of steps after the checkpoint are written again.
        rows = Self.rows(table).filter { $0.step <= state.step }
    }

    public func stepDidEnd(_ state: TrainingState) throws {
        let examples = Double(state.latestExampleCount)
        state.figures[Self.sum, default: 0] += state.latestLoss * examples
        state.figures[Self.examples, default: 0] += examples
        guard state.step.isMultiple(of: interval), let all = state.figures[Self.examples], all > 0 else { return }
        let row = Row(
            step: state.step, epoch: state.epoch + 1, learningRate: state.optimizer.learningRate,
            loss: (state.figures[Self.sum] ?? .nan) / all, stepLoss: state.latestLoss)
        (state.figures[Self.sum], state.figures[Self.examples]) = (0, 0)
        rows.append(row)
        console?.progress("\(stepName) \(Readable.count(row.step))  loss \(Readable.loss(row.loss))")
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
            text += CSVTable.line(
                ["\(row.step)", "\(row.epoch)", "\(row.learningRate)", "\(row.loss)", "\(row.stepLoss)"])
        }
        try AtomicFile.write(Array(text.utf8), to: file)
    }

    /// The rows as curves, the single steps pale; nil where they are only one point.
    var figure: (any Figure)? {
        guard rows.count > 1 else { return nil }
        let curves = Self.curves(rows, every: interval, calling: stepName)
        return LineChart("Training loss by \(stepName)", x: Axis(stepName), y: "training loss", series: curves)
    }

    /// Rows as curves of a chart: single steps, pale, and over them the means; a single curve where every step has a
    /// row.
    ///
    /// - Parameters:
    ///   - rows: of the log, in order.
    ///   - interval: steps from one row to the next.
    ///   - stepName: the name of a step.
    ///   - color: of the means; single steps are paler.
    public static func curves(
        _ rows: [Row], every interval: Int, calling stepName: String, color: Color = Palette.blue
    ) -> [LineChart.Series] {
        let xs = rows.map { Double($0.step) }
        guard interval > 1 else { return [.init("every \(stepName)", xs: xs, ys: rows.map(\.loss), color: color)] }
        return [
            .init(
                "one \(stepName) in \(interval)", xs: xs, ys: rows.map(\.stepLoss), color: color.withAlpha(0.35),
                hasMarkers: false),
            .init("mean of \(interval)", xs: xs, ys: rows.map(\.loss), color: color, hasMarkers: false),
        ]
    }
}
