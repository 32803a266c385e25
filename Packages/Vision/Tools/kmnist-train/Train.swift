import ArgumentParser
import CommandLineSupport
import Core
import Figures
import FoundationEssentials
import VisionModels

/// `kmnist-train train`, the default: trains a model and keeps the run.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a model (the default).")

    @OptionGroup(title: "Model") var recipeOptions: RecipeOptions
    @OptionGroup(title: "Data") var data: DataOptions<VisionDefaults>
    @OptionGroup(title: "Training") var options: TrainingOptions<VisionDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try dryRun(session) }
        // Whatever the model cannot take is told before a run folder is made.
        let model = try session.configuration.makeModel()
        if let run = session.run {
            if options.resume { try run.prepareToGoOn() } else { try run.create() }
            // A resumed run may go on for more epochs; whoever resumes it again is to find them.
            try run.write(session.configuration, to: run.configurationFile)
        }
        describe(session, model)
        let result = try session.train(resuming: options.resume)
        try report(result, of: session)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> TrainingSession {
        let entry = try recipeOptions.entry()
        if let hidden = recipeOptions.hidden, entry.hidden == nil {
            throw ToolError.usage("--hidden \(hidden): model '\(entry.name)' has no hidden layer to widen")
        }
        let dataset = try DataReader(dataset: data.dataset, folder: data.data, console: console)
            .dataset(limit: recipeOptions.trainingExamples)
        let configuration = RunConfiguration(
            model: entry.name, hidden: recipeOptions.hidden ?? entry.hidden ?? 0, dataset: dataset.name,
            data: data.data, trainingExamples: recipeOptions.trainingExamples, input: dataset.exampleShape,
            classNames: dataset.classNames, recipe: try recipeOptions.recipe(options), seed: options.seed ?? 0,
            threads: options.threads ?? ComputeContext.threads)
        let run = options.run.map { RunFolder.named($0, tool: RunConfiguration.toolName) }
        return TrainingSession(
            configuration: configuration, data: dataset, run: run ?? .new(tool: RunConfiguration.toolName),
            console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> TrainingSession {
        let given: [(String, Any?)] = [
            ("--dataset", data.dataset), ("--batch-size", options.batchSize), ("--lr", options.learningRate),
            ("--optimizer", options.optimizer), ("--seed", options.seed),
        ]
        if let name = recipeOptions.names.first ?? given.first(where: { $0.1 != nil })?.0 {
            throw ToolError.usage("--resume goes on with the run's own settings; \(name) cannot be changed")
        }
        let (run, stored) = try RunConfiguration.toResume(options.run)
        var configuration = stored
        configuration.recipe.epochs = options.epochs ?? configuration.recipe.epochs
        configuration.threads = options.threads ?? configuration.threads
        let reader = DataReader(
            dataset: configuration.dataset, folder: data.data ?? configuration.data, console: console)
        let dataset = try reader.dataset(limit: configuration.trainingExamples)
        guard dataset.exampleShape == configuration.input, dataset.classNames == configuration.classNames else {
            throw ToolError.badData("\(configuration.dataset) is no longer the set that \(run.path) was begun with")
        }
        return TrainingSession(configuration: configuration, data: dataset, run: run, console: console)
    }

    private func dryRun(_ session: TrainingSession) throws {
        let loss = try session.dryRun()
        try session.console.result(
            "dry run: \(session.configuration.model) on \(session.configuration.dataset), one step of "
                + "\(session.configuration.recipe.batchSize) examples, loss \(Readable.loss(loss)); nothing was written"
        )
        var summary = RunSummary(tool: RunConfiguration.toolName)
        summary.dataset = session.configuration.dataset
        summary.model = session.configuration.model
        summary.parameters = try session.configuration.makeModel().parameterCount
        summary.seed = session.configuration.seed
        summary.threads = session.configuration.threads
        summary.trainLoss = loss
        summary.extra["dry_run"] = true
        if session.console.isJSON { try session.console.summary(summary) }
    }

    /// What is about to be trained.
    private func describe(_ session: TrainingSession, _ model: any ImageClassifier) {
        var table = TextTable([.left("layer"), .left("shape"), .right("parameters")])
        for named in model.parameters {
            let shape = named.parameter.shape.map(String.init).joined(separator: "×")
            table.add([named.name, shape, Readable.count(named.parameter.count)])
        }
        table.add(["\(session.configuration.model) in all", "", Readable.count(model.parameterCount)])
        table.lines.forEach(session.console.note)
        session.console.note(
            "\(session.configuration.dataset): \(Readable.count(session.data.training.count)) training and "
                + "\(Readable.count(session.data.test.count)) test examples, "
                + "run \(session.run?.path ?? "not kept")")
    }

    private func report(_ result: TrainingSession.Result, of session: TrainingSession) throws {
        let summary = session.summary(of: result)
        if let run = session.run {
            try Checkpoint.saveWeights(
                of: result.model, configuration: session.configuration.text, to: run.modelFile)
            try RunFigures(run: run, configuration: session.configuration).draw(result, examples: session.data.test)
            try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: run.summaryFile)
        }
        try session.console.result(scoreLines(result.score, classNames: session.configuration.classNames))
        try session.console.summary(summary)
    }
}
