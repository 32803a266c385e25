import ArgumentParser
import Core
import FoundationEssentials
import Workshop

struct Reproduce: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the classic experiments and compare with their references.",
        discussion: """
            Each experiment is one or two commands of its tool, with a run of its own in the folder. Finished ones are \
            not run again, and interrupted ones continue. Results, references and verdicts are on the page index.html, \
            and in results.md and results.json. A name is an experiment, a group (\(groups)), a tool, or the beginning of names. \
            --quick takes minutes and needs no data; the full reproduction takes hours, uses the data sets that are \
            here, and says what it skips.

            The exit code is 0 if every experiment ran, whatever its verdict, otherwise that of the first failure.

            kumiki reproduce --quick
            kumiki reproduce --list
            kumiki reproduce gnn kmnist-conv --data ~/sets
            """)

    private static var groups: String { ((try? ExperimentTable.builtIn())?.groups ?? []).joined(separator: ", ") }

    @Argument(help: ArgumentHelp("Experiments. (default: all)", valueName: "name"))
    var names: [String] = []

    @OptionGroup(title: "Experiments") var options: ReproduceOptions
    @OptionGroup(title: "Data") var place: FolderOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let table =
            try options.table.map { path throws(FileError) in try ExperimentTable(reading: path) }
            ?? ExperimentTable.builtIn()
        let chosen = try table.chosen(by: names)
        let reproduction = Reproduction(
            table, in: RunFolder(options.folder), isQuick: options.quick, data: place.data,
            shelf: ToolShelf(in: ToolShelf.folders()), catalog: try Catalog.builtIn())
        if options.list || options.dryRun { return try show(chosen, reproduction, console) }
        Interruption.install()
        let records = try reproduction.run(
            chosen, fresh: options.fresh, continuedBy: command, on: console
        ) { try ReproductionReport($0, isQuick: options.quick).write(in: reproduction.folder) }
        let report = ReproductionReport(records, isQuick: options.quick)
        try report.write(in: reproduction.folder)
        console.clearLiveLine()
        let own = records.filter { record in chosen.contains { $0.name == record.experiment.name } }
        try console.result(report.table(of: own))
        try console.result(report.explanation)
        try console.result(report.total)
        try console.result("page: \(options.folder)/index.html")
        if console.isJSON { try console.summary(report.summary) }
        if let failed = own.first(where: { $0.state == .failed }) { throw ExitCode(Int32(failed.code ?? 70)) }
    }

    /// The command that continues after Ctrl-C.
    private var command: String {
        let words = ["kumiki", "reproduce"] + names.map(ShellWord.quoted) + (options.quick ? ["--quick"] : [])
        let chosen = [("--output", options.output), ("--data", place.data), ("--table", options.table)].compactMap {
            name, value in
            value.map { "\(name) \(ShellWord.quoted($0))" }
        }
        return (words + chosen).joined(separator: " ")
    }

    /// The table of experiments, or what would be run.
    private func show(
        _ chosen: [ClassicExperiment], _ reproduction: Reproduction, _ console: Console
    ) throws {
        let known = try reproduction.records()
        let records = known.filter { record in chosen.contains { $0.name == record.experiment.name } }
        let (report, isList) = (ReproductionReport(records, isQuick: options.quick), options.list)
        if isList { try console.result(report.list) } else { try console.result(report.plan) }
        guard console.isJSON else { return }
        try console.summary(report.summary)
    }
}

/// The options of `kumiki reproduce`.
struct ReproduceOptions: ParsableArguments {
    @Flag(help: "Small trainings on built-in data, compared with Kumiki's own earlier results.")
    var quick = false

    @Option(
        help: ArgumentHelp(
            "Folder for runs and results. (default: runs/reproduce, with --quick runs/reproduce-quick)",
            valueName: "folder"), completion: .directory,
        transform: OptionValue.parser(of: "a folder") { $0.isEmpty ? nil : $0 })
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Table of experiments instead of the built-in one, in the form of experiments.json.", valueName: "file"),
        completion: .file())
    var table: String?

    @Flag(help: "Run finished and begun experiments again from the start.")
    var fresh = false

    @Flag(help: "List the experiments with their references, and run nothing.")
    var list = false

    @Flag(help: "Show what would be run and skipped, and run nothing.")
    var dryRun = false

    var folder: String { output ?? (quick ? "runs/reproduce-quick" : "runs/reproduce") }
}
