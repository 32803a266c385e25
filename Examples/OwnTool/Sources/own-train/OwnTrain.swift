import ArgumentParser
import Core

/// The options of the experiment; those of its recipe and run are Kumiki's.
struct RingOptions: ExperimentOptions {
    static let standard = RingLearning()

    @Option(
        help: ArgumentHelp("Bumps of the network. (default: \(standard.bumps))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000))
    var bumps: Int?

    @Option(
        help: ArgumentHelp("Training points. (default: \(standard.points))", valueName: "n"),
        transform: OptionValue.trainingCount)
    var points: Int?

    func apply(to experiment: inout RingLearning) {
        experiment.bumps = bumps ?? experiment.bumps
        experiment.points = points ?? experiment.points
    }
}

/// `own-train sweep --bumps 4,8,16`.
struct RingSweep: SweepOptions {
    typealias Training = RingOptions
    static let examples = ["--bumps 4,8,16"]

    @Option(
        help: ArgumentHelp("Bumps of the network.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 10_000))
    var bumps: [Int]?

    var axes: [SweepAxis<RingLearning>] {
        let setting = SweepSetting<RingLearning>(
            "bumps", words: "bumps", get: { Double($0.bumps) }, set: { $0.bumps = Int($1) })
        return [SweepAxis(setting, bumps?.map(Double.init) ?? [])]
    }

    func apply(to experiment: inout RingLearning) {}
}

/// `own-train evaluate`: tests a trained model.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Test a trained model.")

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let trained = try TrainedModel<RingLearning>(run: trained.name)
        let data = try trained.experiment.readData(console)
        guard let score = trained.experiment.score(trained.model, on: .test, of: data) else { return }
        var summary = trained.summary(dataset: trained.experiment.datasetName)
        (summary.testLoss, summary.testAccuracy) = (score.loss, score.accuracy)
        try console.result(score.lines(classNames: Rings.classNames))
        try console.summary(summary)
    }
}

@main
struct OwnTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        RingLearning.tool, abstract: "Train a custom network on points of three rings.",
        subcommands: [
            TrainCommand<RingOptions>.self, Evaluate.self, SweepCommand<RingSweep>.self,
            CompareCommand<RingLearning>.self, CheckGradientsCommand<RingOptions>.self,
        ], defaultSubcommand: TrainCommand<RingOptions>.self)
}
