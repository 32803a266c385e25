import Core

// The report of a training: before it begins, and when it has ended.

extension Housing {
    public func description(of model: HousingNet, _ data: HousingData) -> [String] {
        let widths = model.layers.map { $0.weight.shape[1] } + [model.layers.last?.weight.shape[0] ?? 0]
        let rows = [("training", data.training), ("validation", data.validation), ("test", data.test)]
            .compactMap { name, part in part.map { "\(Readable.count($0.count)) \(name)" } }
        let thirds = data.preparation.boundaries.map(data.preparation.text)
        return [
            "network \(widths.map(String.init).joined(separator: "→")); \(rows.dropLast().joined(separator: ", ")) and "
                + "\(rows.last ?? "") rows"
        ]
            + (data.preparation.task == .thirds
                ? ["low below \(thirds[0]), medium below \(thirds[1]), high from there on"] : [])
    }

    public func report(_ trained: Trained<Housing>) throws -> Report {
        var report = Report()
        let (figures, losses) = (HousingFigures(title: title), try HousingLosses(trained))
        report.draw("learning-curves", figures.learningCurves(trained, losses))
        if let score = trained.score?.classes {
            let truths = trained.data.test.targets.scalars(Int32.self).map(Int.init)
            report.draw("confusion", figures.confusion(score, trained.data.preparation.classNames, showing: confusion))
            let places = trained.data.testPlaces
            report.enliven(
                "confusion",
                LiveMatrix(
                    score, labels: truths, names: trained.data.preparation.classNames, showing: confusion,
                    words: { row in
                        let degrees = places.map { [$0.latitudes[row], $0.longitudes[row]].map { "\($0)°" } }
                        return "test row \(row + 1)" + (degrees.map { " at \($0.joined(separator: ", "))" } ?? "")
                    }))
            report.draw("map", figures.map(trained.data, truths: truths, predictions: score.predictions))
        }
        if let own = trained.score?.report(trained.data.preparation, showing: confusion) {
            report.lines += own.lines
            report.summary = own.summary
        }
        report.lines += [""] + self.lines(losses, of: trained.data.training.count)
        for member in losses.json.members { report.summary[member.key] = member.value }
        return report
    }

    /// The training's losses, and why the losses of its iterations differ.
    private func lines(_ losses: HousingLosses, of rows: Int) -> [String] {
        let line = losses.line(of: rows)
        guard dropout > 0 else { return [line] }
        return [
            line,
            "dropout \(Readable.shortest(dropout)) is on in the losses of iterations and epochs, so these are higher",
        ]
    }

    /// The title of figures: model and data set.
    private var title: String {
        let rows = recipe.batchSize.map { "\(Readable.count($0)) rows per iteration" } ?? "all rows"
        return "\(recipe.optimizer.name) \(Readable.shortest(recipe.learningRate)), \(rows), on \(shortDatasetName)"
    }
}

extension HousingScore {
    /// The score in words and for a summary.
    public func report(_ preparation: HousingPreparation, showing cells: ConfusionCells) -> Report {
        var report = Report()
        if let classes {
            report.lines = classes.lines(classNames: preparation.classNames, showing: cells)
            report.summary["confusion"] = .array(classes.confusion.map { .array($0.map { .integer($0) }) })
            report.summary["classes"] = classes.classJSON(preparation.classNames)
        }
        if let values {
            let errors = [values.rootMeanSquare, values.meanAbsolute].map(preparation.errorText)
            let explained = "; \(Readable.percent(values.determination)) of the variance explained"
            report.lines = [
                "test error: root mean square \(errors[0]), mean absolute \(errors[1]) \(preparation.unitWords)"
                    + (values.determination.isNaN ? "" : explained)
            ]
        }
        return report
    }
}

extension Readable {
    /// A sum of money without cents: `$141,467`.
    public static func dollars(_ value: Float) -> String {
        guard abs(value) < 1e15 else { return "$\(value)" }
        return (value < 0 ? "−$" : "$") + count(Int(abs(value).rounded()))
    }
}
