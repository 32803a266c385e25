import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `kmnist-train sweep`: trains the same model with several values of one option.
struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train with several values of one option and compare.",
        discussion: """
            One of the options is given as a list: --hidden 50,100,200, --lr 0.1,0.01 or --batch-size 16,64. Prints a \
            table and draws accuracy against the values.

            The test accuracy of a value that was chosen by its test accuracy is too high: with --validation the table \
            has an accuracy to choose by.
            """)

    @OptionGroup(title: "Sweep") var options: SweepOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions<KMNISTOptions>
    @OptionGroup(title: "Output") var output: OutputOptions

    private static let folder = "kmnist-train-sweep"
    private static let kind = "sweep"

    func run() throws {
        Interruption.install()
        let console = output.console()
        let begun = runOptions.resume ? try folderToContinue() : nil
        var plan = try begun.map(continued) ?? new()
        let data = try plan.experiment.readData(console)
        if let begun {
            try plan.experiment.requireUnchanged(data, of: begun)
        } else {
            try plan.experiment.adopt(data)
        }
        for member in plan.members {
            do { try member.experiment.checkAll() } catch let error as SettingError { throw error.usage }
            // What the model cannot take is reported before a folder is made.
            _ = try member.experiment.makeModel()
        }
        try plan.experiment.requireValidation(data)
        if runOptions.dryRun {
            return try TrainingRun(plan.members[0].experiment, data, in: nil, console: console).performDryRun()
        }
        let (folder, lock) =
            try begun.map { ($0, try $0.lock()) } ?? RunFolder.begin(runOptions.name, tool: Self.folder)
        try withExtendedLifetime(lock) { try train(plan, in: folder, console) }
    }

    /// What a sweep that begins is to train.
    private func new() throws(ToolError) -> SweepPlan {
        let (setting, values) = try options.list()
        var experiment = KMNISTExperiment()
        if let name = options.model.name { try experiment.choose(name) }
        // The published sweep of `dnn` shows it 10,000 examples at each width.
        if experiment.model == "dnn" { experiment.trainingExamples = 10_000 }
        try options.apply(to: &experiment)
        runOptions.apply(to: &experiment)
        if setting == .hidden, experiment.hidden == nil {
            throw .usage("--hidden: model '\(experiment.model)' has no hidden layer to widen")
        }
        return SweepPlan(setting, values, runs: runOptions.runs ?? 1, of: experiment)
    }

    private func folderToContinue() throws(ToolError) -> RunFolder {
        if let name = runOptions.name { return .named(name, tool: Self.folder) }
        if let latest = RunFolder.latest(of: Self.folder) { return latest }
        throw .noInput("no run in runs/\(Self.folder) to continue")
    }

    /// What a sweep that continues trains: its length, its values, and where its data are may change.
    private func continued(_ folder: RunFolder) throws -> SweepPlan {
        let members = try SeriesFile<KMNISTExperiment>(in: folder, kind: Self.kind).members
        guard var plan = SweepPlan(members) else {
            throw ToolError.badData("\(folder.configurationFile): contains no trainings")
        }
        (plan.setting, plan.values) = try options.list(continuing: plan)
        plan.runs = runOptions.runs ?? plan.runs
        var asked = plan.experiment
        try options.apply(to: &asked)
        runOptions.apply(to: &asked)
        asked.recipe.steps = plan.experiment.recipe.steps
        plan.experiment = plan.experiment.continued(as: asked)
        guard plan.experiment == asked else {
            let changes = SettingDifference.between(plan.experiment, asked).joined(separator: ", ")
            throw ToolError.usage("--resume continues with the sweep's own settings; \(changes)")
        }
        return plan
    }

    private func train(_ plan: SweepPlan, in folder: RunFolder, _ console: Console) throws {
        try folder.write(SeriesFile(kind: Self.kind, plan.members), to: folder.configurationFile)
        var series = ExperimentSeries(
            plan.members, in: folder,
            continuedBy: "kmnist-train sweep --resume --run \(ShellWord.quoted(folder.path))", console: console)
        series.logEvery = runOptions.loggedSteps ?? nil
        let report = SweepReport(plan, try series.train(), in: folder)
        try report.write()
        try console.result(report.table)
        try console.summary(report.summary)
    }
}
