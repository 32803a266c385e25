import CommandLineSupport
import Core
import Figures
import TabularModels

// A session as a command runs it: said beforehand, trained, and kept.

extension HousingSession {
    /// What a figure is called: what was trained on what.
    var title: String {
        let name = data.name.split(separator: "/").last.map(String.init) ?? data.name
        let recipe = configuration.recipe
        let rows = recipe.batchSize.map { "\(Readable.count($0)) rows a step" } ?? "all rows"
        return "\(recipe.optimizer) \(Readable.shortest(recipe.learningRate)), \(rows), on \(name)"
    }

    /// What is about to be trained.
    func describe(_ model: HousingNet) {
        data.notes.forEach(console.note)
        let widths = model.layers.map { $0.weight.shape[1] } + [model.layers.last?.weight.shape[0] ?? 0]
        console.note(
            "network \(widths.map(String.init).joined(separator: "→")), \(Readable.count(model.parameterCount)) "
                + "parameters; \(Readable.count(data.training.count)) training and "
                + "\(Readable.count(data.test.count)) test rows of \(data.name); run \(run?.path ?? "not kept")")
        guard data.target == .classes else { return }
        let dollars = configuration.preparation.boundaries.map(Readable.dollars)
        console.note("low below \(dollars[0]), medium below \(dollars[1]), high from there on")
    }

    /// Makes the run's folder, or what of it a killed run lacks, and writes its configuration.
    func prepare(resuming: Bool) throws {
        guard let run else { return }
        if resuming { try run.prepareToGoOn() } else { try run.create() }
        // A resumed run may go on for more iterations; whoever resumes it again is to find them.
        try run.write(configuration, to: run.configurationFile)
    }

    /// Keeps the model, the figures and the summary of a finished run.
    func keep(_ result: Result) throws {
        guard let run else { return }
        try Checkpoint.saveWeights(of: result.model, configuration: configuration.text, to: run.modelFile)
        let figures = HousingFigures(title: title)
        try figures.learningCurves(result.log, target: data.target).write(to: run.figureFolder + "/learning-curves")
        if let score = result.score.classes {
            try figures.confusion(score).write(to: run.figureFolder + "/confusion")
            let truths = data.test.targets.scalars(Int32.self).map(Int.init)
            try figures.map(data, truths: truths, predictions: score.predictions)
                .write(to: run.figureFolder + "/map")
        }
        try AtomicFile.write(
            Array((JSONValue.object(summary(of: result).json).text + "\n").utf8), to: run.summaryFile)
    }

    /// Prints what came of a training.
    func report(_ result: Result) throws {
        if let score = result.score.classes {
            try console.result("test rows by true class (rows) and predicted class (columns), shares of the row")
            try console.result(.shares(score.confusion, names: HousingColumns.classNames))
        }
        if let values = result.score.values {
            try console.result(
                "test error: root mean square \(Readable.decimal(values.rootMeanSquare, places: 4)), mean absolute "
                    + "\(Readable.decimal(values.meanAbsolute, places: 4)) in $100,000"
                    + (values.determination.isNaN
                        ? "" : "; \(Readable.percent(values.determination)) of the variance explained"))
        }
        try console.summary(summary(of: result))
    }

    /// One step, and that it was taken.
    func reportDryRun() throws {
        let rows = min(configuration.recipe.batchSize ?? .max, data.training.count)
        try console.dryRun(
            "one step of \(Readable.count(rows)) rows of \(data.name)", loss: dryRun(),
            RunSummary(
                tool: RunConfiguration.toolName, dataset: data.name, model: RunConfiguration.modelName,
                parameters: configuration.makeModel().parameterCount, seed: configuration.seed,
                threads: configuration.threads))
    }
}

extension TextTable {
    /// A confusion matrix whose rows sum to 100 %.
    static func shares(_ counts: [[Int]], names: [String]) -> TextTable {
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
    static func dollars(_ value: Float) -> String {
        guard abs(value) < 1e15 else { return "$\(value)" }
        return (value < 0 ? "−$" : "$") + count(Int(abs(value).rounded()))
    }
}
