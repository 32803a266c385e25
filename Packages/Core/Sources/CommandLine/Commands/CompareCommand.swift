import ArgumentParser
import Files
import Foundations
import Training

/// The options that choose the runs and the output.
public struct CompareOptions<E: Experiment>: ParsableArguments {
    /// Names or folders; none for all.
    @Argument(
        help: ArgumentHelp(
            "Runs, by name or folder. (default: all finished ones in runs/\(E.tool))", valueName: "run"),
        transform: OptionValue.runName)
    public var runs: [String] = []

    /// The folder for the comparison.
    @Option(
        name: .customLong("output"),
        help: ArgumentHelp(
            "Folder for the table and the figure. (default: runs/\(E.tool)-comparison)", valueName: "folder"))
    public var folder: String?

    public init() {}

    /// - Throws: `ToolError` where there are fewer than two runs.
    var chosen: [RunFolder] {
        get throws(ToolError) {
            if runs.isEmpty {
                let finished = RunFolder.all(of: E.tool).filter(\.isFinished)
                guard finished.count > 1 else {
                    let found = Readable.count(finished.count, "finished run")
                    throw .noInput("\(found) in runs/\(E.tool): expected two or more to compare")
                }
                return finished
            }
            guard runs.count > 1 else { throw .usage("compare takes two or more runs") }
            return runs.map { RunFolder.named($0, tool: E.tool) }
        }
    }
}

/// `compare`: finished runs in one table and one figure.
public struct CompareCommand<E: Experiment>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compare", abstract: "Compare finished runs in one table and one figure.",
            discussion: """
                The table has the settings that differ, and the results of each training. It also writes \
                comparison.csv and figures/comparison.png.
                """)
    }

    @OptionGroup(title: "Runs") public var options: CompareOptions<E>
    @OptionGroup(title: "Output") public var output: OutputOptions

    public init() {}

    public func run() throws {
        let console = output.console()
        let comparison = try RunComparison(of: E.self, options.chosen)
        let folder = RunFolder(options.folder ?? "runs/\(E.tool)-comparison")
        try AtomicFile.createFolder(folder.figureFolder)
        try AtomicFile.write(Array(comparison.csv.utf8), to: "\(folder.path)/comparison.csv")
        if let figure = comparison.figure { try figure.write(to: "\(folder.figureFolder)/comparison") }
        try console.result(comparison.table)
        try console.result("files: \(folder.path)")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: E.tool)
        summary.run = folder.path
        summary.extra["trainings"] = .array(
            comparison.entries.map { entry in
                var row = entry.summary
                row["name"] = .string(entry.name)
                return .object(row)
            })
        try console.summary(summary)
    }
}
