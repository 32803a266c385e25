import ArgumentParser
import CommandLineSupport
import Core
import Figures
import VisionModels

/// `mri-train train`, the default: trains the network and keeps the run.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train the network (the default).")

    @OptionGroup(title: "Recipe") var recipeOptions: RecipeOptions
    @OptionGroup(title: "Data") var slices: SliceOptions<MRIDefaults>
    @OptionGroup(title: "Training") var options: TrainingOptions<MRIDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        try session.run(isDry: options.dryRun, resuming: options.resume) { result, summary in
            let names = session.configuration.classNames
            summary.extra["classes"] = result.score.classJSON(names)
            if let run = session.run { try draw(session, in: run) }
            return [""] + result.score.classTable(names).lines + [""]
        }
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> ClassifierSession<MRIRun> {
        let set = try SliceReader(
            dataset: slices.data.dataset, folder: slices.data.data, usesCache: !slices.noCache, console: console
        ).read()
        let configuration = MRIRun(
            model: ModelEntry.slices[0].name, dataset: set.images.name, data: slices.data.data,
            input: set.images.exampleShape, classNames: set.images.classNames, recipe: recipeOptions.recipe(options),
            augmentation: recipeOptions.augmentation, seed: options.seed ?? 0,
            threads: options.threads ?? ComputeContext.threads)
        return ClassifierSession<MRIRun>(
            configuration: configuration, data: set.images, run: MRIRun.begun(by: options),
            console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> ClassifierSession<MRIRun> {
        let (run, configuration) = try MRIRun.resumed(
            by: options, refusing: recipeOptions.given + [("--dataset", slices.data.dataset)])
        let set = try SliceReader(
            dataset: configuration.dataset, folder: slices.data.data ?? configuration.data,
            usesCache: !slices.noCache, console: console
        ).read().images
        guard set.exampleShape == configuration.input, set.classNames == configuration.classNames else {
            throw ToolError.badData("\(configuration.dataset) is no longer the set that \(run.path) was begun with")
        }
        return ClassifierSession<MRIRun>(configuration: configuration, data: set, run: run, console: console)
    }

    /// The pictures that only this tool draws.
    private func draw(_ session: ClassifierSession<MRIRun>, in run: RunFolder) throws {
        let (figures, training) = (session.figures, session.data.training)
        try figures.samples(of: training).write(to: run.figureFolder + "/samples")
        guard let augmentation = session.configuration.augmentation, !augmentation.isIdentity else { return }
        let examples = AugmentedExamples(training, augmentation, seed: session.configuration.seed)
        try figures.augmented(examples).write(to: run.figureFolder + "/augmentation")
    }
}
