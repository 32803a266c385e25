import Foundations
import Training

/// Several trainings that differ in one setting, as `--compare` names them: one resumable series, with all results in
/// one table and one figure.
public protocol ExperimentComparison {
    associatedtype Options: ExperimentOptions
    typealias E = Options.E

    /// Its name for `--compare`.
    var name: String { get }

    /// Checks that no option sets what the comparison itself chooses.
    ///
    /// - Throws: `ToolError` where one does.
    func check(_ command: TrainCommand<Options>) throws
    /// The requested trainings, each with the facts of its data.
    func members(_ command: TrainCommand<Options>) throws -> [ExperimentSeries<E>.Member]
    /// The comparison that began with these trainings; nil where it is not of this kind.
    ///
    /// - Throws: `ToolError` where an option requests other trainings.
    func continuing(_ members: [ExperimentSeries<E>.Member], _ command: TrainCommand<Options>) throws -> Self?
    /// The results of the trainings: figures and files of the comparison, lines, and members of its summary.
    func report(_ results: [ExperimentSeries<E>.Result], of series: ExperimentSeries<E>) throws -> Report
}

extension ExperimentComparison {
    /// The name of the folder for the tool's comparisons.
    public static var tool: String { "\(E.tool)-compare" }

    /// The description of the comparison in its folder.
    private var kind: String { "comparison of \(name)" }

    /// Trains one after the other, or continues an earlier comparison; draws and prints the results.
    ///
    /// - Throws: as ``TrainCommand/run()`` does.
    public func run(_ command: TrainCommand<Options>) throws {
        Interruption.install()
        guard command.runOptions.runs == nil else {
            throw ToolError.usage("--compare trains each model once, so --runs cannot be given")
        }
        try check(command)
        _ = try command.measureOptions.measures()
        try command.watch.check()
        let console = command.output.console()
        let part = command.runOptions.parts.part
        try Ranks.begin(console, threads: command.runOptions.threads, command.runOptions.parts.given)
        if try command.runOptions.continues(Self.tool) {
            let folder = try Ranks.together { try folderToContinue(command) }
            let (comparison, members) = try Ranks.together { try stored(in: folder, command) }
            if command.runOptions.dryRun { return try dryRun(members, console) }
            let (_, lock) = try Ranks.folder { (folder, try folder.lock(part)) }
            return try command.holding(lock, of: folder, console) {
                try comparison.train(members, in: folder, command, console)
            }
        }
        let members = try Ranks.together { try self.members(command) }
        if command.runOptions.dryRun { return try dryRun(members, console) }
        let (folder, lock) = try Ranks.folder {
            try RunFolder.begin(command.runOptions.name, tool: Self.tool, part)
        }
        try command.holding(lock, of: folder, console) { try train(members, in: folder, command, console) }
    }

    private func folderToContinue(_ command: TrainCommand<Options>) throws(ToolError) -> RunFolder {
        if let name = command.runOptions.name { return .named(name, tool: Self.tool) }
        if let latest = RunFolder.latest(of: Self.tool) { return latest }
        throw .noInput("no run in runs/\(Self.tool) to continue")
    }

    /// The trainings that began in a folder, with the allowed changes.
    private func stored(
        in folder: RunFolder, _ command: TrainCommand<Options>
    ) throws -> (comparison: Self, members: [ExperimentSeries<E>.Member]) {
        let stored = try SeriesFile<E>(in: folder, kind: kind).members
        guard let comparison = try continuing(stored, command) else {
            throw ToolError.badData("\(folder.path): contains no \(kind)")
        }
        let members = try stored.map { member in
            let quiet = Console(isQuiet: true)
            let (experiment, _) = try command.prepared(continuing: member.experiment, in: folder, quiet)
            return ExperimentSeries<E>.Member(name: member.name, title: member.title, experiment: experiment)
        }
        return (comparison, members)
    }

    /// A step of the first training.
    private func dryRun(_ members: [ExperimentSeries<E>.Member], _ console: Console) throws {
        guard let experiment = members.first?.experiment else { return }
        let data = try experiment.readData(Console(isQuiet: true))
        try TrainingRun(experiment, data, in: nil, console: console).performDryRun()
    }

    private func train(
        _ members: [ExperimentSeries<E>.Member], in folder: RunFolder, _ command: TrainCommand<Options>,
        _ console: Console
    ) throws {
        if Ranks.isFirst { try folder.write(SeriesFile(kind: kind, members), to: folder.configurationFile) }
        var series = ExperimentSeries(
            members, in: folder,
            continuedBy: "\(E.tool) --compare \(name) --resume --run \(ShellWord.quoted(folder.path))", console: console
        )
        series.logEvery = command.runOptions.loggedSteps ?? nil
        series.measures = try command.measureOptions.measures()
        series.part = command.runOptions.parts.part
        guard let results = try series.train() else {
            return try command.runOptions.parts.report(folder, "\(E.tool) --compare \(name)", console)
        }
        let report = try report(results, of: series)
        var summary = summary(of: results, in: folder)
        try folder.write(report, &summary)
        try command.page.write(folder, console)
        try console.result(report.lines)
        try console.summary(summary)
    }

    private func summary(of results: [ExperimentSeries<E>.Result], in folder: RunFolder) -> RunSummary {
        var summary = RunSummary(tool: E.tool)
        let experiments = results.map(\.member.experiment)
        if let experiment = experiments.first {
            (summary.dataset, summary.seed, summary.threads) = (
                experiment.datasetName, experiment.seed, experiment.threads
            )
            // The settings that differ are in the table.
            if experiments.allSatisfy({ $0.modelName == experiment.modelName }) {
                summary.model = experiment.modelName
                summary.parameters = results[0].wholeNumber("parameters")
            }
        }
        summary.run = folder.path
        summary.seconds = results.reduce(0) { $0 + ($1.number("seconds") ?? 0) }
        summary.energy = EnergyTotal(of: results.map(\.summary))
        summary.extra["comparison"] = .string(name)
        summary.extra["trainings"] = .array(
            results.map { result in
                var row = result.summary
                row["training"] = .string(result.member.title)
                return .object(row)
            })
        return summary
    }
}
