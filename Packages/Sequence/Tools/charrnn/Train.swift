import ArgumentParser
import CommandLineSupport
import Core
import Figures
import FoundationEssentials
import SequenceModels

/// `charrnn train`, the default: trains a model and keeps the run.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a model on a text (the default).")

    @OptionGroup(title: "Text and model") var characters: CharacterOptions
    @OptionGroup(title: "Training") var options: TrainingOptions<CharacterDefaults>

    @Option(
        help: ArgumentHelp(
            "Stop after so many steps in all; with --resume, --epochs alone lifts it. (default: the epochs' end)",
            valueName: "n"),
        transform: OptionValue.trainingCount)
    var steps: Int?

    @Option(
        help: ArgumentHelp(
            "Let the model write a sample every n steps. (default: twenty times in all)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var sampleEvery: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try dryRun(session) }
        if let folder = session.folder {
            if options.resume { try folder.prepareToGoOn() } else { try folder.create() }
            // A resumed run may go on for more epochs; whoever resumes it again is to find them.
            try folder.write(session.run, to: folder.configurationFile)
        }
        let recipe = session.run.recipe
        console.note(
            "\(session.text.name): \(Readable.count(session.training.count)) characters of "
                + "\(session.run.symbols.count) symbols; \(recipe.cell.rawValue) of \(recipe.hidden) units, "
                + "\(Readable.count(session.run.makeModel().parameterCount)) parameters; run "
                + (session.folder?.path ?? "not kept"))
        try session.report(try session.train(resuming: options.resume))
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> CharacterSession {
        let text = try CharacterRun.text(characters.texts, lowercasing: characters.lowercase)
        let recipe = characters.recipe(options)
        return try CharacterSession(
            CharacterRun(
                text, files: characters.texts, lowercase: characters.lowercase,
                validation: characters.validationShare, recipe: recipe, steps: steps, sampleEvery: sampleEvery,
                seed: options.seed ?? 0, threads: options.threads ?? recipe.threads(of: ComputeContext.threads)),
            text: text, folder: CharacterRun.begun(by: options), console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> CharacterSession {
        var (folder, run) = try CharacterRun.resumed(by: options, refusing: characters.given)
        // Whoever asks for epochs wants them all.
        run.steps = steps ?? (options.epochs == nil ? run.steps : nil)
        run.sampleEvery = sampleEvery ?? run.sampleEvery
        return try CharacterSession(run, text: run.readText(), folder: folder, console: console)
    }

    private func dryRun(_ session: CharacterSession) throws {
        try session.console.dryRun(
            "\(session.run.recipe.cell.rawValue) on \(session.text.name), one step", loss: session.dryRun(),
            session.summary)
    }
}
