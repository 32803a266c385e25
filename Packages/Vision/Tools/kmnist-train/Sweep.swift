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

            A value that is chosen by its test accuracy says nothing of new data: with --validation the table has an \
            accuracy to choose by, too.
            """)

    @OptionGroup(title: "Model") var model: ModelOption

    @Option(
        help: ArgumentHelp("Widths of the hidden layer.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 100_000))
    var hidden: [Int]?

    @Option(
        name: .customLong("lr"), help: ArgumentHelp("Learning rates.", valueName: "rate,rate,…"),
        transform: OptionValue.learningRates)
    var learningRates: [Double]?

    @Option(
        help: ArgumentHelp("Examples in a step.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: Recipe.mostCount))
    var batchSize: [Int]?

    @Option(
        help: ArgumentHelp(
            "Passes over the training data. (default: \(KMNISTOptions.shown { String($0.recipe.epochs ?? 0) }))",
            valueName: "n"), transform: OptionValue.trainingCount)
    var epochs: Int?

    @Option(
        help: ArgumentHelp("Train on the first n examples only. (default: dnn 10,000, else all)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var trainingExamples: Int?

    @OptionGroup(title: "Data") var data: DataOptions<CharacterSets>
    @OptionGroup(title: "Run") var runOptions: RunOptions<KMNISTOptions>
    @OptionGroup(title: "Output") var output: OutputOptions

    private static let folder = "kmnist-train-sweep"
    private static let kind = "sweep"

    func run() throws {
        Interruption.install()
        let console = output.console()
        if runOptions.resume { try resume(console) } else { try begin(console) }
    }

    // MARK: - A sweep that begins

    private func begin(_ console: Console) throws {
        guard let list else { throw ToolError.usage("a sweep takes one list: --hidden, --lr or --batch-size") }
        var experiment = KMNISTExperiment()
        if let name = model.name { try experiment.choose(name) }
        // The published sweep of `dnn` shows it 10,000 examples at each width.
        if experiment.model == "dnn" { experiment.trainingExamples = 10_000 }
        try apply(to: &experiment)
        if list.setting == .hidden, experiment.hidden == nil {
            throw ToolError.usage("--hidden: model '\(experiment.model)' has no hidden layer to widen")
        }
        let data = try experiment.readData(console)
        try experiment.adopt(data)
        let members = list.setting.members(of: experiment, list.values, runs: runOptions.runs ?? 1)
        if runOptions.dryRun { return try performDryRun(members, data, console) }
        let (folder, lock) = try RunFolder.begin(runOptions.name, tool: Self.folder)
        try withExtendedLifetime(lock) { try train(members, in: folder, console) }
    }

    /// The option that is given as a list; nil where it is not exactly one.
    private var list: (setting: SweptSetting, values: [Double])? {
        let lists: [(setting: SweptSetting, values: [Double]?)] = [
            (.hidden, hidden?.map(Double.init)), (.learningRate, learningRates),
            (.batchSize, batchSize?.map(Double.init)),
        ]
        let given = lists.compactMap { list in list.values.map { (list.setting, $0.withoutRepeats) } }
        return given.count == 1 ? given[0] : nil
    }

    private func apply(to experiment: inout KMNISTExperiment) throws(ToolError) {
        if let name = model.name { try experiment.choose(name) }
        experiment.take(data)
        experiment.trainingExamples = trainingExamples ?? experiment.trainingExamples
        experiment.recipe.epochs = epochs ?? experiment.recipe.epochs
        runOptions.apply(to: &experiment)
    }

    // MARK: - A sweep that continues

    private func resume(_ console: Console) throws {
        guard let folder = runOptions.name.map({ RunFolder.named($0, tool: Self.folder) }) ?? .latest(of: Self.folder)
        else { throw ToolError.noInput("no run in runs/\(Self.folder) to continue") }
        let file = try SeriesFile<KMNISTExperiment>(in: folder, kind: Self.kind)
        guard let plan = SweptSetting.plan(of: file.members) else {
            throw ToolError.badData("\(folder.configurationFile): contains no trainings")
        }
        if hidden != nil || learningRates != nil || batchSize != nil, list?.setting != plan.setting {
            throw ToolError.usage(
                "--resume continues with the sweep's own settings: it varies --\(plan.setting.rawValue)")
        }
        let experiment = try continued(file.members[0].experiment)
        let data = try experiment.readData(console)
        var adopted = experiment
        try adopted.adopt(data)
        guard adopted == experiment else {
            throw ToolError.badData("\(experiment.datasetName) is no longer what \(folder.path) was begun with")
        }
        let members = plan.setting.members(
            of: experiment, list?.values ?? plan.values, runs: runOptions.runs ?? plan.runs)
        if runOptions.dryRun { return try performDryRun(members, data, console) }
        let lock = try folder.lock()
        try withExtendedLifetime(lock) { try train(members, in: folder, console) }
    }

    /// The sweep's experiment with what may change: its length, and where its data are.
    private func continued(_ stored: KMNISTExperiment) throws -> KMNISTExperiment {
        var asked = stored
        try apply(to: &asked)
        var allowed = stored
        allowed.takeContinuation(of: asked)
        (allowed.recipe.epochs, allowed.recipe.patience) = (asked.recipe.epochs, asked.recipe.patience)
        allowed.threads = asked.threads
        guard allowed == asked else {
            let changes = SettingDifference.between(allowed, asked)
            throw ToolError.usage(
                "--resume continues with the sweep's own settings; " + changes.joined(separator: ", "))
        }
        return asked
    }

    // MARK: - Both

    private func performDryRun(_ members: [SweptSetting.Member], _ data: ClassifierData, _ console: Console) throws {
        try TrainingRun(members[0].experiment, data, in: nil, console: console).performDryRun()
    }

    private func train(_ members: [SweptSetting.Member], in folder: RunFolder, _ console: Console) throws {
        for member in members { try member.experiment.checkAll() }
        try folder.write(SeriesFile(kind: Self.kind, members), to: folder.configurationFile)
        let series = ExperimentSeries(
            members, in: folder,
            continuedBy: "kmnist-train sweep --resume --run \(ShellWord.quoted(folder.path))", console: console)
        let results = try series.train()
        guard let plan = SweptSetting.plan(of: members) else { return }
        let report = SweepReport(plan.setting, results, in: folder)
        try report.write()
        try console.result(report.table)
        try console.summary(report.summary)
    }
}

extension OptionValue {
    /// Learning rates, separated by commas.
    static let learningRates: Parser<[Double]> = parser(of: "numbers above 0, at most 1e38, separated by commas") {
        let rates = $0.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
        return rates.count == $0.count { $0 == "," } + 1 && rates.allSatisfy(Recipe.rates.contains) ? rates : nil
    }
}
