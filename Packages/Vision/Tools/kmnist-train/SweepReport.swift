import CommandLineSupport
import Core
import Figures
import VisionModels

/// What a finished sweep shows: a row for each value.
struct SweepReport {
    typealias Result = ExperimentSeries<KMNISTExperiment>.Result

    let setting: SweptSetting
    let experiment: KMNISTExperiment
    let rows: [(value: Double, results: [Result])]
    let folder: RunFolder

    /// The columns of numbers between the setting and the seconds.
    private let metrics: [Metric]

    init(_ setting: SweptSetting, _ results: [Result], in folder: RunFolder) {
        (self.setting, self.folder, experiment) = (setting, folder, results[0].member.experiment)
        let value = { (result: Result) in setting.value(in: result.member.experiment) }
        rows = results.map(value).withoutRepeats.map { one in (one, results.filter { value($0) == one }) }
        let validation: [Metric] = results[0].number("validation_accuracy") == nil ? [] : [.accuracy(.validation)]
        metrics = [.trainLoss, .loss(.test)] + validation + [.accuracy(.test)]
    }

    private func statistics(_ name: String, _ results: [Result]) -> SampleStatistics {
        SampleStatistics(results.map { $0.number(name) ?? .nan })
    }

    private var hasSeeds: Bool { rows[0].results.count > 1 }

    /// The results as a table; with several seeds, means and the standard deviation of the accuracy.
    var table: TextTable {
        var table = TextTable(
            [.right(setting.rawValue), .right("parameters")]
                + metrics.map { .right($0.name.replacing("_", with: " ")) } + [.right("seconds")])
        for (value, results) in rows {
            let numbers = metrics.map { metric in
                let (mean, isAccuracy) = (statistics(metric.name, results).mean, metric == .accuracy(.test))
                let deviation = hasSeeds && isAccuracy ? " ± \(Readable.decimal(deviation(results) * 100))" : ""
                return (metric.isFraction ? Readable.percent(mean) : Readable.loss(mean)) + deviation
            }
            table.add(
                [Readable.shortest(value), Readable.count(Int(statistics("parameters", results).mean))] + numbers
                    + [Readable.decimal(statistics("seconds", results).mean, places: 2)])
        }
        return table
    }

    private func deviation(_ results: [Result]) -> Double { statistics(Metric.accuracy(.test).name, results).deviation }

    private var csv: String {
        let names = ["parameters"] + metrics.map(\.name) + ["seconds"]
        let last = hasSeeds ? ["test_accuracy_deviation"] : []
        return rows.reduce(CSVTable.line([setting.rawValue] + names + last)) { text, row in
            let numbers = names.map { statistics($0, row.results).mean } + (hasSeeds ? [deviation(row.results)] : [])
            return text + CSVTable.line(([row.value] + numbers).map(Readable.shortest))
        }
    }

    private var chart: some Figure {
        let values = rows.map(\.value)
        let spansDecades = (values.max() ?? 1) / (values.min() ?? 1) >= 10
        let name = experiment.datasetName.split(separator: "/").last.map(String.init) ?? experiment.datasetName
        let series = metrics.filter(\.isFraction).map { metric in
            LineChart.Series(
                metric.name.replacing("_accuracy", with: ""), xs: values,
                ys: rows.map { statistics(metric.name, $0.results).mean })
        }
        return LineChart(
            "\(experiment.modelName) on \(name): accuracy by \(setting.words)",
            x: Axis(setting.words, scale: spansDecades ? .logarithmic : .linear),
            y: Axis(series.count == 1 ? "test accuracy" : "accuracy", format: .percent(0)), series: series)
    }

    /// The sweep as `--json` prints it; `sweep` has the summary of every value's training, with means and deviations over
    /// seeds where there are several.
    var summary: RunSummary {
        var summary = RunSummary(tool: KMNISTExperiment.tool)
        (summary.dataset, summary.model) = (experiment.datasetName, experiment.modelName)
        (summary.seed, summary.threads, summary.run) = (experiment.seed, experiment.threads, folder.path)
        let all = rows.flatMap(\.results)
        summary.epochs = all.first?.number("epochs").map { Int($0) }
        summary.seconds = all.reduce(0) { $0 + ($1.number("seconds") ?? 0) }
        summary.extra["sweep"] = .array(
            rows.map { value, results in
                var row = results[0].summary
                row[setting.rawValue] = .number(value)
                guard hasSeeds else { return .object(row) }
                row["runs"] = .integer(results.count)
                for metric in metrics {
                    row["\(metric.name)_mean"] = .number(statistics(metric.name, results).mean)
                    row["\(metric.name)_deviation"] = .number(statistics(metric.name, results).deviation)
                }
                return .object(row)
            })
        return summary
    }

    /// Writes the table, its chart and the summary into the sweep's folder.
    ///
    /// - Throws: `FileError` where a file cannot be written.
    func write() throws {
        try AtomicFile.createFolder(folder.figureFolder)
        try chart.write(to: folder.figureFolder + "/sweep")
        try AtomicFile.write(Array(csv.utf8), to: folder.path + "/sweep.csv")
        try folder.write(summary)
    }
}
