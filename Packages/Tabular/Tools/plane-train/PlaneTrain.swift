import ArgumentParser
import CommandLineSupport
import Core
import TabularModels

@main
struct PlaneTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "plane-train", abstract: "Teach a tiny network points of the plane, and see what each hidden unit sees.",
        discussion: """
            Every hidden unit divides the plane by a line; the output weighs their sides against each other. The task is one \
            of \(PlaneTask.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")), or a CSV file with columns \
            x, y and class. Tables go to standard output; the pictures lie in the run's figures/.

            plane-train                              learn the grid with five hidden units
            plane-train --given                      the hand-made network of steps that solves it
            plane-train --task spirals --animate     two hidden layers, and a film strip of their training
            plane-train --task points.csv --hidden 6
            """)

    @OptionGroup(title: "Task and network") var plane: PlaneOptions
    @OptionGroup(title: "Training") var options: TrainingOptions<PlaneDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    @Flag(help: "Draw a film strip of the plane over training, too.")
    var animate = false

    func validate() throws {
        guard plane.given else { return }
        let meaningless: [(String, Bool)] = [
            ("--epochs", options.epochs != nil), ("--batch-size", options.batchSize != nil),
            ("--lr", options.learningRate != nil), ("--optimizer", options.optimizer != nil),
            ("--resume", options.resume), ("--dry-run", options.dryRun), ("--animate", animate),
        ]
        if let (name, _) = meaningless.first(where: \.1) {
            throw ToolError.usage("--given trains nothing, so that \(name) says nothing")
        }
    }

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try dryRun(session) }
        if options.resume {
            try session.run.prepareToGoOn()
        } else {
            try session.run.create(hasCheckpoints: !session.configuration.isGiven)
        }
        try session.run.write(session.configuration, to: session.run.configurationFile)
        console.note(
            "\(session.title): \(session.problem.training.count) points to learn, \(session.problem.test.count) to test, "
                + "\(session.training.network.parameterCount) parameters, run \(session.run.path)")
        let result = session.configuration.isGiven ? session.given : try session.train(resuming: options.resume)
        try Report(session: session, result: result).write(animating: animate)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> TrainingSession {
        try TrainingSession(plane.configuration(options), run: RunConfiguration.begun(by: options), console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> TrainingSession {
        let (run, configuration) = try RunConfiguration.resumed(by: options, refusing: plane.options)
        guard !configuration.isGiven else {
            throw ToolError.usage(
                "\(run.path): the hand-made network is not trained, so there is nothing to go on with")
        }
        return try TrainingSession(configuration, run: run, console: console)
    }

    private func dryRun(_ session: TrainingSession) throws {
        let size = min(session.configuration.recipe.batchSize, session.problem.training.count)
        try session.console.dryRun(
            "\(session.title), one step of \(size) points", loss: session.dryRun(), session.summary(of: nil))
    }
}

/// What `--help` says of the defaults.
enum PlaneDefaults: OptionDefaults {
    static let threads = "1, for these networks are too small to share"
    static let optimizers = OptimizerEntry.all.map(\.name)
    static var epochs: String { of { "\($0.epochs)" } }
    static var batchSize: String { of { "\($0.batchSize)" } }
    static var learningRate: String { of { Readable.shortest($0.learningRate) } }
    static var optimizer: String { of { $0.optimizer } }
    static var hidden: String { of { $0.hidden.map(String.init).joined(separator: ",") } }
    static var activation: String { of { $0.activation.rawValue } }
    static var enough: String { of { Readable.shortest($0.enough) } }
    static var restart: String { of { "\($0.restartInterval)" } }

    private static func of(_ value: (PlaneRecipe) -> String) -> String {
        let recipes = PlaneTask.all.map { ($0.name, $0.recipe) } + [("a file", PlaneRecipe.file)]
        return perEntry(recipes, name: \.0) { value($0.1) }
    }
}
