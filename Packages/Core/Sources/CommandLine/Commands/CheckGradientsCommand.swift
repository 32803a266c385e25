import ArgumentParser
import Training

/// The options of gradient checks.
public struct GradientCheckOptions: ParsableArguments {
    /// Examples of the batch.
    @Option(
        help: ArgumentHelp("Number of examples in the batch of the loss. (default: 3)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000))
    public var examples = 3

    /// Numbers of a parameter.
    @Option(
        help: ArgumentHelp("How many random numbers of each parameter to check. (default: 30)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000))
    public var entries = 30

    /// The largest error that passes.
    @Option(
        help: ArgumentHelp("Largest relative error. (default: 1e-06)", valueName: "x"),
        transform: OptionValue.positiveNumber)
    public var tolerance = 1e-6

    /// The seed of the initial weights.
    @Option(help: ArgumentHelp("Seed of the weights. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    public var seed: UInt64 = 0

    public init() {}
}

/// `check-gradients`: the gradients of an experiment's network against differences of its loss.
public struct CheckGradientsCommand<Options: ExperimentOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check-gradients", abstract: "Compare the network's gradients with differences of its loss.",
            discussion: GradientReport.explanation)
    }

    @OptionGroup(title: Options.title) public var options: Options
    @OptionGroup(title: "Check") public var check: GradientCheckOptions
    @OptionGroup(title: "Output") public var output: OutputOptions

    public init() {}

    public func run() throws {
        let console = output.console()
        var experiment = Options.standard
        try options.apply(to: &experiment)
        experiment.seed = check.seed
        let data = try experiment.prepare(console)
        var gradients = GradientCheck(experiment, data)
        (gradients.examples, gradients.entries) = (check.examples, check.entries)
        var report = GradientReport(tool: Options.E.tool, tolerance: check.tolerance)
        try report.add("\(experiment.modelName) on \(experiment.datasetName)", try gradients.rows(), on: console)
        try report.finish(on: console)
    }
}
