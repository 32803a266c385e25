import ArgumentParser
import CommandLineSupport
import Core
import SequenceModels

/// `anbn-train generalise`: finds the longest string that a trained network still counts right.
struct Generalise: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find how far a trained network counts, and draw it.",
        discussion: """
            n counts where every determined position is right in all strings from 1 to n. The picture lies among the \
            run's figures; of a single file none is drawn.
            """)

    @OptionGroup var trained: TrainedRunOption

    @Option(
        help: ArgumentHelp("Greatest n to try. (default: 1000)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 100_000))
    var limit = 1000

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredModel<RunConfiguration>(run: trained.name)
        ComputeContext.threads = stored.configuration.threads
        let trained = stored.configuration.recipe.longest
        let reach = CountingReach(of: stored.model, limit: limit)
        if let run = stored.run {
            try AtomicFile.createFolder(run.figureFolder)
            try RunFigures(run: run, configuration: stored.configuration).draw(reach)
        }
        var table = TextTable([.right("n"), .right("squared error"), .right("right"), .right("of")])
        for (index, score) in reach.scores.enumerated()
        where index < 2 || index >= reach.longest - 2 || index == trained - 1 {
            table.add([
                "\(index + 1)", Readable.loss(score.squaredError), "\(score.positions - score.wrong)",
                "\(score.positions)",
            ])
        }
        try console.result(table)
        let isLimit = reach.longest == limit ? ", the greatest tried" : ""
        try console.result(
            "\(try stored.configuration.title()): counts up to n = \(reach.longest)\(isLimit); trained up to \(trained)"
        )
        guard console.isJSON else { return }
        var summary = RunSummary(tool: RunConfiguration.toolName)
        summary.dataset = stored.configuration.language
        summary.model = stored.configuration.cell.rawValue
        summary.run = stored.run?.path ?? stored.source
        summary.extra["longest_n"] = .integer(reach.longest)
        summary.extra["trained_n"] = .integer(trained)
        summary.extra["squared_errors"] = .array(reach.scores.map { .number($0.squaredError) })
        try console.summary(summary)
    }
}
