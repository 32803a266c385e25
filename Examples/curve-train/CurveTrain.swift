import ArgumentParser
import Core

// A whole training tool in one file: an experiment, its options, its command. Training, checkpoints, resumption, dry runs,
// validation, seeds, progress, JSON and help follow from the experiment.

/// One hidden layer of tanh units.
///
/// - Shapes: N × 1 to N × 1.
struct CurveNet: Module {
    let hidden, output: Linear

    init(hidden width: Int, random: inout RandomStream) {
        hidden = Linear(1, width, random: &random)
        output = Linear(width, 1, random: &random)
    }

    var parameters: [NamedParameter] {
        ("hidden", hidden)
        ("output", output)
    }

    func callAsFunction(_ x: Tensor) -> Tensor { output(tanh(hidden(x))) }
}

/// The squared error, averaged over the points.
struct CurveScore: ModelScore {
    let loss: Double
    func measurements(on part: DataPart) -> [Measurement] { [Measurement(.loss(part), loss)] }
}

/// A small network learns the curve y = x³ − 3x from noisy points.
struct CurveLearning: Experiment {
    static let tool = "curve-train"

    var points = 200
    var hidden = 16
    var recipe = Recipe(epochs: 200, batchSize: 20, learningRate: 0.01, optimizer: .adam(), schedule: .cosine())
    var seed: UInt64 = 0
    var threads = 1
    var validation: Double?

    var modelName: String { "perceptron" }
    var datasetName: String { "cubic" }

    func check() throws {
        try Setting.require("points", points, in: 4...1_000_000)
        try Setting.require("hidden", hidden, in: 1...10_000)
    }

    func readData(_ console: Console) throws -> [DataPart: TensorExamples] {
        var random = RandomStream(seed: seed, name: .points)
        func drawn(_ count: Int, noise: Double) -> TensorExamples {
            let xs = (0..<count).map { _ in random.uniform(in: -2..<2) }
            let ys = xs.map { $0 * $0 * $0 - 3 * $0 + random.normal(standardDeviation: noise) }
            return TensorExamples(
                inputs: Tensor(xs.map(Float.init), shape: [count, 1]),
                labels: Tensor(ys.map(Float.init), shape: [count, 1]))
        }
        let (all, test) = (drawn(points, noise: 0.2), drawn(500, noise: 0))
        let split = try validationSplit(strata: [Int32](repeating: 0, count: points))
        return [.training: all.selecting(split.training), .test: test].merging(
            split.validation.isEmpty ? [:] : [.validation: all.selecting(split.validation)]
        ) { $1 }
    }

    func makeModel() -> CurveNet {
        var random = initialization
        return CurveNet(hidden: hidden, random: &random)
    }

    func examples(of data: [DataPart: TensorExamples]) -> any ExampleSource {
        data[.training] ?? TensorExamples(inputs: .zeros([0, 1]), labels: .zeros([0, 1]))
    }

    func loss(
        _ model: CurveNet, _ batch: Batch, _ data: [DataPart: TensorExamples], _ state: TrainingState
    ) -> Tensor { meanSquaredError(model(batch.inputs), batch.labels) }

    func score(_ model: CurveNet, on part: DataPart, of data: [DataPart: TensorExamples]) -> CurveScore? {
        data[part].map { CurveScore(loss: meanSquaredError(model($0.inputs), $0.labels).item) }
    }

    func report(_ trained: Trained<CurveLearning>) -> Report {
        let grid = (0...100).map { Double($0) * 0.04 - 2 }
        let learned = trained.model(Tensor(grid.map(Float.init), shape: [grid.count, 1])).doubles
        let truth = LineChart.Series("x³ − 3x", xs: grid, ys: grid.map { $0 * $0 * $0 - 3 * $0 }, hasMarkers: false)
        let network = LineChart.Series("network", xs: grid, ys: learned, hasMarkers: false)
        var report = Report()
        report.draw("curve", LineChart("A curve, learned from noisy points", x: "x", y: "y", series: [truth, network]))
        return report
    }
}

struct CurveOptions: ExperimentOptions {
    static let standard = CurveLearning()

    @Option(help: ArgumentHelp("Hidden units. (default: \(standard.hidden))", valueName: "n")) var hidden: Int?
    @Option(help: ArgumentHelp("Training points. (default: \(standard.points))", valueName: "n")) var points: Int?

    func apply(to experiment: inout CurveLearning) {
        experiment.hidden = hidden ?? experiment.hidden
        experiment.points = points ?? experiment.points
    }
}

@main
struct CurveTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        CurveLearning.tool, abstract: "Learn a curve from noisy points: the smallest training tool.",
        subcommands: [TrainCommand<CurveOptions>.self], defaultSubcommand: TrainCommand<CurveOptions>.self)
}
