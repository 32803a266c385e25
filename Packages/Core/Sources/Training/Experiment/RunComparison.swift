import Figures
import Files
import FoundationEssentials
import Foundations

/// Finished trainings side by side: a table, their curves in one figure, and numbers.
public struct RunComparison {
    /// A training.
    public struct Entry {
        /// The name of its run.
        public let name: String
        /// The contents of its `summary.json`.
        public let summary: JSONObject
        /// The figures of its epochs.
        public let log: MetricsLog

        /// A finished training.
        public init(_ name: String, _ summary: JSONObject, _ log: MetricsLog) {
            (self.name, self.summary, self.log) = (name, summary, log)
        }
    }

    /// In the order of rows and colors.
    public let entries: [Entry]
    /// The settings that differ between the trainings, by the names of their options, with the value of each training.
    public let varying: [(option: String, values: [String])]
    private let title: String
    /// The horizontal axis of the curves.
    private let place: Metric
    private let placeName: String

    /// The maximum number of settings in the table.
    private static let mostSettings = 5
    /// The number of metrics that are drawn, the first that were measured.
    private static let mostCharts = 6

    /// - Parameters:
    ///   - title: the title of the figure.
    ///   - trainings: in the order of rows and colors, each with the experiment that its settings are read from.
    public init<E: Experiment>(_ title: String, _ trainings: [(entry: Entry, experiment: E)]) {
        (self.title, entries) = (title, trainings.map(\.entry))
        place = E.lengthUnit == .iterations ? .step : .epoch
        placeName = E.lengthUnit == .iterations ? E.lengthUnit.stepName : "epoch"
        let unlike = SettingDifference.varying(trainings.map(\.experiment)).filter { $0.option != "--threads" }
        // Chosen settings come before settings that follow from the data.
        let first = ["--model", "--dataset"]
        varying = Array(
            (first.flatMap { name in unlike.filter { $0.option == name } }
                + unlike.filter { !first.contains($0.option) }).prefix(Self.mostSettings))
    }

    /// The runs of an experiment.
    ///
    /// - Throws: `ToolError` where one is not finished, `FileError` where its files are damaged.
    public init<E: Experiment>(of experiment: E.Type, _ runs: [RunFolder]) throws {
        var trainings: [(Entry, E)] = []
        for run in runs {
            let stored = try run.configuration(of: E.self)
            guard run.isFinished else {
                throw ToolError.noInput(
                    "\(run.path): the training is not finished; \(E.tool) --resume --run "
                        + "\(ShellWord.quoted(run.path)) continues it")
            }
            let bytes = try WholeFile.read(run.summaryFile)
            guard case .object(let summary)? = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
                throw FileError(.badData, run.summaryFile, "is not a summary", expected: "a JSON object")
            }
            trainings.append((Entry(run.name, summary, try MetricsLog(reading: run)), stored.experiment))
        }
        self.init("\(E.tool): \(Readable.count(runs.count, "training"))", trainings)
    }

    /// The metrics that compare the trainings: the measured ones in any of the summaries.
    public var metrics: [Metric] {
        let tested: [Metric] = [.loss(.test), .accuracy(.test)]
        var found: [Metric] = []
        for metric in entries.flatMap(\.log.measured) + tested where !found.contains(metric) {
            if entries.contains(where: { $0.summary.number(metric.name) != nil }) { found.append(metric) }
        }
        return found
    }

    /// Whether any of the trainings knows its energy; those before version 0.2 do not.
    private var hasEnergy: Bool { entries.contains { $0.summary.number("energy_joules") != nil } }

    /// A row for each training.
    public var table: TextTable {
        let metrics = metrics
        var table = TextTable(
            [.left("run")] + varying.map { .left(String($0.option.dropFirst(2))) }
                + [.right("parameters"), .right("epochs"), .right("weights of")] + metrics.map { .right($0.words) }
                + [.right("seconds")] + (hasEnergy ? [.right("joules")] : []))
        for (place, entry) in entries.enumerated() {
            let counts = ["parameters", "epochs", "kept_epoch"].map {
                entry.summary.wholeNumber($0).map(Readable.count) ?? ""
            }
            let values = metrics.map { metric in
                entry.summary.number(metric.name).map { Readable.value($0, of: metric) } ?? ""
            }
            let seconds = entry.summary.number("seconds").map { Readable.decimal($0, places: 2) } ?? ""
            let joules = entry.summary.number("energy_joules").map { Readable.significant($0) } ?? ""
            table.add(
                [entry.name] + varying.map { $0.values[place] } + counts + values + [seconds]
                    + (hasEnergy ? [joules] : []))
        }
        return table
    }

    /// The same as CSV for other programs.
    public var csv: String {
        let names =
            ["parameters", "epochs", "kept_epoch"] + metrics.map(\.name) + ["seconds"]
            + (hasEnergy ? ["energy_joules"] : [])
        var text = CSVTable.line(["run"] + varying.map { String($0.option.dropFirst(2)) } + names)
        for (place, entry) in entries.enumerated() {
            let numbers = names.map { entry.summary.number($0).map(Readable.shortest) ?? "" }
            text += CSVTable.line(([entry.name] + varying.map { $0.values[place] }).map(\.displayed) + numbers)
        }
        return text
    }

    /// A chart for each metric that was measured during the trainings, with a curve for each training; nil for
    /// trainings of one epoch.
    public var figure: (any Figure)? {
        let curves = metrics.map { metric in
            (
                metric,
                entries.enumerated().map { ($0, $1.log.curve(of: metric, along: place)) }.filter { !$1.xs.isEmpty }
            )
        }
        let charts = curves.filter { _, curves in curves.contains { $1.xs.count > 1 } }.prefix(Self.mostCharts).map {
            metric, curves in
            LineChart(
                metric.words, x: Axis(placeName),
                y: metric.isFraction ? Axis(metric.words, format: .percent(0)) : Axis(metric.words),
                series: curves.map { LineChart.Series(label($0), xs: $1.xs, ys: $1.ys) })
        }
        return charts.isEmpty ? nil : Panels(Array(charts), title: title, columns: min(2, charts.count))
    }

    /// The setting in which a training differs, if it is one; otherwise its name.
    private func label(_ place: Int) -> String {
        guard varying.count == 1, let setting = varying.first else { return entries[place].name }
        return "\(setting.option.dropFirst(2)) \(setting.values[place])"
    }
}
