import ArgumentParser
import Files
import Foundations
import Training

/// Which runs are compared, and where to.
public struct CompareOptions<E: Experiment>: ParsableArguments {
    /// Names or folders; none for all.
    @Argument(
        help: ArgumentHelp(
            "Runs, by name or folder. (default: all finished ones in runs/\(E.tool))", valueName: "run"),
        transform: OptionValue.runName)
    public var runs: [String] = []

    /// Where the comparison is written.
    @Option(
        name: .customLong("output"),
        help: ArgumentHelp(
            "Folder of the table and the figure. (default: runs/\(E.tool)-comparison)", valueName: "folder"))
    public var folder: String?

    public init() {}

    /// - Throws: `ToolError` where there is nothing to compare.
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
                The table has the settings that differ, and what each training came to; comparison.csv and \
                figures/comparison.png are written, too.
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
