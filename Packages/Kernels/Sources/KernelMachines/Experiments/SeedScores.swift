import CommandLineSupport
import Core

/// What fits with one seed after the other came to: mean and standard deviation instead of one lucky number.
public struct SeedScores {
    private var rows: [(seed: UInt64, measurements: [Measurement])] = []

    public init() {}

    public mutating func add(_ measurements: [Measurement], seed: UInt64) { rows.append((seed, measurements)) }

    /// A table, `runs.csv`, and the means.
    public var report: Report {
        var report = Report()
        let metrics = (rows.first?.measurements ?? []).map(\.metric)
        var table = TextTable([.left("seed")] + metrics.map { .right(Self.words($0)) })
        var csv = CSVTable.line(["seed"] + metrics.map(\.name))
        var seeds: [JSONValue] = []
        for row in rows {
            let values = metrics.map { metric in row.measurements.first { $0.metric == metric }?.value ?? .nan }
            table.add(["\(row.seed)"] + zip(values, metrics).map { Readable.value($0, of: $1) })
            csv += CSVTable.line(["\(row.seed)"] + values.map(Readable.shortest))
            var members: JSONObject = ["seed": .unsigned(row.seed)]
            for (metric, value) in zip(metrics, values) { members[metric.name] = .number(value) }
            seeds.append(.object(members))
        }
        report.lines = [""] + table.lines
        report.summary["runs"] = .integer(rows.count)
        for metric in metrics {
            let statistics = SampleStatistics(
                rows.compactMap { row in row.measurements.first { $0.metric == metric }?.value })
            report.summary["\(metric.name)_mean"] = .number(statistics.mean)
            report.summary["\(metric.name)_deviation"] = .number(statistics.deviation)
            let deviation =
                metric.isFraction ? Readable.decimal(statistics.deviation * 100) : Readable.loss(statistics.deviation)
            report.lines.append(
                "\(Self.words(metric)) over \(rows.count) seeds: \(Readable.value(statistics.mean, of: metric)) ± "
                    + deviation)
        }
        report.summary["seeds"] = .array(seeds)
        report.files = [("runs.csv", Array(csv.utf8))]
        return report
    }

    private static func words(_ metric: Metric) -> String { metric.name.replacing("_", with: " ") }
}
