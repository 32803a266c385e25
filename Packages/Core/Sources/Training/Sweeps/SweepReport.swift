import Files
import Foundations

/// The results of a finished sweep: a row for each combination of values.
package struct SweepReport<E: Experiment> {
    package typealias Result = ExperimentSeries<E>.Result

    /// A combination of values, and the trainings with it.
    package struct Row {
        /// The value of each setting that varies.
        let point: [Double]
        /// One for each seed.
        let results: [Result]

        /// Mean and standard deviation over the seeds; NaN where one of them does not have the number.
        func statistics(_ name: String) -> SampleStatistics {
            SampleStatistics(results.map { $0.number(name) ?? .nan })
        }

        func mean(_ metric: Metric) -> Double { statistics(metric.name).mean }
    }

    package let plan: SweepPlan<E>
    package let rows: [Row]
    package let folder: RunFolder
    /// The figures between the parameters and the seconds.
    package let metrics: [Metric]
    /// The metrics that compare trainings: the accuracy, or the loss where there is none; of the test examples, and of
    /// the validation examples, if there are any.
    package let judges: [Metric]

    /// - Parameter results: the results of the plan's trainings, in their order.
    package init(_ plan: SweepPlan<E>, _ results: [Result], in folder: RunFolder) {
        (self.plan, self.folder) = (plan, folder)
        rows = plan.points.enumerated().map { index, point in
            Row(point: point, results: Array(results[index * plan.runs..<(index + 1) * plan.runs]))
        }
        func isKnown(_ metric: Metric) -> Bool { results.contains { $0.number(metric.name) != nil } }
        let (losses, accuracies) = (
            [DataPart.training, .validation, .test].map(Metric.loss),
            [DataPart.training, .validation, .test].map(Metric.accuracy).filter(isKnown)
        )
        if accuracies.isEmpty {
            metrics = losses.filter { isKnown($0) || $0 == .trainLoss }
            judges = metrics.count > 1 ? Array(metrics.dropFirst()) : metrics
        } else {
            metrics = [.trainLoss, .loss(.test)] + accuracies
            judges = accuracies.filter { $0 != .accuracy(.training) }
        }
    }

    /// The metric that chooses: the one of the validation examples, if there are any.
    private var chooser: Metric? { judges.first }

    /// The index of the best row; among equals the first, nil where every training has diverged.
    package var best: Int? {
        guard let chooser else { return nil }
        var best: (row: Int, value: Double)?
        for (number, row) in rows.enumerated() {
            let value = row.mean(chooser) * (chooser.isBetterHigher ? 1 : -1)
            if !value.isNaN, value > best?.value ?? -.infinity { best = (number, value) }
        }
        return best?.row
    }

    /// A mean as text, with its standard deviation for several seeds; "diverged" where there is none.
    private func text(_ metric: Metric, _ row: Row, withDeviation: Bool = false) -> String {
        let (mean, deviation) = (row.mean(metric), row.statistics(metric.name).deviation)
        guard !mean.isNaN else { return row.results.contains { $0.summary["diverged"] != nil } ? "diverged" : "–" }
        let spread = metric.isFraction ? Readable.decimal(deviation * 100) : Readable.loss(deviation)
        return (metric.isFraction ? Readable.percent(mean) : Readable.loss(mean))
            + (withDeviation && plan.runs > 1 ? " ± \(spread)" : "")
    }

    /// The results as a table, whose best row is marked; with several seeds, means and the standard deviation of the
    /// comparing metrics.
    package var table: TextTable {
        var table = TextTable(
            plan.axes.map { .right($0.setting.name) } + [.right("parameters")]
                + metrics.map { .right($0.words) } + [.right("seconds"), .left()])
        for (number, row) in rows.enumerated() {
            table.add(
                row.point.map(Readable.shortest)
                    + [
                        row.results.lazy.compactMap { $0.wholeNumber("parameters") }.first.map { Readable.count($0) }
                            ?? ""
                    ]
                    + metrics.map { text($0, row, withDeviation: judges.contains($0)) }
                    + [
                        Readable.decimal(row.statistics("seconds").mean, places: 2), number == best ? "← best" : "",
                    ])
        }
        return table
    }

    /// The table, the best combination, and the figure's file.
    package var lines: [String] {
        var lines = table.lines
        if let best, let chooser {
            let values = zip(plan.axes, rows[best].point).map { "\($0.option) \(Readable.shortest($1))" }
            let judged = judges.map { "\($0.words) \(text($0, rows[best], withDeviation: true))" }
            lines += [
                "", "best by \(chooser.words): \(values.joined(separator: " ")) (\(judged.joined(separator: ", ")))",
            ]
            if judges.count == 1, rows.count > 1, [.loss(.test), .accuracy(.test)].contains(chooser) {
                lines.append(
                    "The best of several test results is too optimistic; --validation 0.1 chooses without the test "
                        + "examples."
                )
            }
        }
        return lines + ["figure: \(folder.figureFolder)/sweep.png", ""]
    }

    /// The table as CSV for other programs.
    package var csv: String {
        let names = ["parameters"] + metrics.map(\.name) + ["seconds"]
        let spread = plan.runs > 1 ? judges.reversed().map(\.name) : []
        let header = plan.axes.map(\.setting.name) + names + spread.map { "\($0)_deviation" }
        return rows.reduce(CSVTable.line(header)) { text, row in
            let numbers = names.map { row.statistics($0).mean } + spread.map { row.statistics($0).deviation }
            return text + CSVTable.line((row.point + numbers).map { $0.isNaN ? "" : Readable.shortest($0) })
        }
    }

    /// The sweep as `--json` prints it: `sweep` has the summary of each combination's training, with several seeds the
    /// first one's with means and standard deviations; `best` has the values of the best one.
    package var summary: RunSummary {
        let experiment = plan.experiment
        var summary = RunSummary(tool: E.tool)
        (summary.dataset, summary.model) = (experiment.datasetName, experiment.modelName)
        (summary.seed, summary.threads, summary.run) = (experiment.seed, experiment.threads, folder.path)
        let all = rows.flatMap(\.results)
        let epochs = Set(all.compactMap { $0.wholeNumber("epochs") })
        summary.epochs = epochs.count == 1 ? epochs.first : nil
        summary.seconds = all.reduce(0) { $0 + ($1.number("seconds") ?? 0) }
        summary.energy = EnergyTotal(of: all.map(\.summary))
        summary.extra["sweep"] = .array(rows.map { .object(json($0)) })
        if let best, let chooser {
            var values: JSONObject = [:]
            for (axis, value) in zip(plan.axes, rows[best].point) { values[axis.setting.name] = .number(value) }
            values["chosen_by"] = .string(chooser.name)
            summary.extra["best"] = .object(values)
        }
        return summary
    }

    private func json(_ row: Row) -> JSONObject {
        var object = row.results[0].summary
        for (axis, value) in zip(plan.axes, row.point) { object[axis.setting.name] = .number(value) }
        for metric in metrics where plan.runs > 1 {
            let statistics = row.statistics(metric.name)
            object["\(metric.name)_mean"] = .number(statistics.mean)
            object["\(metric.name)_deviation"] = .number(statistics.deviation)
        }
        return object
    }

    /// Writes the table, its figure and the summary into the sweep's folder.
    ///
    /// - Throws: `FileError` where a file cannot be written.
    package func write() throws {
        try AtomicFile.createFolder(folder.figureFolder)
        try figure.write(to: folder.figureFolder + "/sweep")
        try AtomicFile.write(Array(csv.utf8), to: folder.path + "/sweep.csv")
        try folder.write(summary)
    }
}
