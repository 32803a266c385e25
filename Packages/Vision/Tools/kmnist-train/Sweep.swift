import ArgumentParser
import CommandLineSupport
import Core
import Figures
import VisionModels

/// `kmnist-train sweep`: trains the same model with several values of one option.
struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train with several values of one option and compare.",
        discussion: """
            One of the options is given as a list: --hidden 50,100,200, --lr 0.1,0.01 or --batch-size 16,64. Prints a \
            table and draws accuracy against the values.
            """)

    @OptionGroup(title: "Model") var model: ModelOptions<VisionDefaults>
    @OptionGroup(title: "Data") var data: DataOptions<VisionDefaults>

    @Option(
        help: ArgumentHelp("Widths of the hidden layer.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 100_000))
    var hidden: [Int]?

    @Option(
        name: .customLong("lr"), help: ArgumentHelp("Learning rates.", valueName: "rate,rate,…"),
        transform: OptionValue.numbers)
    var learningRates: [Double]?

    @Option(
        help: ArgumentHelp("Examples in a step.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 1_000_000_000))
    var batchSize: [Int]?

    @Option(
        help: ArgumentHelp("Passes over the training data. (default: the model's own)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var epochs: Int?

    @Option(
        help: ArgumentHelp("Train on the first n examples alone. (default: dnn 10,000, else all)", valueName: "n"),
        transform: OptionValue.wholeNumber())
    var trainingExamples: Int?

    @Option(help: ArgumentHelp("Seed of all random numbers. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    var seed: UInt64 = 0

    @OptionGroup var threads: ThreadsOption

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Name or folder of the run. (default: a new one under runs/)", valueName: "name"),
        transform: OptionValue.runName)
    var runName: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    /// One value of the option that varies.
    private struct Variant {
        let option: String
        let value: Double
        let apply: (inout KMNISTRun) -> Void
    }

    func run() throws {
        Interruption.install()
        let console = output.console()
        let entry = try Suggestions.find(model.name, kind: "model", in: ModelEntry.all, by: \.name)
        let variants = try variants(of: entry)
        let limit = trainingExamples ?? defaultLimit(entry)
        let dataset = try DataReader(dataset: data.dataset, folder: data.data, console: console)
            .dataset(limit: limit)
        let folder = runName.map { RunFolder.named($0, tool: "kmnist-train-sweep") } ?? .new(tool: "kmnist-train-sweep")
        try folder.create(hasCheckpoints: false)
        try folder.write(configuration(entry, dataset), to: folder.configurationFile)
        var rows: [(value: Double, summary: RunSummary)] = []
        for variant in variants {
            var configuration = configuration(entry, dataset)
            variant.apply(&configuration)
            console.note("\(variant.option) \(Readable.shortest(variant.value))")
            let session = ClassifierSession<KMNISTRun>(
                configuration: configuration, data: dataset, run: nil, console: console)
            rows.append((variant.value, session.summary(of: try session.train())))
        }
        try report(rows, option: variants[0].option, entry, dataset, folder, console)
    }

    /// The published sweep of `dnn` shows it 10,000 examples at each width.
    private func defaultLimit(_ entry: ModelEntry) -> Int? { entry.name == "dnn" ? 10_000 : nil }

    private func configuration(_ entry: ModelEntry, _ dataset: ImageDataset) -> KMNISTRun {
        var recipe = entry.recipe
        recipe.epochs = epochs ?? recipe.epochs
        return KMNISTRun(
            model: entry.name, hidden: entry.hidden ?? 0, dataset: dataset.name, data: data.data,
            trainingExamples: trainingExamples ?? defaultLimit(entry), input: dataset.exampleShape,
            classNames: dataset.classNames,
            recipe: recipe, seed: seed, threads: threads.count ?? ComputeContext.threads)
    }

    private func variants(of entry: ModelEntry) throws -> [Variant] {
        let lists = [
            hidden.map { $0.map { n in Variant(option: "hidden", value: Double(n)) { $0.hidden = n } } },
            learningRates.map {
                $0.map { rate in Variant(option: "lr", value: rate) { $0.recipe.learningRate = rate } }
            },
            batchSize.map {
                $0.map { n in Variant(option: "batch-size", value: Double(n)) { $0.recipe.batchSize = n } }
            },
        ].compactMap { $0 }
        guard lists.count == 1, let variants = lists.first, !variants.isEmpty else {
            throw ToolError.usage("a sweep takes one list: --hidden, --lr or --batch-size")
        }
        if variants[0].option == "hidden", entry.hidden == nil {
            throw ToolError.usage("--hidden: model '\(entry.name)' has no hidden layer to widen")
        }
        if let rate = learningRates?.first(where: { $0 <= 0 }) {
            throw ToolError.usage("--lr \(Readable.shortest(rate)): expected numbers above 0")
        }
        return variants
    }

    private func report(
        _ rows: [(value: Double, summary: RunSummary)], option: String, _ entry: ModelEntry, _ dataset: ImageDataset,
        _ folder: RunFolder, _ console: Console
    ) throws {
        var table = TextTable([
            .right(option), .right("parameters"), .right("train loss"), .right("test loss"), .right("test accuracy"),
            .right("seconds"),
        ])
        var csv = CSVTable.line([option, "parameters", "train_loss", "test_loss", "test_accuracy", "seconds"])
        for (value, summary) in rows {
            let (loss, testLoss) = (summary.trainLoss ?? .nan, summary.testLoss ?? .nan)
            let (accuracy, seconds) = (summary.testAccuracy ?? .nan, summary.seconds ?? .nan)
            table.add([
                Readable.shortest(value), Readable.count(summary.parameters ?? 0), Readable.loss(loss),
                Readable.loss(testLoss), Readable.percent(accuracy), Readable.decimal(seconds, places: 2),
            ])
            csv += CSVTable.line(
                [value, Double(summary.parameters ?? 0), loss, testLoss, accuracy, seconds].map(Readable.shortest))
        }
        let name = dataset.name.split(separator: "/").last.map(String.init) ?? dataset.name
        let words = ["hidden": "hidden units", "lr": "learning rate", "batch-size": "batch size"][option] ?? option
        let spansDecades = (rows.map(\.value).max() ?? 1) / (rows.map(\.value).min() ?? 1) >= 10
        let chart = LineChart(
            "\(entry.name) on \(name): accuracy by \(words)",
            x: Axis(words, scale: spansDecades ? .logarithmic : .linear),
            y: Axis("test accuracy", format: .percent(0)),
            series: [.init("test", xs: rows.map(\.value), ys: rows.map { $0.summary.testAccuracy ?? .nan })])
        try chart.write(to: folder.figureFolder + "/sweep")
        try AtomicFile.write(Array(csv.utf8), to: folder.path + "/sweep.csv")
        try console.result(table)
        var summary = RunSummary(tool: KMNISTRun.toolName)
        summary.dataset = dataset.name
        summary.model = entry.name
        summary.epochs = rows.first?.summary.epochs
        summary.seed = seed
        summary.threads = threads.count ?? ComputeContext.threads
        summary.seconds = rows.reduce(0) { $0 + ($1.summary.seconds ?? 0) }
        summary.run = folder.path
        summary.extra["sweep"] = .array(
            rows.map { value, summary in
                var row = summary.json
                row[option] = .number(value)
                return .object(row)
            })
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: folder.summaryFile)
        try console.summary(summary)
    }
}
