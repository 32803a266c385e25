import Core
import SequenceModels

/// A plain recurrent network, an LSTM and a GRU, with otherwise equal settings.
struct CellComparison: ExperimentComparison {
    typealias Options = CharacterOptions
    typealias Series = ExperimentSeries<CharacterTraining>

    /// As `--compare` names it.
    static let name = "cells"

    var name: String { Self.name }

    func check(_ command: TrainCommand<CharacterOptions>) throws {
        guard command.options.cell == nil else {
            throw ToolError.usage("--compare cells trains every cell; --cell cannot be given")
        }
    }

    func continuing(_ members: [Series.Member], _ command: TrainCommand<CharacterOptions>) -> CellComparison? {
        members.map(\.name) == CellEntry.all.map(\.name) ? self : nil
    }

    func members(_ command: TrainCommand<CharacterOptions>) throws -> [Series.Member] {
        let (experiment, _) = try command.prepared(CharacterOptions.standard, Console(isQuiet: true))
        return CellEntry.all.map { cell in
            var own = experiment
            own.sizes.cell = cell.name
            return Series.Member(name: cell.name, title: cell.name.uppercased(), experiment: own)
        }
    }

    func report(_ results: [Series.Result], of series: Series) throws -> Report {
        var report = Report()
        report.draw("cells", figure(results))
        report.files = [("cells.csv", Array(csv(results).utf8)), ("losses.csv", Array(lossCSV(results).utf8))]
        report.lines = table(of: results).lines
        report.lines.append("losses in nats per character; memory: the peak while that cell trained")
        return report
    }

    // MARK: - Losses by epoch

    /// The losses of a training's epochs, by the end of a column's name.
    private static let metrics: [(suffix: String, metric: Metric)] = [
        ("", .trainLoss), ("_validation", .loss(.validation)),
    ]

    /// The lowest loss of an epoch; nil where no epoch is complete.
    private func least(_ metric: Metric, _ result: Series.Result) -> Double? { result.log.column(metric).min() }

    private func figure(_ results: [Series.Result]) -> (any Figure)? {
        let charts = [("Training loss", Metric.trainLoss), ("Validation loss", .loss(.validation))].compactMap {
            title, metric -> LineChart? in
            let series = results.map { result in
                let (xs, ys) = result.log.curve(of: metric)
                return LineChart.Series(result.member.title, xs: xs, ys: ys)
            }
            guard series.contains(where: { !$0.xs.isEmpty }) else { return nil }
            return LineChart(title, x: "epoch", y: "nats per character", series: series)
        }
        guard let experiment = results.first?.member.experiment, !charts.isEmpty else { return nil }
        let units = "\(Readable.count(experiment.sizes.hidden)) units each"
        return Panels(charts, title: "RNN, LSTM and GRU on \(experiment.datasetName), \(units)")
    }

    /// A row for each epoch, a column for each cell; nothing in it depends on the machine's speed.
    private func lossCSV(_ results: [Series.Result]) -> String {
        let columns = Self.metrics.flatMap { suffix, metric in
            results.map { (name: $0.member.name + suffix, curve: $0.log.curve(of: metric)) }
        }.filter { !$0.curve.xs.isEmpty }
        var text = CSVTable.line(["epoch"] + columns.map(\.name))
        for epoch in Set(columns.flatMap(\.curve.xs)).sorted() {
            let losses = columns.map { column in
                column.curve.xs.firstIndex(of: epoch).map { "\(column.curve.ys[$0])" } ?? ""
            }
            text += CSVTable.line([Readable.shortest(epoch)] + losses)
        }
        return text
    }

    // MARK: - Totals

    private func table(of results: [Series.Result]) -> TextTable {
        let isValidated = results.contains { least(.loss(.validation), $0) != nil }
        var table = TextTable(
            [
                .left("cell"), .right("parameters"), .right("seconds"), .right("per epoch"), .right("memory"),
                .right("lowest training loss"),
            ] + (isValidated ? [.right("lowest validation loss")] : [])
                + [.right("bits per character"), .right("next right")])
        for result in results {
            let validation = isValidated ? [least(.loss(.validation), result).map(Readable.loss) ?? "–"] : []
            table.add(
                [
                    result.member.title, result.wholeNumber("parameters").map(Readable.count) ?? "–",
                    result.number("seconds").map { Readable.decimal($0) } ?? "–",
                    result.number("seconds_per_epoch").map { Readable.duration($0) } ?? "–",
                    result.wholeNumber(Series.memoryName).map(Readable.bytes) ?? "–",
                    least(.trainLoss, result).map(Readable.loss) ?? "–",
                ] + validation + [
                    result.number("bits_per_character").map { Readable.decimal($0, places: 3) } ?? "–",
                    result.number("next_character_accuracy").map { Readable.percent($0) } ?? "–",
                ])
        }
        return table
    }

    private func csv(_ results: [Series.Result]) -> String {
        let names = [
            "parameters", "steps", "seconds", "seconds_per_epoch", Series.memoryName, "bits_per_character",
            "next_character_accuracy",
        ]
        let losses = [("least_training_loss", Metric.trainLoss), ("least_validation_loss", .loss(.validation))]
        var text = CSVTable.line(["cell"] + names + losses.map(\.0))
        for result in results {
            let numbers = names.map { result.number($0) } + losses.map { least($0.1, result) }
            text += CSVTable.line([result.member.name] + numbers.map { $0.map(Readable.shortest) ?? "" })
        }
        return text
    }
}
