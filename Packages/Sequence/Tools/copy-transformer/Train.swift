import ArgumentParser
import CommandLineSupport
import Core
import Figures
import FoundationEssentials
import SequenceModels

/// `copy-transformer train`, the default: trains a model and keeps the run.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a model (the default).")

    @OptionGroup(title: "Task and model") var copyOptions: CopyOptions
    @OptionGroup(title: "Training") var options: TrainingOptions<CopyDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try dryRun(session) }
        let model = session.configuration.makeModel()
        if let run = session.run {
            if options.resume { try run.prepareToGoOn() } else { try run.create() }
            // A resumed run may go on for more epochs; whoever resumes it again is to find them.
            try run.write(session.configuration, to: run.configurationFile)
        }
        console.note(
            "\(Readable.count(model.parameterCount)) parameters; \(session.task.summary): "
                + "\(Readable.count(session.training.count)) training and "
                + "\(Readable.count(session.validation.count)) validation sequences, "
                + "run \(session.run?.path ?? "not kept")")
        try report(session.train(model, resuming: options.resume), of: session)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> TrainingSession {
        let configuration = RunConfiguration(
            task: copyOptions.task ?? CopyTask.all[0].name, bits: copyOptions.bits ?? 8,
            trainingSequences: copyOptions.trainingSequences ?? 9_000,
            validationSequences: copyOptions.validationSequences ?? 3_000, recipe: copyOptions.recipe(options),
            seed: options.seed ?? 0, threads: options.threads ?? ComputeContext.threads)
        return try TrainingSession(
            configuration, run: RunConfiguration.begun(by: options), console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> TrainingSession {
        let (run, configuration) = try RunConfiguration.resumed(by: options, refusing: copyOptions.given)
        return try TrainingSession(configuration, run: run, console: console)
    }

    private func dryRun(_ session: TrainingSession) throws {
        let configuration = session.configuration
        try session.console.dryRun(
            "\(session.task.name), one step of \(configuration.recipe.batchSize) sequences", loss: session.dryRun(),
            RunSummary(
                tool: RunConfiguration.toolName, dataset: configuration.task, model: RunConfiguration.modelName,
                parameters: configuration.makeModel().parameterCount, seed: configuration.seed,
                threads: configuration.threads))
    }

    private func report(_ result: TrainingSession.Result, of session: TrainingSession) throws {
        let summary = session.summary(of: result)
        let shown = session.validation.distinct(atMost: 4)
        if let run = session.run {
            try Checkpoint.saveWeights(
                of: result.model, configuration: session.configuration.text, to: run.modelFile)
            let figures = CopyFigures(title: "Transformer copying \(session.task.summary)")
            try figures.learningCurves(result.log).write(to: run.figureFolder + "/learning-curves")
            if let last = shown.last {
                try draw(figures.attention(of: result.model, copying: session.validation[last]), in: run.figureFolder)
            }
            try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: run.summaryFile)
        }
        var table = TextTable([.left("sequences"), .right("validation"), .right("exact copies")])
        for (name, kind) in zip(session.task.kinds, result.score.kinds) {
            table.add([
                name, Readable.count(kind.count), Readable.percent(Double(kind.exact) / Double(max(1, kind.count))),
            ])
        }
        try session.console.result(table)
        for number in shown {
            let source = session.validation[number]
            let copy = result.model.greedyCopies(of: Tensor(source, shape: [1, source.count]))[0]
            try session.console.result(
                "\(CopySymbol.text(of: source)) → \(CopySymbol.text(of: copy))\(copy == source ? "" : "  ✗")")
        }
        try session.console.summary(summary)
    }
}

/// Writes pictures under their names.
func draw(_ figures: [(name: String, figure: any Figure)], in folder: String) throws {
    for (name, figure) in figures { try figure.write(to: folder + "/" + name) }
}
