import ArgumentParser
import CommandLineSupport
import Core
import TabularModels

/// `housing-train predict`: predicts the rows of a file.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict each row of a CSV file.",
        discussion: """
            The file has the columns that the network was trained on, in any order; others are ignored. Where it also \
            has the true values, the predictions are scored.
            """)

    @Argument(help: "CSV file.", completion: .file(extensions: ["csv"]))
    var file: String

    @OptionGroup(title: "Model") var trained: TrainedRunOption

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<Housing>(run: trained.name)
        let preparation = try stored.experiment.fittedPreparation()
        let reader = TableReader(
            numbers: preparation.inputs.numbers.map(\.name), optionalNumbers: [HousingColumns.target],
            optionalTexts: preparation.inputs.texts.map(\.name))
        let table = try reader.read(file, expectedRows: TableEstimate(file)?.rows ?? 0)
        let rows = Array(0..<Int32(table.rowCount))
        let outputs = stored.model.outputs(preparation.inputs.inputs(table, rows: rows))
        var summary = stored.summary(dataset: file)
        let predictions = Predictions(outputs, of: stored.experiment.target, preparation)
        try console.result(predictions.table)
        summary.extra["predictions"] = predictions.json
        let values = table[HousingColumns.target]
        if values.contains(where: { !$0.isNaN }) {
            let score = predictions.score(values, preparation)
            summary.testAccuracy = score.accuracy
            summary.extra["test_rmse"] = score.error.map { .number($0) }
            try console.result(score.line)
        }
        if console.isJSON { try console.summary(summary) }
    }
}

/// The predictions for some rows.
private struct Predictions {
    private let labels: [Int]
    private let probabilities: [[Double]]
    /// In dollars; empty where classes are predicted.
    private let values: [Float]

    init(_ outputs: [[Float]], of target: HousingTarget, _ preparation: HousingPreparation) {
        switch target {
        case .classes:
            let width = HousingColumns.classNames.count
            let chances = Tensor(outputs.flatMap { $0 }, shape: [outputs.count, width]).softmax().doubles
            probabilities = outputs.indices.map { Array(chances[($0 * width)..<(($0 + 1) * width)]) }
            labels = probabilities.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
            values = []
        case .regression:
            (labels, probabilities) = ([], [])
            values = outputs.map { $0[0] * preparation.deviation + preparation.mean }
        }
    }

    var table: TextTable {
        let names = HousingColumns.classNames
        var table = TextTable(
            [.right("row")] + (values.isEmpty ? [.left("class")] + names.map { .right($0) } : [.right("value")]))
        for (row, label) in labels.enumerated() {
            table.add(["\(row + 1)", names[label]] + probabilities[row].map { Readable.percent($0) })
        }
        for (row, value) in values.enumerated() { table.add(["\(row + 1)", Readable.dollars(value)]) }
        return table
    }

    var json: JSONValue {
        let names = HousingColumns.classNames
        guard values.isEmpty else { return .array(values.map { .number(Double($0)) }) }
        return .array(
            labels.indices.map { row in
                var object: JSONObject = ["class": .string(names[labels[row]])]
                for (name, probability) in zip(names, probabilities[row]) { object[name] = .number(probability) }
                return .object(object)
            })
    }

    /// How near the predictions come to the true values, where these are known.
    func score(
        _ truths: [Float], _ preparation: HousingPreparation
    ) -> (line: String, accuracy: Double?, error: Double?) {
        let known = truths.indices.filter { !truths[$0].isNaN }
        guard values.isEmpty else {
            let unit = HousingScore.unit
            let score = RegressionScore(
                predictions: known.map { values[$0] / unit }, truths: known.map { truths[$0] / unit })
            return (
                "root mean square error \(Readable.decimal(score.rootMeanSquare, places: 4)) in $100,000 over "
                    + "\(Readable.count(known.count)) rows", nil, score.rootMeanSquare
            )
        }
        let right = known.count { Int(preparation.label(of: truths[$0])) == labels[$0] }
        let accuracy = Double(right) / Double(known.count)
        return ("\(Readable.percent(accuracy)) of \(Readable.count(known.count)) rows correct", accuracy, nil)
    }
}
