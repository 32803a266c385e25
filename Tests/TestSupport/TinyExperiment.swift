import Datasets
import Figures
import Foundations
import Tensors
import Testing
import Training

/// A line through points, learned in milliseconds: y = 2 x + 1.
package struct TinyExperiment: Experiment {
    package static let tool = "tiny"

    package var points = 20
    package var slope = 2.0
    package var recipe = Recipe(epochs: 4, batchSize: 5, learningRate: 0.1)
    package var seed: UInt64 = 0
    package var threads = 1
    package var validation: Double?
    /// Epochs from one measurement to the next.
    package var interval = 1
    /// What the data were like.
    package var sum = 0.0

    package init() {}

    package var modelName: String { "line" }
    package var datasetName: String { "points" }

    package func check() throws {
        try Setting.require("points", points, in: 4...1_000)
        try Setting.require("slope", slope, in: -10...10)
    }

    package final class Data {
        package let parts: [DataPart: TensorExamples]
        /// The parts that were scored, in order.
        package var scored: [DataPart] = []
        package init(_ parts: [DataPart: TensorExamples]) { self.parts = parts }
    }

    package func readData(_ console: Console) throws -> Data {
        let xs = (0..<points).map { Float($0 % 7) / 7 }
        let all = TensorExamples(
            inputs: Tensor(xs, shape: [points, 1]),
            labels: Tensor(xs.map { Float(slope) * $0 + 1 }, shape: [points, 1]))
        let split = try validationSplit(strata: [Int32](repeating: 0, count: points))
        var parts = [DataPart.training: all.selecting(split.training), .test: all]
        if !split.validation.isEmpty { parts[.validation] = all.selecting(split.validation) }
        return Data(parts)
    }

    package mutating func adopt(_ data: Data) { sum = data.parts[.test]?.labels.sum().item ?? 0 }

    package func makeModel() -> Linear {
        var random = initialization
        return Linear(1, 1, random: &random)
    }

    package func examples(of data: Data) throws -> any ExampleSource { try #require(data.parts[.training]) }

    package func loss(_ model: Linear, _ batch: Batch, _ data: Data, _ state: TrainingState) -> Tensor {
        meanSquaredError(model(batch.inputs), batch.labels)
    }

    package struct Score: ModelScore {
        package let loss: Double
        package func measurements(on part: DataPart) -> [Measurement] { [Measurement(.loss(part), loss)] }
    }

    package func score(_ model: Linear, on part: DataPart, of data: Data) -> Score? {
        data.scored.append(part)
        return data.parts[part].map { Score(loss: meanSquaredError(model($0.inputs), $0.labels).item) }
    }

    package func pace(of plan: TrainingPlan) -> Pace { Pace(evaluation: interval) }

    package func report(_ trained: Trained<TinyExperiment>) -> Report {
        var report = Report()
        report.lines = ["learned"]
        report.summary["slope"] = .number(trained.model.weight.value.item)
        return report
    }

    package static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe(momentum: 0.9, moving: ["points"])
        old["interval"] = 1
    }
}
