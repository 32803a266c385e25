import Core
import Figures
import Testing

@testable import CommandLineSupport

/// A line through points, learned in milliseconds: y = 2 x + 1.
struct TinyExperiment: Experiment {
    static let tool = "tiny"

    var points = 20
    var slope = 2.0
    var recipe = Recipe(epochs: 4, batchSize: 5, learningRate: 0.1)
    var seed: UInt64 = 0
    var threads = 1
    var validation: Double?
    /// Epochs from one measurement to the next.
    var interval = 1
    /// What the data were like.
    var sum = 0.0

    var modelName: String { "line" }
    var datasetName: String { "points" }

    func check() throws {
        try Setting.require("points", points, in: 4...1_000)
        try Setting.require("slope", slope, in: -10...10)
    }

    final class Data {
        let parts: [DataPart: TensorExamples]
        /// The parts that were scored, in order.
        var scored: [DataPart] = []
        init(_ parts: [DataPart: TensorExamples]) { self.parts = parts }
    }

    func readData(_ console: Console) throws -> Data {
        let xs = (0..<points).map { Float($0 % 7) / 7 }
        let all = TensorExamples(
            inputs: Tensor(xs, shape: [points, 1]),
            labels: Tensor(xs.map { Float(slope) * $0 + 1 }, shape: [points, 1]))
        let split = try validationSplit(strata: [Int32](repeating: 0, count: points))
        var parts = [DataPart.training: all.selecting(split.training), .test: all]
        if !split.validation.isEmpty { parts[.validation] = all.selecting(split.validation) }
        return Data(parts)
    }

    mutating func adopt(_ data: Data) { sum = data.parts[.test]?.labels.sum().item ?? 0 }

    func makeModel() -> Linear {
        var random = initialization
        return Linear(1, 1, random: &random)
    }

    func examples(of data: Data) throws -> any ExampleSource { try #require(data.parts[.training]) }

    func loss(_ model: Linear, _ batch: Batch, _ data: Data, _ state: TrainingState) -> Tensor {
        meanSquaredError(model(batch.inputs), batch.labels)
    }

    struct Score: ModelScore {
        let loss: Double
        func measurements(on part: DataPart) -> [Measurement] { [Measurement(.loss(part), loss)] }
    }

    func score(_ model: Linear, on part: DataPart, of data: Data) -> Score? {
        data.scored.append(part)
        return data.parts[part].map { Score(loss: meanSquaredError(model($0.inputs), $0.labels).item) }
    }

    func pace(of plan: TrainingPlan) -> Pace { Pace(evaluation: interval) }

    func report(_ trained: Trained<TinyExperiment>) -> Report {
        var report = Report()
        report.lines = ["learned"]
        report.summary["slope"] = .number(trained.model.weight.value.item)
        return report
    }

    static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe(momentum: 0.9, moving: ["points"])
        old["interval"] = 1
    }
}
