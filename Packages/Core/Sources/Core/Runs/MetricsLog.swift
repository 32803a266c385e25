import FoundationEssentials

/// Keeps a row of figures for each epoch, or for one of so many, in `metrics.csv`, and for the run's charts.
public final class MetricsLog: TrainingHook {
    /// One epoch's figures, in order.
    public typealias Row = [(name: String, value: Double)]

    private let file: String?
    /// The columns' names, in the order in which they came.
    private var header: [String] = []
    /// A number for each column that was there when the row came; NaN where the row has none.
    private var table: [[Double]] = []

    private let interval: Int
    private let rowInterval: Int

    /// A log in `run`, or in memory alone.
    ///
    /// - Parameters:
    ///   - interval: epochs from one writing of the file to the next.
    ///   - rowInterval: epochs from one row to the next; the first and the last epoch have rows in any case.
    public init(_ run: RunFolder?, every interval: Int = 1, rowEvery rowInterval: Int = 1) {
        file = run?.metricsFile
        self.interval = max(1, interval)
        self.rowInterval = max(1, rowInterval)
    }

    /// What the log of a run holds; nothing where there is none.
    ///
    /// - Throws: `FileError` where it is damaged.
    public init(reading run: RunFolder) throws(FileError) {
        (file, interval, rowInterval) = (nil, 1, 1)
        try read(run.metricsFile)
    }

    private func read(_ file: String) throws(FileError) {
        guard FileManager.default.fileExists(atPath: file) else { return }
        let known = try CSVTable.read(file)
        header = known.header
        table = []
        for (number, row) in known.rows.enumerated() {
            var values: [Double] = []
            for text in row {
                guard let value = text.isEmpty ? .nan : Double(text) else {
                    throw FileError(.badData, file, "row \(number + 1) holds '\(text)'", expected: "a number")
                }
                values.append(value)
            }
            table.append(values)
        }
    }

    /// Epoch by epoch, those of an earlier part of the run included.
    public var rows: [Row] {
        table.map { row in
            zip(header, row).filter { !$0.1.isNaN }.map { (name: $0.0, value: $0.1) }
        }
    }

    /// The figures called `name`, one for each epoch that has it.
    func column(_ name: String) -> [Double] {
        guard let place = header.firstIndex(of: name) else { return [] }
        return table.compactMap { $0.count > place && !$0[place].isNaN ? $0[place] : nil }
    }

    /// The figures of a metric, one for each epoch that has it.
    public func column(_ metric: Metric) -> [Double] { column(metric.name) }

    /// What has been measured, in the order of the columns; epochs, steps, learning rates and seconds aside.
    public var measured: [Metric] {
        let counters: [Metric] = [.epoch, .step, .learningRate, .seconds]
        let accuracies = DataPart.allCases.map(Metric.accuracy)
        return header.filter { name in !counters.contains { $0.name == name } }.map { name in
            accuracies.first { $0.name == name } ?? Metric(name)
        }
    }

    /// A metric as a curve: of the rows that have it.
    ///
    /// - Parameter place: what the curve goes along, such as epochs or steps.
    public func curve(of metric: Metric, along place: Metric = .epoch) -> (xs: [Double], ys: [Double]) {
        guard
            let (x, y) = header.firstIndex(of: place.name).flatMap({ x in
                header.firstIndex(of: metric.name).map { (x, $0) }
            })
        else { return ([], []) }
        let rows = table.filter { $0.count > max(x, y) && !$0[x].isNaN && !$0[y].isNaN }
        return (rows.map { $0[x] }, rows.map { $0[y] })
    }

    /// The figure of an epoch, where the log has a row of it.
    public func value(_ metric: Metric, epoch: Int) -> Double? {
        guard let place = header.firstIndex(of: metric.name) else { return nil }
        return table.last { $0.first == Double(epoch) }.flatMap {
            $0.count > place && !$0[place].isNaN ? $0[place] : nil
        }
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        guard let file, state.epoch > 0 else { return }
        try read(file)
        // Rows of epochs after the checkpoint are written again.
        table = table.filter { row in row.first.map { $0 <= Double(state.epoch) } ?? false }
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
            header.insert(name, at: place)
            for row in table.indices where table[row].count > place { table[row].insert(.nan, at: place) }
        }
        table.append(header.map { name in figures.first { $0.name == name }?.value ?? .nan })
    }

    public func trainingDidEnd(_ state: TrainingState) throws {
        guard let reason = state.stopReason else { return }
        // The last epoch of a training that ends before its plan; an interrupted one continues, and has not come to its last.
        let isLast = reason == .noImprovement || reason == .converged
        if isLast, !state.metrics.isEmpty, table.last?.first != Double(state.epoch) { add(state) }
        try write()
    }

    private func write() throws(FileError) {
        guard let file, !table.isEmpty else { return }
        var text = CSVTable.line(header)
        for row in table {
            text += CSVTable.line(
                header.indices.map { place in
                    let value = place < row.count ? row[place] : .nan
                    return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
                })
        }
        try AtomicFile.write(Array(text.utf8), to: file)
    }
}
