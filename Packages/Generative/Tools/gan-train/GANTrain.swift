import ArgumentParser
import CommandLineSupport
import Core
import GenerativeModels

@main
struct GANTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "gan-train", abstract: "Train two networks against each other until one makes pictures.",
        discussion: """
            A generator makes pictures from noise; a discriminator learns to tell them from true ones, and the generator \
            learns to deceive it. The same test noise is drawn after every epoch.

            gan-train                                train gan on MNIST, or on the built-in strokes
            gan-train --model dcgan --epochs 20      convolutions instead
            gan-train --model dcgan --dataset FOLDER --size 64   a folder of pictures
            gan-grid --epoch 200                     what it drew
            """)

    @OptionGroup(title: "Model") var recipeOptions: RecipeOptions
    @OptionGroup(title: "Data") var data: DataOptions<GANDefaults>
    @OptionGroup(title: "Data") var preparation: PreparationOptions
    @OptionGroup(title: "Training") var options: TrainingOptions<GANDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let session = options.resume ? try resumed(console) : try begun(console)
        if options.dryRun { return try dryRun(session) }
        try session.runTraining(resuming: options.resume)
    }

    /// A new run from the options.
    private func begun(_ console: Console) throws -> GANSession {
        let entry = try GANEntry.named(recipeOptions.model.name)
        try recipeOptions.check(entry)
        let pictures = try PictureReading(console: console).pictures(
            data.dataset, folder: data.data, preparation: preparation.value, limit: preparation.trainingExamples)
        if preparation.size != nil || preparation.color, pictures.shape != preparation.value.shape {
            throw ToolError.usage(
                "--size and --color prepare picture files; \(pictures.name) holds pictures of "
                    + GANRun.size(of: pictures.shape))
        }
        let configuration = GANRun(
            model: entry.name, dataset: pictures.name, data: data.data, trainingExamples: preparation.trainingExamples,
            picture: pictures.shape, classNames: pictures.classNames, recipe: recipeOptions.recipe(entry, options),
            gridEpochs: recipeOptions.gridEpochs, scoreInterval: recipeOptions.scoreEvery ?? 5,
            seed: options.seed ?? 0, threads: options.threads ?? ComputeContext.threads)
        return GANSession(
            configuration: configuration, pictures: pictures, run: GANRun.begun(by: options), console: console)
    }

    /// The run to go on with, under its own settings.
    private func resumed(_ console: Console) throws -> GANSession {
        let (run, configuration) = try GANRun.resumed(
            by: options, refusing: recipeOptions.given + preparation.given + [("--dataset", data.dataset)])
        let pictures = try PictureReading(console: console).pictures(of: configuration, run, folder: data.data)
        return GANSession(configuration: configuration, pictures: pictures, run: run, console: console)
    }

    private func dryRun(_ session: GANSession) throws {
        let (parameters, result) = try session.dryRun()
        let configuration = session.configuration
        try session.console.dryRun(
            "\(configuration.title), one step of \(configuration.recipe.batchSize) pictures, discriminator's loss "
                + Readable.loss(result.discriminatorLoss), loss: result.generatorLoss, called: "generator's loss",
            RunSummary(
                tool: GANRun.toolName, dataset: configuration.dataset, model: configuration.model,
                parameters: parameters, seed: configuration.seed, threads: configuration.threads))
    }
}

/// What `--help` says of the defaults.
enum GANDefaults: OptionDefaults {
    static let models = GANEntry.all.map(\.name)
    static let datasets = DatasetEntry.all.map(\.name)
    static let dataset =
        "\(PictureSource.preferred) where it is on this machine, else the built-in \(DatasetEntry.builtIn)"
    static let optimizers = OptimizerEntry.all.map(\.name)
    static var epochs: String { of { "\($0.epochs)" } }
    static var batchSize: String { of { "\($0.batchSize)" } }
    static var learningRate: String { of { "\($0.learningRate)" } }
    static var discriminatorRate: String { of { "\($0.discriminatorLearningRate ?? $0.learningRate)" } }
    static var optimizer: String { of { $0.optimizer } }

    private static func of(_ value: (GANRecipe) -> String) -> String {
        perEntry(GANEntry.all, name: \.name) { value($0.recipe) }
    }
}
