import Files
import Foundations

/// The results of trainings with one seed after the other: mean and standard deviation instead of one random result.
public struct SeedTable {
    private let metrics: [Metric]
    private var rows: [JSONObject] = []

    /// - Parameter metrics: the metrics that compare the trainings.
    public init(_ metrics: [Metric]) { self.metrics = metrics }

    /// Adds a training.
    ///
    /// - Parameter row: its `seed`, its figures by the names of the metrics, and `kept_epoch` where it has one.
    public mutating func add(_ row: JSONObject) { rows.append(row) }

    /// A table, `runs.csv`, and the means.
    public var report: Report {
        let epoch = rows.contains { $0["kept_epoch"] != nil } ? ["kept_epoch"] : []
        var table = TextTable([.left("seed")] + epoch.map { _ in .right("epoch") } + metrics.map { .right($0.words) })
        var csv = CSVTable.line(["seed"] + epoch + metrics.map(\.name))
        for row in rows {
            let names = (["seed"] + epoch).map { row[$0]?.text ?? "" }
            let values = metrics.map { row.number($0.name) ?? .nan }
            table.add(names + zip(values, metrics).map { Readable.value($0, of: $1) })
            csv += CSVTable.line(names + values.map(Readable.shortest))
        }
        var report = Report()
        (report.lines, report.files) = (table.lines, [("runs.csv", Array(csv.utf8))])
        report.summary["runs"] = .integer(rows.count)
        for metric in metrics {
            // A figure that is not a number does not affect the others.
            let values = rows.compactMap { $0.number(metric.name) }.filter(\.isFinite)
            let statistics = SampleStatistics(values)
            report.summary["\(metric.name)_mean"] = .number(statistics.mean)
            report.summary["\(metric.name)_deviation"] = .number(statistics.deviation)
            let deviation =
                metric.isFraction ? Readable.decimal(statistics.deviation * 100) : Readable.loss(statistics.deviation)
            report.lines.append(
                "\(metric.words) over \(values.count) seeds: \(Readable.value(statistics.mean, of: metric)) ± \(deviation)"
            )
        }
        report.summary["seeds"] = .array(
            rows.map { row in
                var own: JSONObject = [:]
                for name in ["seed"] + epoch + metrics.map(\.name) { own[name] = row[name] ?? .null }
                return .object(own)
            })
        return report
    }
}

extension Metric {
    /// The name for readers: "validation accuracy".
    public var words: String { name.replacing("_", with: " ") }
}
