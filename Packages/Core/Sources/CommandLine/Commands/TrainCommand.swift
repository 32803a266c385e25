import ArgumentParser
import Engine
import Foundations
import Training

/// `train`: the only command that trains, for every experiment.
public struct TrainCommand<Options: ExperimentOptions>: ParsableCommand {
    public typealias E = Options.E

    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "train", abstract: Options.abstract)
    }

    @OptionGroup(title: Options.title) public var options: Options
    @OptionGroup(title: "Recipe") public var recipe: RecipeOptions<Options>
    @OptionGroup(title: "Run") public var runOptions: RunOptions<Options>
    @OptionGroup(title: "Output") public var page: PageOption
    @OptionGroup(title: "Output") public var watch: WatchOption
    @OptionGroup(title: "Output") public var measureOptions: MeasureOptions
    @OptionGroup(title: "Output") public var output: OutputOptions

    public init() {}

    public func run() throws {
        Interruption.install()
        let console = output.console()
        _ = try measureOptions.measures()
        try watch.check()
        if runOptions.resume { try resume(console) } else { try begin(console) }
    }

    // MARK: - A new run

    private func begin(_ console: Console) throws {
        let (experiment, data) = try prepared(Options.standard, console)
        if runOptions.dryRun { return try TrainingRun(experiment, data, in: nil, console: console).performDryRun() }
        let (folder, lock) = try RunFolder.begin(runOptions.name, tool: E.tool)
        try holding(lock, of: folder, console) {
            try train(
                RunConfigurationFile(experiment, runs: runOptions.runs ?? 1, logEvery: runOptions.loggedSteps ?? nil),
                data, in: folder, continuing: false, console)
        }
    }

    /// An experiment with the settings of the options, and its data, whose facts it has recorded.
    ///
    /// - Throws: `ToolError` where the options are invalid, and the errors of reading the data.
    public func prepared(_ standard: E, _ console: Console) throws -> (experiment: E, data: E.Data) {
        var experiment = standard
        try apply(to: &experiment)
        let data = try experiment.prepare(console)
        try experiment.requireValidation(data)
        // Problems with the model are reported before a folder is made.
        _ = try experiment.makeModel()
        return (experiment, data)
    }

    /// Applies all options, without checks.
    ///
    /// - Throws: `ToolError` where options contradict each other.
    public func apply(to experiment: inout E) throws {
        try options.apply(to: &experiment)
        try applyRecipe(to: &experiment)
    }

    private func applyRecipe(to experiment: inout E) throws {
        try recipe.apply(to: &experiment.recipe)
        runOptions.apply(to: &experiment)
    }

    // MARK: - A continued run

    private func resume(_ console: Console) throws {
        let (folder, begun) = try E.runToContinue(runOptions.name)
        let (experiment, data) = try prepared(continuing: begun.experiment, in: folder, console)
        if runOptions.dryRun { return try TrainingRun(experiment, data, in: nil, console: console).performDryRun() }
        let lock = try folder.lock()
        try holding(lock, of: folder, console) {
            try train(
                RunConfigurationFile(
                    experiment, runs: runOptions.runs ?? begun.runs, logEvery: runOptions.loggedSteps ?? begun.logEvery),
                data, in: folder, continuing: true, console)
        }
    }

    /// A stored experiment with the allowed changes, and its data.
    ///
    /// - Throws: `ToolError` where an option would change anything else, or the data differ from those of `folder`.
    public func prepared(
        continuing stored: E, in folder: RunFolder, _ console: Console
    ) throws -> (experiment: E, data: E.Data) {
        var experiment = try continued(stored, console)
        ComputeContext.threads = experiment.threads
        let data = try experiment.readData(console)
        try experiment.requireUnchanged(data, of: folder)
        // The same data may be in another place now.
        try experiment.adopt(data)
        try experiment.requireValidation(data)
        return (experiment, data)
    }

    /// The run's experiment with the allowed changes: its length, and the place of its data.
    ///
    /// - Throws: `ToolError` where an option would change anything else.
    private func continued(_ stored: E, _ console: Console) throws -> E {
        var asked = stored
        try options.apply(toContinued: &asked)
        try applyRecipe(to: &asked)
        try asked.checkOptions()
        asked.recipe.epochs = recipe.epochs ?? stored.recipe.epochs
        // --epochs gives the total number of epochs.
        asked.recipe.steps = recipe.steps ?? (recipe.epochs == nil ? stored.recipe.steps : nil)
        // A preset also sets the patience; a run keeps its own.
        asked.recipe.patience = runOptions.patience ?? stored.recipe.patience
        let allowed = stored.continued(as: asked)
        guard allowed == asked else {
            let changes = SettingDifference.between(allowed, asked)
            throw ToolError.usage("--resume continues with the run's own settings; " + changes.joined(separator: ", "))
        }
        let (old, new) = (stored.recipe, asked.recipe)
        let isLonger = old.epochs != new.epochs || (new.epochs == nil && old.steps != new.steps)
        if isLonger, let dependent = asked.dependentOnLength {
            console.warning(
                "\(dependent) follows the length of the whole training: with another length it jumps where the run "
                    + "continues")
        }
        return asked
    }

    // MARK: - Both

    private func holding(_ lock: RunLock, of folder: RunFolder, _ console: Console, _ body: () throws -> Void) throws {
        try withExtendedLifetime(lock) { try watch.showing(folder, console, body) }
    }

    private func train(
        _ settings: RunConfigurationFile<E>, _ data: E.Data, in folder: RunFolder, continuing: Bool, _ console: Console
    ) throws {
        var training = TrainingRun(settings.experiment, data, in: folder, console: console)
        (training.runs, training.logEvery) = (settings.runs, settings.logEvery)
        training.measures = try measureOptions.measures()
        var outcome = try training.perform(continuing: continuing)
        if settings.runs > 1 {
            outcome = try SeedRuns(
                first: outcome, count: settings.runs, logEvery: settings.logEvery, measures: training.measures,
                run: folder, console: console
            ).outcome()
        }
        try page.write(folder, console)
        try console.result(outcome.lines)
        try console.summary(outcome.summary)
    }
}
