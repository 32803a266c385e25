import ArgumentParser
import CommandLineSupport
import Core
import FoundationEssentials
import SequenceModels

/// `anbn-train train`, the default: trains a network and shows how it counts.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a network (the default).")

    @OptionGroup(title: "Network") var counting: CountingOptions
    @OptionGroup(title: "Training") var options: TrainingOptions<CountingDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    @Option(
        name: .customLong("show-n"),
        help: ArgumentHelp("n of the string in the table and the figures. (default: 6)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1000))
    var shown = 6

    @Flag(help: "Draw a film strip of the hidden state over training, too.")
    var animate = false

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try dryRun(session) }
        if options.resume {
            try session.run.prepareToGoOn()
        } else {
            try session.run.create()
        }
        try session.run.write(session.configuration, to: session.run.configurationFile)
        describe(session)
        try report(session.train(resuming: options.resume), of: session)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> TrainingSession {
        return TrainingSession(
            configuration: try counting.configuration(options), run: RunConfiguration.begun(by: options),
            console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> TrainingSession {
        let (run, configuration) = try RunConfiguration.resumed(by: options, refusing: counting.given)
        return TrainingSession(configuration: configuration, run: run, console: console)
    }

    private func dryRun(_ session: TrainingSession) throws {
        let configuration = session.configuration
        try session.console.dryRun(
            "\(configuration.title()), one step of \(configuration.recipe.batchSize) strings", loss: session.dryRun(),
            RunSummary(
                tool: RunConfiguration.toolName, dataset: configuration.language, model: configuration.cell.rawValue,
                parameters: configuration.makeModel().parameterCount, seed: configuration.seed,
                threads: configuration.threads))
    }

    /// What is about to be trained.
    private func describe(_ session: TrainingSession) {
        let recipe = session.configuration.recipe
        session.console.note(
            "\((try? session.configuration.title()) ?? ""): \(recipe.hidden) hidden units, n from 1 to \(recipe.longest), "
                + "run \(session.run.path)")
    }

    private func report(_ result: TrainingSession.Result, of session: TrainingSession) throws {
        let run = session.run
        let summary = session.summary(of: result)
        try Checkpoint.saveWeights(of: result.network, configuration: session.configuration.text, to: run.modelFile)
        let figures = RunFigures(run: run, configuration: session.configuration)
        try figures.draw(result.network, log: result.log, shown: shown)
        if animate { try figures.drawFilmStrip(shown: shown) }
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: run.summaryFile)
        let reading = result.network.reading(result.network.language.string(shown))
        try session.console.result(readingTable(reading, language: result.network.language))
        try session.console.result(scoreLine(result.score, longest: session.configuration.recipe.longest))
        try session.console.summary(summary)
    }
}
