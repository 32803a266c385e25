import ArgumentParser
import Training

/// How a training is judged, repeated and kept: the options of every tool that trains.
public struct RunOptions<Options: ExperimentOptions>: ParsableArguments {
    /// The share that is set aside; nil where none was given.
    @Option(
        help: ArgumentHelp(
            "Share of the training examples to choose the best epoch by; the test examples are then read once, at the "
                + "end. (default: \(Options.defaultValidation))", valueName: "share"),
        transform: OptionValue.number(in: 0...0.9))
    public var validation: Double?

    /// Epochs to wait; nil where none were given.
    @Option(
        help: ArgumentHelp(
            "Epochs without a better validation after which training ends; 0 for never. "
                + "(default: \(Options.shown { String($0.recipe.patience ?? 0) }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: Recipe.mostCount))
    public var patience: Int?

    /// Trainings in all; nil where none were given.
    @Option(
        help: ArgumentHelp(
            "Trainings in all, with one seed after the other, for mean and standard deviation. (default: 1)",
            valueName: "n"), transform: OptionValue.wholeNumber(atMost: 10_000))
    public var runs: Int?

    /// Steps from one report to the next, 0 for none; nil where none were given.
    @Option(
        help: ArgumentHelp(
            "Report the mean loss of every n \(Options.E.lengthUnit.stepName)s, within epochs, too: a line, steps.csv and a curve; 0 for none. "
                + "(default: 0)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: Recipe.mostCount))
    public var logEvery: Int?

    /// Nil where none was given.
    @Option(
        help: ArgumentHelp("Seed of all random numbers. (default: \(Options.standard.seed))", valueName: "n"),
        transform: OptionValue.seed)
    public var seed: UInt64?

    /// Nil where none were given.
    @Option(
        help: ArgumentHelp("Threads to compute with. (default: \(Options.defaultThreads))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 4_096))
    public var threads: Int?

    /// The name or folder that was given; nil for a new one, or the latest.
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Name or folder of the run. (default: a new one under runs/)", valueName: "name"),
        transform: OptionValue.runName)
    public var name: String?

    /// Whether a run continues.
    @Flag(help: "Continue from the last checkpoint of --run, or else of the latest run.")
    public var resume = false

    /// Whether one step is all.
    @Flag(help: "Read the data, take one \(Options.E.lengthUnit.stepName), report it and stop.")
    public var dryRun = false

    public init() {}

    /// What `--log-every` asks for: some steps, or none; nil where it is not given.
    public var loggedSteps: Int?? { logEvery.map { $0 == 0 ? nil : $0 } }

    /// Changes what was asked for.
    public func apply<E: Experiment>(to experiment: inout E) {
        experiment.validation = validation.map { $0 == 0 ? nil : $0 } ?? experiment.validation
        experiment.recipe.patience = patience ?? experiment.recipe.patience
        experiment.seed = seed ?? experiment.seed
        experiment.threads = threads ?? experiment.threads
    }
}
