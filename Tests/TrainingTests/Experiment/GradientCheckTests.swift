import Figures
import TestSupport
import Testing

@testable import Datasets
@testable import Foundations
@testable import Tensors
@testable import Training

/// Learns y = 2 x by a loss whose gradient may be wrong.
private struct HalfExperiment: Experiment {
    static let tool = "half"
    var recipe = Recipe(epochs: 1, batchSize: 4, learningRate: 0.1)
    var seed: UInt64 = 0
    var threads = 1
    var validation: Double?
    /// Whether one of two equal factors counts as a constant, which halves the gradient.
    var isWrong = false
    /// Whether the loss is a rectifier next to its kink.
    var hasKink = false

    var modelName: String { "line" }
    var datasetName: String { "points" }

    func readData(_ console: Console) -> TensorExamples {
        let xs: [Float] = [-1, 0.5, 1, 2]
        return TensorExamples(
            inputs: Tensor(xs, shape: [4, 1]), labels: Tensor(xs.map { 2 * $0 }, shape: [4, 1]))
    }

    func makeModel() -> Linear {
        var random = initialization
        let model = Linear(1, 1, random: &random)
        // 3e-5 beside the kink of a rectifier: within the widest step, outside the next.
        if hasKink { for (named, value) in zip(model.parameters, [1.00003, 0]) { assign(value, to: named.parameter) } }
        return model
    }

    private func assign(_ value: Double, to parameter: Parameter) {
        parameter.assign(Tensor([Float(value)], shape: parameter.shape))
    }

    func examples(of data: TensorExamples) -> any ExampleSource { data }

    func loss(_ model: Linear, _ batch: Batch, _ data: TensorExamples, _ state: TrainingState) -> Tensor {
        let error = model(batch.inputs) - batch.labels
        if hasKink { return relu(model(Tensor.ones([1, 1], type: batch.inputs.type)) - 1).sum() }
        return (error * (isWrong ? error.detached : error)).mean()
    }

    struct Score: ModelScore {
        func measurements(on part: DataPart) -> [Measurement] { [] }
    }

    func score(_ model: Linear, on part: DataPart, of data: TensorExamples) -> Score? { nil }
    func report(_ trained: Trained<HalfExperiment>) -> Report { Report() }
}

@Suite("Gradient checks") struct GradientCheckTests {
    private func rows(_ change: (inout HalfExperiment) -> Void) throws -> [GradientCheckRow] {
        var experiment = HalfExperiment()
        change(&experiment)
        return try GradientCheck(experiment, experiment.readData(Console(isQuiet: true))).rows()
    }

    @Test("a right gradient passes, and is what both engines compute")
    func right() throws {
        let rows = try rows { _ in }
        #expect(rows.map(\.parameter) == ["weight", "bias"] && rows.map(\.checked) == [1, 1])
        #expect(rows.allSatisfy { $0.passes(1e-8) && $0.engineError < 1e-6 })
    }

    @Test("half a gradient is off by a third, however small the step")
    func wrong() throws {
        for row in try rows({ $0.isWrong = true }) {
            #expect(abs(row.error - 1.0 / 3) < 1e-6 && !row.passes(0.1))
        }
    }

    @Test("next to a kink a smaller step decides")
    func kink() throws {
        let rows = try rows { $0.hasKink = true }
        #expect(rows.allSatisfy { $0.passes(1e-6) })
    }

    @Test("the report names what textbooks call a parameter, and fails where a gradient is wrong")
    func report() throws {
        let screen = CapturedConsole()
        var report = GradientReport(tool: "half", tolerance: 1e-6)
        try report.add("right", try rows { _ in }, names: ["weight": "W"], on: screen.console)
        try report.finish(on: screen.console)
        #expect(screen.results.text.contains("parameter  textbook  differences  fast engine"))
        #expect(screen.results.text.contains("weight     W "))
        try report.add("wrong", try rows { $0.isWrong = true }, on: screen.console)
        let error = #expect(throws: ToolError.self) { try report.finish(on: screen.console) }
        #expect(error?.exitCode == 1 && error?.description == "a gradient differs by more than 1e-06")
    }
}
