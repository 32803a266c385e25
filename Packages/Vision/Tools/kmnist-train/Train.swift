import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `kmnist-train train`, the default: trains a model and keeps the run.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a model (the default).")

    @OptionGroup(title: "Model") var recipeOptions: RecipeOptions
    @OptionGroup(title: "Data") var data: DataOptions<VisionDefaults>
    @OptionGroup(title: "Training") var options: TrainingOptions<VisionDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        try session.run(isDry: options.dryRun, resuming: options.resume)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> ClassifierSession<KMNISTRun> {
        let entry = try recipeOptions.entry()
        if let hidden = recipeOptions.hidden, entry.hidden == nil {
            throw ToolError.usage("--hidden \(hidden): model '\(entry.name)' has no hidden layer to widen")
        }
        let dataset = try DataReader(dataset: data.dataset, folder: data.data, console: console)
            .dataset(limit: recipeOptions.trainingExamples)
        let configuration = KMNISTRun(
            model: entry.name, hidden: recipeOptions.hidden ?? entry.hidden ?? 0, dataset: dataset.name,
            data: data.data, trainingExamples: recipeOptions.trainingExamples, input: dataset.exampleShape,
            classNames: dataset.classNames, recipe: try recipeOptions.recipe(options), seed: options.seed ?? 0,
            threads: options.threads ?? ComputeContext.threads)
        return ClassifierSession<KMNISTRun>(
            configuration: configuration, data: dataset, run: KMNISTRun.begun(by: options),
            console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> ClassifierSession<KMNISTRun> {
        let (run, configuration) = try KMNISTRun.resumed(
            by: options, refusing: recipeOptions.given + [("--dataset", data.dataset)])
        let reader = DataReader(
            dataset: configuration.dataset, folder: data.data ?? configuration.data, console: console)
        let dataset = try reader.dataset(limit: configuration.trainingExamples)
        guard dataset.exampleShape == configuration.input, dataset.classNames == configuration.classNames else {
            throw ToolError.badData("\(configuration.dataset) is no longer the set that \(run.path) was begun with")
        }
        return ClassifierSession<KMNISTRun>(configuration: configuration, data: dataset, run: run, console: console)
    }
}
