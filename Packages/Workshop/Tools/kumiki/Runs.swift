import ArgumentParser
import Core
import FoundationEssentials
import Workshop

struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the runs below a folder in one table.",
        discussion: """
            A run is finished, training (a process trains it now), unfinished (no summary), damaged, newer (of a later \
            version of Kumiki) or foreign (of no tool of Kumiki). A series is one run.

            kumiki runs
            kumiki runs --tool kmnist-train --sort metric
            kumiki runs elsewhere/runs --json | jq '.runs[].path'
            """)

    @Argument(
        help: ArgumentHelp("Folder with runs. (default: runs)", valueName: "folder"), completion: .directory,
        transform: OptionValue.parser(of: "a folder") { $0.isEmpty ? nil : $0 })
    var folder: String?

    @OptionGroup(title: "Choice") var choice: ChoiceOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let (console, path) = (output.console(), folder ?? "runs")
        if folder == nil, !FileManager.default.fileExists(atPath: path) {
            throw ToolError.noInput("there is no folder runs here: train a model first, or name a folder")
        }
        var listing = try RunListing(path, metric: choice.metric)
        listing.keep(tool: choice.tool, dataset: choice.dataset)
        listing.sort(by: choice.sort, reversed: choice.reverse)
        if console.isJSON {
            var summary = RunSummary(tool: "kumiki")
            summary.extra["runs"] = .array(listing.runs.map(\.json))
            return try console.summary(summary)
        }
        if listing.runs.isEmpty {
            console.note("no runs\(choice.isEmpty ? "" : " of this kind") in \(path)")
        } else {
            try console.text(listing.table.lines.map { $0 + "\n" }.joined())
        }
        for run in listing.runs { if let problem = run.problem { console.note(problem) } }
    }
}

/// The options that choose runs and their order.
struct ChoiceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only runs of this tool.", valueName: "name"))
    var tool: String?

    @Option(help: ArgumentHelp("Only runs on this data set.", valueName: "name"))
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "Figure to show, a member of summary.json. (default: test accuracy or loss, then validation, then "
                + "training)", valueName: "name"))
    var metric: String?

    @Option(
        help: ArgumentHelp(
            "Order: \(RunListing.Order.allCases.map(\.rawValue).joined(separator: ", ")). (default: date, the latest "
                + "first)", valueName: "column"), transform: ChoiceOptions.order)
    var sort = RunListing.Order.date

    @Flag(help: "The other way round.")
    var reverse = false

    var isEmpty: Bool { tool == nil && dataset == nil }

    private static let order: OptionValue.Parser<RunListing.Order> = { text in
        guard let order = RunListing.Order(rawValue: text) else {
            throw ValidationError(
                Suggestions.message(unknown: text, kind: "column", known: RunListing.Order.allCases.map(\.rawValue)))
        }
        return order
    }
}
