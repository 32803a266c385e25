/// Keeps a row of figures for each epoch, or for one of so many, in `metrics.csv`, and for the run's charts.
public final class MetricsLog: TrainingHook {
    /// One epoch's figures, in order.
    public typealias Row = [(name: String, value: Double)]

    private let file: String?
    /// Epoch by epoch, those of an earlier part of the run included.
    public private(set) var rows: [Row] = []

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

    /// The figures called `name`, one for each epoch that has it.
    public func column(_ name: String) -> [Double] {
        rows.compactMap { row in row.first { $0.name == name }?.value }
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        guard let file, state.epoch > 0, let table = try? CSVTable.read(file) else { return }
        // Rows of epochs after the checkpoint are written anew.
        rows = table.rows.map { row in zip(table.header, row).map { ($0, Double($1) ?? .nan) } }
            .filter { row in row.first.map { $0.value <= Double(state.epoch) } ?? false }
        state.trainingSeconds = column("seconds").last ?? 0
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        let progress: Row = [
            ("epoch", Double(state.epoch)), ("step", Double(state.step)),
            ("learning_rate", state.optimizer.learningRate),
        ]
        if state.isMeasured(every: rowInterval) {
            rows.append(progress + state.metrics + [("seconds", state.trainingSeconds)])
        }
        if state.epoch.isMultiple(of: interval) || state.isFinished { try write() }
    }

    public func trainingDidEnd(_ state: TrainingState) throws {
        if state.stopReason != nil { try write() }
    }

    private func write() throws(FileError) {
        guard let file, let header = rows.last?.map(\.name) else { return }
        var text = CSVTable.line(header)
        for row in rows {
            text += CSVTable.line(
                header.map { name in
                    let value = row.first { $0.name == name }?.value ?? .nan
                    return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
                })
        }
        try AtomicFile.write(Array(text.utf8), to: file)
    }
}
