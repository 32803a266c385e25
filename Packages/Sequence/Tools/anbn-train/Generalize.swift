import ArgumentParser
import Core
import SequenceModels

/// The options that choose the network to test, and the largest n.
struct ReachOptions: ParsableArguments {
    @OptionGroup var trained: TrainedRunOption

    @Option(
        help: ArgumentHelp("Largest n to try. (default: 1000)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 100_000))
    var limit = 1_000
}

/// `anbn-train generalize`: finds the longest string that a trained network still counts correctly.
struct Generalize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find how far a trained network counts, and draw a figure.",
        discussion: """
            A network counts up to n if it predicts every determined position of all strings from 1 to n. The figure \
            is added to the run's figures; for a single file no figure is drawn.
            """)

    @OptionGroup(title: "Test") var test: ReachOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<Counting>(run: test.trained.name)
        let (experiment, figures) = (stored.experiment, stored.experiment.figures(of: stored.model))
        ComputeContext.threads = experiment.threads
        let reach = CountingReach(of: stored.model, limit: test.limit)
        if let run = stored.run {
            try AtomicFile.createFolder(run.figureFolder)
            try figures.reach(reach, trained: experiment.maxN).write(to: "\(run.figureFolder)/generalization")
        }
        var table = TextTable([.right("n"), .right("squared error"), .right("right"), .right("of")])
        for (index, score) in reach.scores.enumerated()
        where index < 2 || index >= reach.longest - 2 || index == experiment.maxN - 1 {
            table.add([
                "\(index + 1)", Readable.loss(score.squaredError), "\(score.positions - score.wrong)",
                "\(score.positions)",
            ])
        }
        try console.result(table)
        let isLimit = reach.longest == test.limit ? ", the largest tried" : ""
        try console.result(
            "\(figures.title): counts up to n = \(reach.longest)\(isLimit); trained up to \(experiment.maxN)")
        guard console.isJSON else { return }
        var summary = stored.summary(dataset: experiment.language)
        summary.extra["longest_n"] = .integer(reach.longest)
        summary.extra["trained_n"] = .integer(experiment.maxN)
        summary.extra["squared_errors"] = .array(reach.scores.map { .number($0.squaredError) })
        try console.summary(summary)
    }
}
