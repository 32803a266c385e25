import CommandLineSupport
import Core
import Figures
import VisionModels

/// What a finished sweep shows: a row for each value.
struct SweepReport {
    typealias Result = ExperimentSeries<KMNISTExperiment>.Result

    private let plan: SweepPlan
    private let rows: [(value: Double, results: [Result])]
    private let folder: RunFolder
    /// The figures between the parameters and the seconds.
    private let metrics: [Metric]

    /// - Parameter results: of the plan's trainings, in their order.
    init(_ plan: SweepPlan, _ results: [Result], in folder: RunFolder) {
        (self.plan, self.folder) = (plan, folder)
        rows = plan.values.enumerated().map { index, value in
            (value, Array(results[index * plan.runs..<(index + 1) * plan.runs]))
        }
        let validation: [Metric] = plan.experiment.validation == nil ? [] : [.accuracy(.validation)]
        metrics = [.trainLoss, .loss(.test)] + validation + [.accuracy(.test)]
    }

    private func statistics(_ name: String, _ results: [Result]) -> SampleStatistics {
        SampleStatistics(results.map { $0.number(name) ?? .nan })
    }

    private func deviation(_ results: [Result]) -> Double {
        statistics(Metric.accuracy(.test).name, results).deviation
    }

    /// The results as a table; with several seeds, means and the standard deviation of the test accuracy.
    var table: TextTable {
        var table = TextTable(
            [.right(plan.setting.rawValue), .right("parameters")]
                + metrics.map { .right($0.name.replacing("_", with: " ")) } + [.right("seconds")])
        for (value, results) in rows {
            let numbers = metrics.map { metric in
                let mean = statistics(metric.name, results).mean
                return metric.isFraction ? Readable.percent(mean) : Readable.loss(mean)
            }
            let spread = plan.runs > 1 ? " ± \(Readable.decimal(deviation(results) * 100))" : ""
            table.add(
                [Readable.shortest(value), results.first?.wholeNumber("parameters").map(Readable.count) ?? ""]
                    + numbers.dropLast() + [(numbers.last ?? "") + spread]
                    + [Readable.decimal(statistics("seconds", results).mean, places: 2)])
        }
        return table
    }

    private var csv: String {
        let names = ["parameters"] + metrics.map(\.name) + ["seconds"]
        let last = plan.runs > 1 ? ["test_accuracy_deviation"] : []
        return rows.reduce(CSVTable.line([plan.setting.rawValue] + names + last)) { text, row in
            let numbers = names.map { statistics($0, row.results).mean }
            let spread = plan.runs > 1 ? [deviation(row.results)] : []
            return text + CSVTable.line(([row.value] + numbers + spread).map(Readable.shortest))
        }
    }

    private var chart: some Figure {
        let (experiment, words) = (plan.experiment, plan.setting.words)
        let spansDecades = (plan.values.max() ?? 1) / (plan.values.min() ?? 1) >= 10
        let series = metrics.filter(\.isFraction).map { metric in
            LineChart.Series(
                metric == .accuracy(.test) ? "test" : "validation", xs: plan.values,
                ys: rows.map { statistics(metric.name, $0.results).mean })
        }
        return LineChart(
            "\(experiment.modelName) on \(experiment.shortDatasetName): accuracy by \(words)",
            x: Axis(words, scale: spansDecades ? .logarithmic : .linear),
            y: Axis(series.count == 1 ? "test accuracy" : "accuracy", format: .percent(0)), series: series)
    }

    /// The sweep as `--json` prints it: `sweep` has the summary of each value's training, of several seeds the first one's
    /// with means and standard deviations.
    var summary: RunSummary {
        let experiment = plan.experiment
        var summary = RunSummary(tool: KMNISTExperiment.tool)
        (summary.dataset, summary.model) = (experiment.datasetName, experiment.modelName)
        (summary.seed, summary.threads, summary.run) = (experiment.seed, experiment.threads, folder.path)
        let all = rows.flatMap(\.results)
        summary.epochs = all.first?.wholeNumber("epochs")
        summary.seconds = all.reduce(0) { $0 + ($1.number("seconds") ?? 0) }
        summary.extra["sweep"] = .array(
            rows.map { value, results in
                var row = results[0].summary
                row[plan.setting.rawValue] = .number(value)
                for metric in metrics where plan.runs > 1 {
                    let statistics = statistics(metric.name, results)
                    row["\(metric.name)_mean"] = .number(statistics.mean)
                    row["\(metric.name)_deviation"] = .number(statistics.deviation)
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
