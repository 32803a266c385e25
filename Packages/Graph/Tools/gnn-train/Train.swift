import ArgumentParser
import CommandLineSupport
import Core
import Figures
import GraphModels

/// `gnn-train train`, the default: trains a model and keeps the run.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a model (the default).")

    @OptionGroup(title: "Model") var graphOptions: GraphOptions
    @OptionGroup(title: "Data") var data: DataOptions<GraphDefaults>
    @OptionGroup(title: "Invented graph") var partitionOptions: PartitionOptions
    @OptionGroup(title: "Training") var options: TrainingOptions<GraphDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try session.reportDryRun() }
        try session.prepare(resuming: options.resume)
        try session.describe()
        let result = try session.train(seed: session.configuration.seed, resuming: options.resume)
        try session.keep(result)
        let repeats = try session.trainFurther(after: result)
        try session.report(result, repeats)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> GraphSession {
        let (entry, recipe) = (try graphOptions.entry(), try graphOptions.recipe(options))
        let partition = try partitionOptions.partition(for: data.dataset)
        let reader = GraphReader(dataset: data.dataset, folder: data.data, console: console)
        let graph = try reader.read(partition)
        let configuration = RunConfiguration(
            model: entry.name, dataset: reader.name, data: data.data, partition: partition, nodes: graph.nodeCount,
            edges: graph.edgeCount, features: graph.features.width, classNames: graph.classNames, recipe: recipe,
            runs: graphOptions.runs ?? 1, seed: options.seed ?? 0, threads: options.threads ?? ComputeContext.threads)
        return GraphSession(
            configuration: configuration, task: GraphTask(graph), run: RunConfiguration.begun(by: options),
            console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> GraphSession {
        var (run, configuration) = try RunConfiguration.toResume(
            by: options, refusing: graphOptions.given + partitionOptions.given + [("--dataset", data.dataset)])
        configuration.recipe.epochs = options.epochs ?? configuration.recipe.epochs
        configuration.runs = graphOptions.runs ?? configuration.runs
        let graph = try GraphReader(
            dataset: configuration.dataset, folder: data.data ?? configuration.data, console: console
        ).read(configuration.partition)
        guard configuration.fits(graph) else {
            throw ToolError.badData("\(configuration.dataset) is no longer the graph that \(run.path) was begun with")
        }
        return GraphSession(configuration: configuration, task: GraphTask(graph), run: run, console: console)
    }
}
