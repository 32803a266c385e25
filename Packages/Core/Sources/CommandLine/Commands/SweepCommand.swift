import ArgumentParser
import Engine
import Foundations
import Training

/// `sweep`: trains the same model with several values of one or two options, and compares.
public struct SweepCommand<Options: SweepOptions>: SharedCommand {
    typealias E = Options.Training.E

    public static var configuration: CommandConfiguration {
        let lists = (Options.examples + ["--lr 0.1,0.01", "--batch-size 16,64", "--epochs 5,10"])
        return CommandConfiguration(
            commandName: "sweep", abstract: "Train with several values of one or two options and compare.",
            discussion: """
                One option is given as a list: \(lists.dropLast().joined(separator: ", ")) or \
                \(lists[lists.count - 1]). Prints a table and draws accuracy against the values. With two lists every \
                value of one is combined with every value of the other, and the figure is a heat map.

                The test accuracy of a value that was chosen by its test accuracy is too high: with --validation the \
                best value is chosen without the test examples.
                """)
    }

    @OptionGroup(title: Options.Training.title) public var options: Options
    @OptionGroup(title: "Recipe") public var recipe: RecipeLists<Options.Training>
    @OptionGroup(title: "Run") public var runOptions: RunOptions<Options.Training>
    @OptionGroup(title: "Output") public var page: PageOption
    @OptionGroup(title: "Output") public var watch: WatchOption
    @OptionGroup(title: "Output") public var measureOptions: MeasureOptions
    @OptionGroup(title: "Output") public var output: OutputOptions

    private static var folder: String { "\(E.tool)-sweep" }
    private static var kind: String { "sweep" }

    public init() {}

    public func run() throws {
        Interruption.install()
        let console = output.console()
        let measures = try measureOptions.measures()
        try watch.check()
        try Ranks.begin(console, threads: runOptions.threads, runOptions.parts.given)
        let begun = try runOptions.continues(Self.folder) ? try Ranks.together { try folderToContinue() } : nil
        let (plan, data) = try Ranks.together { try prepared(begun, console) }
        console.note(plan.description)
        if runOptions.dryRun {
            return try TrainingRun(plan.members[0].experiment, data, in: nil, console: console).performDryRun()
        }
        let (folder, lock) = try Ranks.folder {
            try begun.map { ($0, try $0.lock(runOptions.parts.part)) }
                ?? RunFolder.begin(runOptions.name, tool: Self.folder, runOptions.parts.part)
        }
        try withExtendedLifetime(lock) {
            try watch.showing(folder, console) { try train(plan, in: folder, measures, console) }
        }
    }

    /// The trainings of a new or a continued sweep, and the data.
    private func prepared(_ begun: RunFolder?, _ console: Console) throws -> (SweepPlan<E>, E.Data) {
        var plan = try begun.map(continued) ?? new()
        ComputeContext.threads = plan.experiment.threads
        // The first training reports what it reads.
        let data = try plan.experiment.readData(runOptions.dryRun ? console : Console(isQuiet: true))
        if let begun {
            try plan.experiment.requireUnchanged(data, of: begun)
        } else {
            try plan.experiment.adopt(data)
        }
        for member in plan.members {
            try member.experiment.checkOptions()
            // Problems with the model are reported before a folder is made.
            _ = try member.experiment.makeModel()
        }
        try plan.experiment.requireValidation(data)
        return (plan, data)
    }

    private func train(_ plan: SweepPlan<E>, in folder: RunFolder, _ measures: Measures, _ console: Console) throws {
        if Ranks.isFirst {
            try folder.write(SeriesFile(kind: Self.kind, plan.members), to: folder.configurationFile)
        }
        var series = ExperimentSeries(
            plan.members, in: folder, continuedBy: "\(E.tool) sweep --resume --run \(ShellWord.quoted(folder.path))",
            console: console)
        (series.logEvery, series.measures, series.keepsDiverged) = (runOptions.loggedSteps ?? nil, measures, true)
        series.part = runOptions.parts.part
        guard let results = try series.train() else {
            return try runOptions.parts.report(folder, "\(E.tool) sweep", console)
        }
        guard results.contains(where: { $0.summary["diverged"] == nil }) else {
            throw ToolError.badData("every training has diverged; a smaller --lr may help")
        }
        let report = SweepReport(plan, results, in: folder)
        try report.write()
        try page.write(folder, console)
        try console.result(report.lines)
        try console.summary(report.summary)
    }

    // MARK: - The trainings

    /// Every setting that can vary, with the given values.
    private var axes: [SweepAxis<E>] { options.axes + recipe.axes }

    /// The given options, as a message names them: "--lr and --batch-size".
    private static func list(_ axes: [SweepAxis<E>], _ conjunction: String) -> String {
        let names = axes.map(\.option)
        return (names.count < 3 ? [] : [names.dropLast(2).joined(separator: ", ") + ", "]).joined()
            + names.suffix(2).joined(separator: " \(conjunction) ")
    }

    /// The settings that vary: those with several values, or the first one with a single value.
    ///
    /// - Throws: `ToolError` where no list was given, or more than two.
    private func varied() throws(ToolError) -> [SweepAxis<E>] {
        let given = axes.filter { !$0.values.isEmpty }
        let several = given.filter { $0.values.count > 1 }
        guard several.count < 3 else {
            throw .usage("a sweep varies one or two options; \(Self.list(several, "and")) have several values")
        }
        guard !given.isEmpty else { throw .usage("a sweep needs a list of values: \(Self.list(axes, "or"))") }
        return several.isEmpty ? [given[0]] : several
    }

    private func apply(to experiment: inout E, except varied: [SweepAxis<E>]) throws {
        try options.apply(to: &experiment)
        try recipe.optimization.apply(to: &experiment.recipe)
        runOptions.apply(to: &experiment)
        for axis in axes where !varied.contains(where: { $0.setting.name == axis.setting.name }) {
            if let value = axis.values.first { axis.setting.set(&experiment, value) }
        }
    }

    private func new() throws -> SweepPlan<E> {
        let varied = try varied()
        var experiment = Options.Training.standard
        try apply(to: &experiment, except: varied)
        return SweepPlan(varied, runs: runOptions.runs ?? 1, of: experiment)
    }

    private func folderToContinue() throws(ToolError) -> RunFolder {
        if let name = runOptions.name { return .named(name, tool: Self.folder) }
        if let latest = RunFolder.latest(of: Self.folder) { return latest }
        throw .noInput("no run in runs/\(Self.folder) to continue")
    }

    /// The trainings of a continued sweep: its length, its values, and the place of its data may change.
    private func continued(_ folder: RunFolder) throws -> SweepPlan<E> {
        let members = try SeriesFile<E>(in: folder, kind: Self.kind).members
        guard var plan = SweepPlan(members, among: axes.map(\.setting)) else {
            throw ToolError.badData("\(folder.configurationFile): contains no trainings of a sweep")
        }
        let known = plan.axes
        if let other = axes.first(where: { axis in
            axis.values.count > 1 && !known.contains { $0.setting.name == axis.setting.name }
        }) {
            throw ToolError.usage(
                "--resume continues with the sweep's own settings: it varies \(Self.list(known, "and")), not "
                    + other.option)
        }
        plan.axes = known.map { old in
            axes.first { $0.setting.name == old.setting.name && !$0.values.isEmpty } ?? old
        }
        plan.runs = runOptions.runs ?? plan.runs
        var asked = plan.experiment
        try apply(to: &asked, except: known)
        // A preset also sets the values that vary, the length, and the patience; a sweep keeps its own.
        for axis in known { axis.setting.set(&asked, axis.setting.get(plan.experiment)) }
        let isLengthCommon = !known.contains { $0.setting.name == SweepSetting<E>.epochs.name }
        let stored = plan.experiment.recipe
        asked.recipe.epochs = (isLengthCommon ? recipe.epochs?.first : nil) ?? stored.epochs
        asked.recipe.steps = recipe.epochs == nil ? stored.steps : asked.recipe.steps
        asked.recipe.patience = runOptions.patience ?? stored.patience
        plan.experiment = plan.experiment.continued(as: asked)
        guard plan.experiment == asked else {
            let changes = SettingDifference.between(plan.experiment, asked).joined(separator: ", ")
            throw ToolError.usage("--resume continues with the sweep's own settings; \(changes)")
        }
        return plan
    }
}
