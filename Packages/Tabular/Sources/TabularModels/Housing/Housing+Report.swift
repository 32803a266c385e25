import CommandLineSupport
import Core
import Figures

// What a training says of itself: before it begins, and when it has ended.

extension Housing {
    public func description(of model: HousingNet, _ data: HousingData) -> [String] {
        let widths = model.layers.map { $0.weight.shape[1] } + [model.layers.last?.weight.shape[0] ?? 0]
        let rows = [("training", data.training), ("validation", data.validation), ("test", data.test)]
            .compactMap { name, part in part.map { "\(Readable.count($0.count)) \(name)" } }
        let thirds = data.preparation.boundaries.map(Readable.dollars)
        return data.notes + [
            "network \(widths.map(String.init).joined(separator: "→")); \(rows.dropLast().joined(separator: ", ")) and "
                + "\(rows.last ?? "") rows"
        ] + (target == .classes ? ["low below \(thirds[0]), medium below \(thirds[1]), high from there on"] : [])
    }

    public func report(_ trained: Trained<Housing>) -> Report {
        var report = Report()
        let figures = HousingFigures(title: title)
        report.draw("learning-curves", figures.learningCurves(trained.log, target: target))
        if let score = trained.score?.classes {
            let truths = trained.data.test.targets.scalars(Int32.self).map(Int.init)
            report.draw("confusion", figures.confusion(score))
            report.draw("map", figures.map(trained.data, truths: truths, predictions: score.predictions))
            report.lines = ["test rows by true class (rows) and predicted class (columns), shares of the row"]
            report.lines += TextTable.shares(score.confusion, names: HousingColumns.classNames).lines
            report.summary["confusion"] = .array(score.confusion.map { .array($0.map { .integer($0) }) })
            report.summary["classes"] = score.classJSON(HousingColumns.classNames)
        }
        if let values = trained.score?.values {
            let errors = [values.rootMeanSquare, values.meanAbsolute].map { Readable.decimal($0, places: 4) }
            let explained = "; \(Readable.percent(values.determination)) of the variance explained"
            report.lines.append(
                "test error: root mean square \(errors[0]), mean absolute \(errors[1]) in $100,000"
                    + (values.determination.isNaN ? "" : explained))
        }
        return report
    }

    /// The title of figures: what is trained on what.
    private var title: String {
        let name = datasetName.split(separator: "/").last.map(String.init) ?? datasetName
        let rows = recipe.batchSize.map { "\(Readable.count($0)) rows a step" } ?? "all rows"
        return "\(recipe.optimizer.name) \(Readable.shortest(recipe.learningRate)), \(rows), on \(name)"
    }
}

extension TextTable {
    /// A confusion matrix whose rows sum to 100 %.
    fileprivate static func shares(_ counts: [[Int]], names: [String]) -> TextTable {
        var table = TextTable([.left("true\\predicted")] + names.map { .right($0) } + [.right("rows")])
        for (name, row) in zip(names, counts) {
            let sum = row.reduce(0, +)
            let shares = row.map { Readable.percent(Double($0) / Double(max(1, sum))) }
            table.add([name] + shares + [Readable.count(sum)])
        }
        return table
    }
}

extension Readable {
    /// A sum of money without cents: `$141,467`.
    public static func dollars(_ value: Float) -> String {
        guard abs(value) < 1e15 else { return "$\(value)" }
        return (value < 0 ? "−$" : "$") + count(Int(abs(value).rounded()))
    }
}
