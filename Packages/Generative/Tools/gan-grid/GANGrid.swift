import ArgumentParser
import Core
import GenerativeModels

@main
struct GANGrid: Tool {
    static let configuration = CommandConfiguration.tool(
        "gan-grid", abstract: "Draw pictures with the generator of a gan-train run.",
        discussion: """
            Draws the same test noise as the run's own grids, after any epoch. The default 4 × 4 pictures of an epoch \
            without a checkpoint come from the run's samples/. For other pictures of it, and for a future epoch, it \
            trains from the nearest checkpoint.

            gan-grid --epoch 200                 the grid of epoch 200, latest run
            gan-grid --epochs 0,50,100,150,200   side by side
            gan-grid --interpolate --columns 10  from one noise to another
            gan-grid --rows 1 --columns 1 --seed 7 --output one.png
            """)

    @OptionGroup(title: "Run") var options: EpochOptions
    @OptionGroup(title: "Pictures") var wanted: WantedPictures
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if wanted.isPlain, let epochs = options.epochs, Set(epochs).count > 1 {
            throw ValidationError("--plain draws a single epoch; --epochs has \(Set(epochs).count)")
        }
    }

    func run() throws {
        Interruption.install()
        let console = output.console()
        if let name = options.trained.name,
            case .file(let file) = try ModelPlace(name, tools: [AdversarialTraining.tool])
        {
            return try draw(modelFile: file, to: "gan-grid.png", console)
        }
        var trained = try TrainedEpochs<GANTrainEntries>(
            run: options.trained.name, mayGoBeyondPlan: options.train, data: options.data, console: console)
        if options.epoch == nil, options.epochs == nil, let file = trained.bestModel {
            return try draw(modelFile: file, to: "\(trained.run.figureFolder)/gan-grid-best.png", console)
        }
        let chosen = Set(options.epochs ?? [options.epoch ?? trained.latest])
        try wanted.check(trained.experiment, epochs: chosen.count)
        var grids: [(epoch: Int, samples: SamplePictures)] = []
        // In order, so that each one continues from the one before.
        for epoch in chosen.sorted() {
            if wanted.isUsual, let samples = trained.samples(after: epoch) {
                grids.append((epoch, samples))
                continue
            }
            let model = try trained.model(after: epoch)
            ComputeContext.threads = trained.experiment.threads
            grids.append((epoch, try wanted.pictures(of: model, trained.experiment)))
        }
        let name = "gan-grid-\(grids.map { "\($0.epoch)" }.joined(separator: "-")).png"
        try write(
            grids, to: wanted.output ?? "\(trained.run.figureFolder)/\(name)", trained.experiment,
            source: trained.run.path, console)
    }

    /// Draws with a file of weights, which does not belong to an epoch.
    private func draw(modelFile file: String, to drawing: String, _ console: Console) throws {
        if options.epoch != nil || options.epochs != nil {
            throw ToolError.usage("\(file) contains one model; --epoch and --epochs need a run")
        }
        let stored = try TrainedModel<AdversarialTraining>(run: file)
        try wanted.check(stored.experiment, epochs: 1)
        let samples = try wanted.pictures(of: stored.model, stored.experiment)
        try write(
            [(nil, samples)], to: wanted.output ?? drawing, stored.experiment, source: file, console)
    }

    private func write(
        _ grids: [(epoch: Int?, samples: SamplePictures)], to file: String, _ experiment: AdversarialTraining,
        source: String, _ console: Console
    ) throws {
        let drawn = try wanted.drawing(of: grids, figures: GANFigures(title: experiment.title))
        try AtomicFile.write(drawn.bytes(for: file), to: file)
        try console.result(file)
        guard output.json else { return }
        var summary = RunSummary(tool: "gan-grid")
        (summary.dataset, summary.model) = (experiment.datasetName, experiment.modelName)
        (summary.seed, summary.run) = (wanted.seed ?? experiment.seed, source)
        summary.extra["file"] = .string(file)
        summary.extra["grid_epochs"] = .array(grids.compactMap { grid in grid.epoch.map { .integer($0) } })
        try console.summary(summary)
    }
}

/// The options that choose the networks.
struct EpochOptions: ParsableArguments {
    @OptionGroup var trained: TrainedRunOption

    @Option(
        help: ArgumentHelp(
            "Epoch to draw. (default: the best with --validation, otherwise the latest kept)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: Recipe.mostCount))
    var epoch: Int?

    @Option(
        help: ArgumentHelp("Epochs to draw side by side.", valueName: "n,n"),
        transform: OptionValue.wholeNumbers(atLeast: 0, atMost: Recipe.mostCount))
    var epochs: [Int]?

    @Flag(help: "Train beyond the planned epochs of the run.")
    var train = false

    @Option(
        help: ArgumentHelp("Folder to look for the run's data in first.", valueName: "folder"), completion: .directory)
    var data: String?

    func validate() throws {
        if epoch != nil && epochs != nil { throw ValidationError("--epoch and --epochs exclude each other") }
    }
}
