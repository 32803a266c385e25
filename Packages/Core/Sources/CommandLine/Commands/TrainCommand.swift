import ArgumentParser
import Engine
import Foundations
import Training

/// `train`: the only command that trains, for every experiment.
public struct TrainCommand<Options: ExperimentOptions>: SharedCommand {
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
        try Ranks.begin(console, threads: runOptions.threads, runOptions.parts.given)
        if try runOptions.continues(E.tool) { try resume(console) } else { try begin(console) }
    }

    // MARK: - A new run

    private func begin(_ console: Console) throws {
        let (experiment, data) = try Ranks.together {
            try runOptions.parts.requireTasks(runOptions.runs ?? 1)
            let isDivided = Ranks.world.size > 1 && (runOptions.runs ?? 1) == 1
            return try prepared(Options.standard, console, shards: isDivided ? Self.usualShards : nil)
        }
        try Ranks.requireEqual(experiment, data)
        if runOptions.dryRun { return try TrainingRun(experiment, data, in: nil, console: console).performDryRun() }
        let (folder, lock) = try Ranks.folder {
            try RunFolder.begin(runOptions.name, tool: E.tool, runOptions.parts.part)
        }
        try holding(lock, of: folder, console) {
            try train(
                RunConfigurationFile(experiment, runs: runOptions.runs ?? 1, logEvery: runOptions.loggedSteps ?? nil),
                data, in: folder, continuing: false, console)
        }
    }

    /// An experiment with the settings of the options, and its data, whose facts it has recorded.
    ///
    /// - Parameters:
    ///   - standard: the experiment without options.
    ///   - console: where the reader reports.
    ///   - shards: the number of shards where no option gives one.
    /// - Throws: `ToolError` where the options are invalid, and the errors of reading the data.
    public func prepared(
        _ standard: E, _ console: Console, shards: Int? = nil
    ) throws -> (experiment: E, data: E.Data) {
        var experiment = standard
        try apply(to: &experiment)
        // After the options: another model has another recipe.
        if experiment.recipe.shards == nil, let shards {
            experiment.recipe.shards = shards
            if runOptions.threads == nil { experiment.threads = Ranks.threads }
        }
        let data = try experiment.prepare(console)
        try experiment.requireValidation(data)
        // Problems with the model are reported before a folder is made.
        try requireDivision(experiment, data, isAsked: runOptions.shards != nil || Ranks.world.size == 1)
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
        let ranks = Ranks.world.size
        guard runOptions.threads == nil else { return }
        // Several ranks share a host's cores, and shards use all of them.
        if experiment.recipe.shards != nil {
            experiment.threads = Ranks.threads
        } else if ranks > 1 {
            experiment.threads = min(experiment.threads, Ranks.threads)
        }
    }

    /// The number of shards where several ranks train together and none is given.
    private static var usualShards: Int { 8 }

    // MARK: - A continued run

    private func resume(_ console: Console) throws {
        let (folder, begun) = try Ranks.together { try E.runToContinue(runOptions.name) }
        let (experiment, data) = try Ranks.together {
            try runOptions.parts.requireTasks(runOptions.runs ?? begun.runs)
            if Ranks.world.size > 1, (runOptions.runs ?? begun.runs) == 1, begun.experiment.recipe.shards == nil {
                throw ToolError.usage(
                    "--resume: the run was begun without --shards, so only one process can continue it")
            }
            return try prepared(continuing: begun.experiment, in: folder, console)
        }
        try Ranks.requireEqual(experiment, data)
        if runOptions.dryRun { return try TrainingRun(experiment, data, in: nil, console: console).performDryRun() }
        let (_, lock) = try Ranks.folder { (folder, try folder.lock(runOptions.parts.part)) }
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
        try requireDivision(experiment, data, isAsked: true)
        return (experiment, data)
    }

    private func requireDivision(_ experiment: E, _ data: E.Data, isAsked: Bool) throws {
        let ranks = (runOptions.runs ?? 1) == 1 ? Ranks.world.size : 1
        try experiment.requireDivision(try experiment.makeModel(), data, on: ranks, isAsked: isAsked)
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

    /// Does something while a folder is locked, and shown where `--watch` asks for it.
    func holding(_ lock: RunLock?, of folder: RunFolder, _ console: Console, _ body: () throws -> Void) throws {
        try withExtendedLifetime(lock) { try watch.showing(folder, console, body) }
    }

    private func train(
        _ settings: RunConfigurationFile<E>, _ data: E.Data, in folder: RunFolder, continuing: Bool, _ console: Console
    ) throws {
        let isDealt = settings.runs > 1
        let own = isDealt || Ranks.isFirst ? folder : nil
        var training = TrainingRun(settings.experiment, data, in: own, console: console)
        if !isDealt { training.communicator = Ranks.world }
        (training.runs, training.logEvery) = (settings.runs, settings.logEvery)
        training.measures = try measureOptions.measures()
        guard let outcome = try outcome(training, in: folder, continuing: continuing) else {
            return try runOptions.parts.report(folder, E.tool, console)
        }
        try page.write(folder, console)
        try console.result(outcome.lines)
        try console.summary(outcome.summary)
    }

    /// The outcome of one training or of several; nil where other processes have the rest.
    private func outcome(
        _ training: TrainingRun<E>, in folder: RunFolder, continuing: Bool
    ) throws -> TrainingRun<E>.Outcome? {
        if training.runs == 1 {
            if Ranks.isFirst { return try training.perform(continuing: continuing) }
            _ = try training.train(from: continuing ? .latestCheckpoint : .beginning)
            return nil
        }
        if !runOptions.parts.part.isWhole { try training.writeConfiguration(to: folder) }
        return try SeedRuns(training, in: folder, runOptions.parts.part).outcome(continuing: continuing)
    }
}
