import ArgumentParser
import Foundations
import Training

/// `--part`, of commands that do several tasks.
public struct PartOption: ParsableArguments {
    /// The part of the tasks that this process does; nil where it was not given.
    @Option(
        name: .customLong("part"),
        help: ArgumentHelp(
            "Do only the i-th of N parts of several tasks, as each process of a Slurm array does. All parts have the "
                + "same --run; --resume without --part reports when all are done.", valueName: "i/N"),
        transform: OptionValue.parser(of: "a part such as 1/8", TaskPart.init))
    public var given: TaskPart?

    public init() {}

    /// The part of the tasks that this process does.
    public var part: TaskPart { given ?? .whole }

    /// Checks that a part of the tasks is one of several trainings.
    ///
    /// - Parameter runs: the total number of trainings.
    /// - Throws: `ToolError` where there is only one.
    public func requireTasks(_ runs: Int) throws(ToolError) {
        guard given != nil, runs == 1 else { return }
        throw .usage("--part: a single training has no parts; --runs asks for several")
    }

    /// Whether the command continues a run: with `--resume`, or where another part has begun it.
    ///
    /// - Parameters:
    ///   - name: the value of `--run`.
    ///   - tool: the folder of the runs, within `runs`.
    ///   - resume: whether `--resume` was given.
    /// - Throws: `ToolError` where the parts have no common folder.
    public func continues(_ name: String?, _ tool: String, resume: Bool) throws(ToolError) -> Bool {
        guard given != nil else { return resume }
        guard let name else { throw .usage("--part: all parts need the same folder, so --run must be given") }
        return resume || RunFolder.named(name, tool: tool).isBegun
    }

    /// Says that this process's part is done; only where no other rank reports.
    ///
    /// - Throws: `OutputFailure` where standard output cannot be written.
    public func report(_ folder: RunFolder, _ command: String, _ console: Console) throws {
        guard let given else { return }
        let resume = "\(command) --resume --run \(ShellWord.quoted(folder.path))"
        try console.result("part \(given.number) of \(given.count) is done; when all are: \(resume)")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: command)
        summary.run = folder.path
        summary.extra["part"] = .string("\(given.number)/\(given.count)")
        try console.summary(summary)
    }
}
