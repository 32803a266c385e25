import ArgumentParser

/// The options of every tool that trains. The numbers are nil where the user gave none: the tool then takes its
/// model's own, or, when it resumes, those of the run.
public struct TrainingOptions<Defaults: OptionDefaults>: ParsableArguments {
    /// Passes over the training set; at least 1.
    @Option(
        help: ArgumentHelp("Passes over the training data. (default: \(Defaults.epochs))", valueName: "n"),
        transform: OptionValue.trainingCount)
    public var epochs: Int?

    /// Examples in a training step; at least 1.
    @Option(
        help: ArgumentHelp("Examples in a step. (default: \(Defaults.batchSize))", valueName: "n"),
        transform: OptionValue.trainingCount)
    public var batchSize: Int?

    /// The learning rate; finite and above 0.
    @Option(
        name: .customLong("lr"),
        help: ArgumentHelp("Learning rate. (default: \(Defaults.learningRate))", valueName: "rate"),
        transform: OptionValue.positiveNumber)
    public var learningRate: Double?

    /// The optimizer's name, one of `Defaults.optimizers` where those are listed.
    @Option(help: ArgumentHelp(Self.optimizerHelp, valueName: "name"))
    public var optimizer: String?

    /// The seed of all random streams.
    @Option(
        help: ArgumentHelp("Seed of all random numbers. (default: \(Defaults.seed))", valueName: "n"),
        transform: OptionValue.seed)
    public var seed: UInt64?

    /// Threads to compute with; at least 1.
    @Option(
        help: ArgumentHelp("Threads to compute with. (default: \(Defaults.threads))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 4096))
    public var threads: Int?

    /// The run's name or folder.
    @Option(
        help: ArgumentHelp("Name or folder of the run. (default: a new one under runs/)", valueName: "name"),
        transform: OptionValue.runName)
    public var run: String?

    /// Whether to go on from a run's last checkpoint.
    @Flag(help: "Go on from the last checkpoint of --run, or else of the latest run.")
    public var resume = false

    /// Whether to stop after one step.
    @Flag(help: "Build the model, read one batch, run one step, say so and stop.")
    public var dryRun = false

    public init() {}

    /// Checks the optimizer's name.
    ///
    /// - Throws: `ValidationError` with the nearest known name.
    public func validate() throws {
        try Self.check(optimizer, kind: "optimizer", known: Defaults.optimizers)
    }

    private static var optimizerHelp: String {
        let names = Defaults.optimizers
        let list = names.isEmpty ? "Optimizer." : "Optimizer: \(names.joined(separator: ", "))."
        return "\(list) (default: \(Defaults.optimizer))"
    }
}

extension ParsableArguments {
    /// Throws a `ValidationError` for a name that is none of the known, where these are listed.
    static func check(_ name: String?, kind: String, known: [String]) throws {
        guard let name, !known.isEmpty, !known.contains(name) else { return }
        throw ValidationError(Suggestions.message(unknown: name, kind: kind, known: known))
    }
}
