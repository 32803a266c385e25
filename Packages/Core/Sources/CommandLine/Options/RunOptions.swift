import ArgumentParser
import Training

/// The options for validation, repetition and storage of a training, in every tool that trains.
public struct RunOptions<Options: ExperimentOptions>: ParsableArguments {
    /// The validation share; nil where it was not given.
    @Option(
        help: ArgumentHelp(
            "Share of the training examples that chooses the best epoch; the test examples are then used only once, "
                + "at the end. (default: \(Options.defaultValidation))", valueName: "share"),
        transform: OptionValue.number(in: 0...0.9))
    public var validation: Double?

    /// Epochs to wait; nil where it was not given.
    @Option(
        help: ArgumentHelp(
            "Epochs without a better validation after which training ends; 0 for never. "
                + "(default: \(Options.shown { String($0.recipe.patience ?? 0) }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: Recipe.mostCount))
    public var patience: Int?

    /// The total number of trainings; nil where it was not given.
    @Option(
        help: ArgumentHelp(
            "Total number of trainings, with one seed after the other, for mean and standard deviation. (default: 1)",
            valueName: "n"), transform: OptionValue.wholeNumber(atMost: 10_000))
    public var runs: Int?

    /// Steps from one report to the next, 0 for none; nil where it was not given.
    @Option(
        help: ArgumentHelp(
            "Report the mean loss of every n \(Options.E.lengthUnit.stepName)s, also within epochs: as a line, in "
                + "steps.csv and as a curve; 0 for none. (default: 0)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: Recipe.mostCount))
    public var logEvery: Int?

    /// Nil where it was not given.
    @Option(
        help: ArgumentHelp("Seed of all random numbers. (default: \(Options.standard.seed))", valueName: "n"),
        transform: OptionValue.seed)
    public var seed: UInt64?

    /// Nil where it was not given.
    @Option(
        help: ArgumentHelp("Number of threads. (default: \(Options.defaultThreads))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 4_096))
    public var threads: Int?

    /// The number of shards; nil where it was not given.
    @Option(
        help: ArgumentHelp(
            "Divide every batch into n shards: the result is then the same on any number of threads and of ranks under "
                + "mpirun, and another than without shards. (default: 8 on several ranks, otherwise none)",
            valueName: "n"), transform: OptionValue.wholeNumber(atMost: Recipe.mostShards))
    public var shards: Int?

    /// Whether batch normalization sees all shards.
    @Flag(
        name: .customLong("sync-batchnorm"),
        help: "Normalize a batch by all of its shards together, instead of each shard by itself; slower.")
    public var syncBatchNorm = false

    /// The given name or folder; nil for a new one, or the latest.
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Name or folder of the run. (default: a new one under runs/)", valueName: "name"),
        transform: OptionValue.runName)
    public var name: String?

    /// The part of the trainings that this process does.
    @OptionGroup public var parts: PartOption

    /// Whether a run continues.
    @Flag(help: "Continue from the last checkpoint of --run, otherwise of the latest run.")
    public var resume = false

    /// Whether to take only one step.
    @Flag(help: "Read the data, take one \(Options.E.lengthUnit.stepName), report it and stop.")
    public var dryRun = false

    public init() {}

    /// The value of `--log-every`: some steps, or none; nil where it is not given.
    public var loggedSteps: Int?? { logEvery.map { $0 == 0 ? nil : $0 } }

    /// Whether the command continues a run: with `--resume`, or where another part has begun it.
    func continues(_ tool: String) throws -> Bool { try parts.continues(name, tool, resume: resume) }

    /// Applies the options that are given.
    public func apply<E: Experiment>(to experiment: inout E) {
        experiment.validation = validation.map { $0 == 0 ? nil : $0 } ?? experiment.validation
        experiment.recipe.patience = patience ?? experiment.recipe.patience
        experiment.seed = seed ?? experiment.seed
        experiment.threads = threads ?? experiment.threads
        experiment.recipe.shards = shards ?? experiment.recipe.shards
        if syncBatchNorm { experiment.recipe.syncBatchNorm = true }
    }
}
