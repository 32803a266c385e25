import ArgumentParser
import Core
import TabularModels

/// `housing-train predict`: predicts the rows of a file.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict each row of a CSV file.",
        discussion: """
            The file has the columns that the network was trained on, in any order, matched by name; other columns are \
            ignored. If it also has the true values, the predictions are scored.
            """)

    @Argument(help: "CSV file.", completion: .file(extensions: ["csv"]))
    var file: String

    @OptionGroup(title: "Model") var trained: TrainedRunOption

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<Housing>(run: trained.name)
        let preparation = try stored.experiment.fittedPreparation()
        let table = try HousingSource.file(path: file, name: file).table(
            preparation.layout, needsTarget: false, header: stored.experiment.columns.header
        ).table
        let rows = Array(0..<Int32(table.rowCount))
        let outputs = stored.model.outputs(preparation.inputs.inputs(table, rows: rows))
        var summary = stored.summary(dataset: file)
        let predictions = Predictions(outputs, preparation)
        try console.result(predictions.table)
        summary.extra["predictions"] = predictions.json
        if let score = predictions.score(table) {
            summary.testAccuracy = score.accuracy
            summary.extra["test_rmse"] = score.error.map { .number($0) }
            try console.result(score.line)
        }
        if console.isJSON { try console.summary(summary) }
    }
}

/// The predictions for some rows.
private struct Predictions {
    private let preparation: HousingPreparation
    private let labels: [Int]
    private let probabilities: [[Double]]
    /// In the target's own unit; empty where classes are predicted.
    private let values: [Float]

    init(_ outputs: [[Float]], _ preparation: HousingPreparation) {
        self.preparation = preparation
        guard preparation.task != .regression else {
            (labels, probabilities) = ([], [])
            values = outputs.map { $0[0] * preparation.deviation + preparation.mean }
            return
        }
        let width = preparation.classNames.count
        let chances = Tensor(outputs.flatMap { $0 }, shape: [outputs.count, width]).softmax().doubles
        probabilities = outputs.indices.map { Array(chances[($0 * width)..<(($0 + 1) * width)]) }
        labels = probabilities.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
        values = []
    }

    var table: TextTable {
        let names = preparation.classNames
        var table = TextTable(
            [.right("row")] + (values.isEmpty ? [.left("class")] + names.map { .right($0) } : [.right("value")]))
        for (row, label) in labels.enumerated() {
            table.add(["\(row + 1)", names[label]] + probabilities[row].map { Readable.percent($0) })
        }
        for (row, value) in values.enumerated() { table.add(["\(row + 1)", preparation.text(of: value)]) }
        return table
    }

    var json: JSONValue {
        let names = preparation.classNames
        guard values.isEmpty else { return .array(values.map { .number(Double($0)) }) }
        return .array(
            labels.indices.map { row in
                var object: JSONObject = ["class": .string(names[labels[row]])]
                for (name, probability) in zip(names, probabilities[row]) { object[name] = .number(probability) }
                return .object(object)
            })
    }

    /// How close the predictions are to the true values; nil where none are known.
    func score(_ table: Table) -> (line: String, accuracy: Double?, error: Double?)? {
        if let truths = preparation.labels(of: table) {
            let known = truths.indices.filter { truths[$0] >= 0 }
            guard !known.isEmpty else { return nil }
            let accuracy = Double(known.count { Int(truths[$0]) == labels[$0] }) / Double(known.count)
            return ("\(Readable.percent(accuracy)) of \(Readable.count(known.count, "row")) correct", accuracy, nil)
        }
        let (truths, unit) = (table[preparation.layout.target], preparation.unit)
        let known = truths.indices.filter { !truths[$0].isNaN }
        guard !known.isEmpty else { return nil }
        let score = RegressionScore(
            predictions: known.map { values[$0] / unit }, truths: known.map { truths[$0] / unit })
        return (
            "root mean square error \(Readable.loss(score.rootMeanSquare)) \(preparation.unitWords) over "
                + Readable.count(known.count, "row"), nil, score.rootMeanSquare
        )
    }
}
