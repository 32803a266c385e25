import CommandLineSupport
import Core
import Figures

// A session as a command runs it: said beforehand, trained, and kept.

extension ClassifierSession {
    /// Does what `train` was asked for: a dry run, or a training whose run is kept.
    ///
    /// - Parameters:
    ///   - isDry: whether to stop after one step.
    ///   - resuming: whether to go on from the run's latest checkpoint.
    ///   - report: draws what is to be drawn besides, adds to the summary, and returns more lines of results.
    /// - Throws: what training and writing files throws.
    public func run(
        isDry: Bool, resuming: Bool, reporting report: (Result, inout RunSummary) throws -> [String] = { _, _ in [] }
    ) throws {
        if isDry { return try runDry() }
        // Whatever the model cannot take is told before a run folder is made.
        let model = try configuration.makeModel()
        if let run {
            if resuming { try run.prepareToGoOn() } else { try run.create() }
            // A resumed run may go on for more epochs; whoever resumes it again is to find them.
            try run.write(configuration, to: run.configurationFile)
        }
        describe(model)
        let result = try train(resuming: resuming)
        var summary = summary(of: result)
        if let run {
            try Checkpoint.saveWeights(of: result.model, configuration: configuration.text, to: run.modelFile)
            try draw(result, in: run)
        }
        let lines = result.score.lines(classNames: configuration.classNames) + (try report(result, &summary))
        if let run {
            try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: run.summaryFile)
        }
        try console.result(lines)
        try console.summary(summary)
    }

    private func runDry() throws {
        let loss = try dryRun()
        try console.dryRun(
            "\(configuration.model) on \(configuration.dataset), one step of \(configuration.recipe.batchSize) examples",
            loss: loss,
            RunSummary(
                tool: Settings.toolName, dataset: configuration.dataset, model: configuration.model,
                parameters: configuration.makeModel().parameterCount, seed: configuration.seed,
                threads: configuration.threads))
    }

    /// What is about to be trained.
    private func describe(_ model: any ImageClassifier) {
        var table = TextTable([.left("layer"), .left("shape"), .right("parameters")])
        for named in model.parameters {
            let shape = named.parameter.shape.map(String.init).joined(separator: "×")
            table.add([named.name, shape, Readable.count(named.parameter.count)])
        }
        table.add(["\(configuration.model) in all", "", Readable.count(model.parameterCount)])
        table.lines.forEach(console.note)
        console.note(
            "\(configuration.dataset): \(Readable.count(data.training.count)) training and "
                + "\(Readable.count(data.test.count)) test examples, run \(run?.path ?? "not kept")")
    }

    /// The figures of this session, under its title.
    public var figures: ClassifierFigures {
        let dataset = configuration.dataset.split(separator: "/").last.map(String.init) ?? configuration.dataset
        return ClassifierFigures(title: "\(configuration.model) on \(dataset)", classNames: configuration.classNames)
    }

    /// The pictures of a run, in its folder.
    private func draw(_ result: Result, in run: RunFolder) throws {
        func path(_ name: String) -> String { run.figureFolder + "/" + name }
        let figures = figures
        try figures.learningCurves(result.log, lossName: result.model.lossName).write(to: path("learning-curves"))
        try figures.confusion(result.score).write(to: path("confusion"))
        try figures.firstWeights(of: result.model, input: configuration.input)?.write(to: path("weights"))
        try figures.misclassified(result.score, of: data.test)?.write(to: path("misclassified"))
    }
}
