import ArgumentParser
import CommandLineSupport
import Core
import Figures
import GenerativeModels

@main
struct GANGrid: Tool {
    static let configuration = CommandConfiguration.tool(
        "gan-grid", abstract: "Draw what the generator of a gan-train run makes of noise.",
        discussion: """
            Draws the same test noise as the run's own grids, after any epoch: one that was not kept, or is not there \
            yet, is trained to from the nearest checkpoint.

            gan-grid --epoch 200                       the grid of epoch 200 of the latest run
            gan-grid --epochs 0,50,100,150,200         side by side
            gan-grid --interpolate --columns 10        from one noise to another in every row
            gan-grid --rows 1 --columns 1 --seed 7 --output one.png
            """)

    @OptionGroup(title: "Run") var trained: TrainedRunOption

    @Option(
        help: ArgumentHelp("Epoch to draw. (default: the latest that was kept)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: 1_000_000_000))
    var epoch: Int?

    @Option(
        help: ArgumentHelp("Epochs to draw side by side.", valueName: "n,n"),
        transform: OptionValue.wholeNumbers(atLeast: 0, atMost: 1_000_000_000))
    var epochs: [Int]?

    @Flag(help: "Train on beyond the epochs that the run was begun for.")
    var train = false

    @Option(help: ArgumentHelp("Folder to look for the run's data in first.", valueName: "folder"))
    var data: String?

    @OptionGroup(title: "Pictures") var wanted: WantedPictures
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if epoch != nil && epochs != nil { throw ValidationError("--epoch and --epochs exclude each other") }
        if wanted.isPlain, let epochs, Set(epochs).count > 1 {
            throw ValidationError("pixels alone are of one epoch; --epochs has \(Set(epochs).count)")
        }
    }

    func run() throws {
        Interruption.install()
        let console = output.console()
        if let file = trained.name, file.hasSuffix(".safetensors") { return try draw(modelFile: file, console) }
        let (run, configuration) = try GANRun.toResume(trained.name)
        var trained = TrainedEpochs(run, configuration, mayGoBeyondPlan: train, data: data, console: console)
        let chosen = Set(epochs ?? [epoch ?? trained.latest])
        try wanted.check(configuration, epochs: chosen.count)
        var grids: [(epoch: Int, samples: SamplePictures)] = []
        // In order, so that each is trained to from the one before.
        for epoch in chosen.sorted() {
            let model = try trained.model(after: epoch)
            ComputeContext.threads = configuration.threads
            grids.append((epoch, try wanted.pictures(of: model, configuration)))
        }
        let drawn = try wanted.drawing(of: grids, figures: GANFigures(title: configuration.title))
        let file =
            wanted.output ?? "\(run.figureFolder)/gan-grid-\(grids.map { "\($0.epoch)" }.joined(separator: "-")).png"
        try write(drawn, to: file, configuration, epochs: grids.map(\.epoch), source: run.path, console)
    }

    /// Draws with weights alone, which belong to no epoch.
    private func draw(modelFile file: String, _ console: Console) throws {
        if epoch != nil || epochs != nil {
            throw ToolError.usage("\(file) holds one model; --epoch and --epochs need a run")
        }
        let stored = try StoredModel<GANRun>(run: file)
        let configuration = stored.configuration
        try wanted.check(configuration, epochs: 1)
        let samples = try wanted.pictures(of: stored.model, configuration)
        let drawn = try wanted.drawing(
            of: [(nil, samples)], figures: GANFigures(title: configuration.title))
        try write(drawn, to: wanted.output ?? "gan-grid.png", configuration, epochs: [], source: file, console)
    }

    private func write(
        _ drawn: WantedPictures.Drawing, to file: String, _ configuration: GANRun, epochs: [Int], source: String,
        _ console: Console
    ) throws {
        try AtomicFile.write(drawn.bytes(for: file), to: file)
        try console.result(file)
        guard output.json else { return }
        var summary = RunSummary(tool: "gan-grid")
        summary.dataset = configuration.dataset
        summary.model = configuration.model
        summary.seed = wanted.seed ?? configuration.seed
        summary.run = source
        summary.extra["file"] = .string(file)
        summary.extra["grid_epochs"] = .array(epochs.map { .integer($0) })
        try console.summary(summary)
    }
}
