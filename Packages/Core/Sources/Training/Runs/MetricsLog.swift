import Files
import FoundationEssentials

/// Records a row of metrics for each epoch, or at intervals of epochs, in `metrics.csv`, and for the run's charts.
public final class MetricsLog: TrainingHook {
    /// One epoch's figures, in order.
    public typealias Row = [(name: String, value: Double)]

    private let file: String?
    /// The columns in the order of their appearance. A row has a number for each column that existed at its time; NaN
    /// where it has none.
    private var table = RunTable()

    private let interval: Int
    private let rowInterval: Int
    private let warn: (String) -> Void

    /// A log in `run`, or only in memory.
    ///
    /// - Parameters:
    ///   - run: the log is its `metrics.csv`; nil for only in memory.
    ///   - interval: epochs from one write of the file to the next.
    ///   - rowInterval: epochs from one row to the next; the first and the last epoch always have rows.
    ///   - warn: takes a warning about a damaged file of a continued run.
    public init(
        _ run: RunFolder?, every interval: Int = 1, rowEvery rowInterval: Int = 1,
        warn: @escaping (String) -> Void = { _ in }
    ) {
        file = run?.metricsFile
        self.interval = max(1, interval)
        self.rowInterval = max(1, rowInterval)
        self.warn = warn
    }

    /// The contents of a run's log; empty where there is none.
    ///
    /// - Throws: `FileError` where it is damaged.
    public init(reading run: RunFolder) throws(FileError) {
        (file, interval, rowInterval, warn) = (nil, 1, 1, { _ in })
        if FileManager.default.fileExists(atPath: run.metricsFile) { table = try RunTable(reading: run.metricsFile) }
    }

    private var header: [String] { table.header }

    /// Epoch by epoch, including those of an earlier part of the run.
    public var rows: [Row] {
        table.rows.map { row in
            zip(header, row).filter { !$0.1.isNaN }.map { (name: $0.0, value: $0.1) }
        }
    }

    /// The rows after a step, in order.
    func rows(after step: Int) -> [(step: Int, row: Row)] {
        guard let place = header.firstIndex(of: Metric.step.name) else { return [] }
        let new = table.rows.reversed().prefix { $0.count > place && $0[place] > Double(step) }.reversed()
        return new.compactMap { row in
            Int(exactly: row[place]).map { step in
                (step, zip(header, row).filter { !$0.1.isNaN }.map { (name: $0.0, value: $0.1) })
            }
        }
    }

    /// The figures called `name`, one for each epoch that has it.
    func column(_ name: String) -> [Double] {
        guard let place = header.firstIndex(of: name) else { return [] }
        return table.rows.compactMap { $0.count > place && !$0[place].isNaN ? $0[place] : nil }
    }

    /// The figures of a metric, one for each epoch that has it.
    public func column(_ metric: Metric) -> [Double] { column(metric.name) }

    /// The measured metrics, in the order of the columns, without epochs, steps, learning rates and seconds.
    public var measured: [Metric] {
        let counters: [Metric] = [.epoch, .step, .learningRate, .seconds]
        let accuracies = DataPart.allCases.map(Metric.accuracy)
        return header.filter { name in !counters.contains { $0.name == name } }.map { name in
            accuracies.first { $0.name == name } ?? Metric(name)
        }
    }

    /// A metric as a curve over the rows that have it.
    ///
    /// - Parameters:
    ///   - metric: what is measured, such as the training loss.
    ///   - place: the horizontal axis, such as epochs or steps.
    public func curve(of metric: Metric, along place: Metric = .epoch) -> (xs: [Double], ys: [Double]) {
        guard
            let (x, y) = header.firstIndex(of: place.name).flatMap({ x in
                header.firstIndex(of: metric.name).map { (x, $0) }
            })
        else { return ([], []) }
        let rows = table.rows.filter { $0.count > max(x, y) && !$0[x].isNaN && !$0[y].isNaN }
        return (rows.map { $0[x] }, rows.map { $0[y] })
    }

    /// The figure of an epoch, where the log has a row for it.
    public func value(_ metric: Metric, epoch: Int) -> Double? {
        guard let place = header.firstIndex(of: metric.name) else { return nil }
        return table.rows.last { $0.first == Double(epoch) }.flatMap {
            $0.count > place && !$0[place].isNaN ? $0[place] : nil
        }
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        guard let file, state.epoch > 0 else { return }
        guard FileManager.default.fileExists(atPath: file) else {
            return warn("\(file) is missing; the new one begins after epoch \(state.epoch)")
        }
        table = try RunTable.recovered(file, columns: [Metric.epoch.name], warn: warn)
        // Rows of epochs after the checkpoint are written again.
        table.rows.removeAll { $0[0] > Double(state.epoch) }
        if state.trainingSeconds == 0 { state.trainingSeconds = column(.seconds).last ?? 0 }
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        if state.isMeasured(every: rowInterval) { add(state) }
        if state.epoch.isMultiple(of: interval) || state.isFinished { try write() }
    }

    private func add(_ state: TrainingState) {
        let figures: Row =
            [
                ("epoch", Double(state.epoch)), ("step", Double(state.step)),
                ("learning_rate", state.optimizer.learningRate),
            ] + state.metrics + [("seconds", state.trainingSeconds)]
        for (name, _) in figures where !header.contains(name) {
            // Seconds stay the last column.
            let place = header.last == Metric.seconds.name ? header.count - 1 : header.count
            table.header.insert(name, at: place)
            for row in table.rows.indices where table.rows[row].count > place {
                table.rows[row].insert(.nan, at: place)
            }
        }
        table.rows.append(header.map { name in figures.first { $0.name == name }?.value ?? .nan })
    }

    public func trainingDidEnd(_ state: TrainingState) throws {
        guard let reason = state.stopReason else { return }
        // The last epoch of a training that ends early; an interrupted one continues, so this is not its last epoch.
        let isLast = reason == .noImprovement || reason == .converged
        if isLast, !state.metrics.isEmpty, table.rows.last?.first != Double(state.epoch) { add(state) }
        try write()
    }

    private func write() throws(FileError) {
        if let file, !table.rows.isEmpty { try table.write(to: file) }
    }
}
