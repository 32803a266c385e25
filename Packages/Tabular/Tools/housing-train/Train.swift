import ArgumentParser
import CommandLineSupport
import Core
import TabularModels

/// `housing-train train`, the default: trains a network and keeps the run, or compares several trainings.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a network (the default).")

    @OptionGroup(title: "Question and recipe") var housing: HousingOptions
    @OptionGroup(title: "Data") var data: DataOptions<HousingDefaults>
    @OptionGroup(title: "Training") var options: TrainingOptions<HousingDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        if let comparison = Comparison.all.first(where: { $0.name == housing.compare }) {
            return try compare(comparison, console)
        }
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try session.reportDryRun() }
        let model = session.configuration.makeModel()
        try session.prepare(resuming: options.resume)
        session.describe(model)
        let result = try session.train(model, resuming: options.resume)
        try session.keep(result)
        try session.report(result)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> HousingSession {
        try session(
            target: housing.chosenPreset().target, recipe: housing.recipe(options),
            table: read(features: HousingColumns.names.count + 2 * housing.recipe(options).waves, console),
            run: RunConfiguration.begun(by: options), console)
    }

    func read(features: Int, _ console: Console) throws -> (source: HousingSource, table: Table) {
        try HousingReader(dataset: data.dataset, folder: data.data, console: console).read(features: features)
    }

    /// A training of a recipe on a table that has been read.
    func session(
        target: HousingTarget, recipe: HousingRecipe, table: (source: HousingSource, table: Table), run: RunFolder?,
        _ console: Console
    ) throws -> HousingSession {
        let missing = housing.missing.flatMap(HousingData.Missing.init(rawValue:)) ?? .median
        let seed = options.seed ?? 0
        let prepared = try HousingData(
            table.table, name: table.source.name, target: target, recipe: recipe, missing: missing, seed: seed)
        let configuration = RunConfiguration(
            target: target, dataset: table.source.name, data: data.data, missing: missing, recipe: recipe,
            preparation: prepared.preparation, seed: seed, threads: options.threads ?? ComputeContext.threads)
        var session = HousingSession(configuration: configuration, data: prepared, run: run, console: console)
        if let epochs = options.epochs { session.configuration.recipe.iterations = epochs * session.stepsPerEpoch }
        return session
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> HousingSession {
        let (run, stored) = try RunConfiguration.toResume(
            by: options, refusing: housing.given + [("--dataset", data.dataset)])
        let table = try HousingReader(
            dataset: stored.dataset, folder: data.data ?? stored.data, console: console
        ).read(features: stored.preparation.inputs.width)
        var session = try session(goingOnWith: stored, in: run, table: table, console)
        if let epochs = options.epochs { session.configuration.recipe.iterations = epochs * session.stepsPerEpoch }
        session.configuration.recipe.iterations = housing.iterations ?? session.configuration.recipe.iterations
        return session
    }

    /// A training under the settings that it was begun with, on a table that has been read again.
    func session(
        goingOnWith stored: RunConfiguration, in run: RunFolder, table: (source: HousingSource, table: Table),
        _ console: Console
    ) throws -> HousingSession {
        let prepared = try HousingData(
            table.table, name: table.source.name, target: stored.target, recipe: stored.recipe,
            missing: stored.missing, seed: stored.seed)
        guard prepared.preparation == stored.preparation else {
            throw ToolError.badData("\(stored.dataset) is no longer the table that \(run.path) was begun with")
        }
        var configuration = stored
        configuration.threads = options.threads ?? configuration.threads
        return HousingSession(configuration: configuration, data: prepared, run: run, console: console)
    }
}
