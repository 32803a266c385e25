import Core
import Foundation
import TestSupport
import Testing

@testable import GenerativeModels

@Suite("A step of both networks against PyTorch") struct GoldenStepTests {
    private struct Golden: Decodable {
        struct Numbers: Decodable {
            let norm: Double
            /// Every so-many-th number.
            let stride: Int
            let values: [Double]
        }

        let discriminatorLoss, generatorLoss, onReal, onFake: Double
        let state: [String: Numbers]
    }

    private static func goldens() throws -> [String: Golden] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Golden", "gan-step.json")
        return try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: file))
    }

    /// The step in numbers of `type`, compared to PyTorch's in float64.
    private func compare(_ name: String, _ rule: String, type: ScalarType, tolerance: Double) throws {
        let golden = try #require(Self.goldens()["\(name) \(rule)"])
        var experiment = AdversarialTraining(try GANTrainEntries.model(name))
        experiment.dropout = experiment.dropout.map { _ in 0 }
        experiment.labelSmoothing = 0.1
        experiment.recipe.optimizer = rule == "adam" ? .adam(beta1: 0.5) : .sgd()
        experiment.recipe.learningRate = rule == "adam" ? 2e-4 : 0.01
        experiment.lrDiscriminator = experiment.recipe.learningRate
        let model = try experiment.makeModel()
        var numbers = GoldenNumbers(state: 30)
        for named in model.trainedParameters {
            let shape = named.parameter.shape
            let isScale = named.name.contains(".bn") && named.name.hasSuffix("weight")
            let reach = 4 / Double(max(16, shape.dropFirst().reduce(1, *))).squareRoot()
            named.parameter.assign(
                numbers.tensor(shape, scale: isScale ? 1 : reach, offset: isScale ? 1 : 0, of: .float64))
        }
        model.convert(to: type)
        let real = numbers.tensor([4, 1, 28, 28], scale: 2, of: type)
        let noise = numbers.tensor([4, 100], scale: 4, of: type)
        let step = AdversarialStep(model, experiment)
        let batch = Batch(inputs: real, labels: Tensor([Int32(0), 1, 2, 3]))
        let result = try step(batch, noise: noise, RandomStreams(seed: 0))

        #expect(abs(result.discriminatorLoss - golden.discriminatorLoss) < tolerance)
        #expect(abs(result.generatorLoss - golden.generatorLoss) < tolerance)
        #expect(abs(result.onReal - golden.onReal) < tolerance && abs(result.onFake - golden.onFake) < tolerance)
        // PyTorch's step knows of no average.
        let trained = model.parameters.filter { !$0.name.hasPrefix("average.") }
        #expect(Set(trained.map(\.name)) == Set(golden.state.keys))
        for named in trained {
            let theirs = try #require(golden.state[named.name])
            let all = named.parameter.value.doubles
            let norm = all.reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(abs(norm - theirs.norm) <= tolerance * max(1, theirs.norm), "\(named.name)")
            let some = stride(from: 0, to: all.count, by: theirs.stride).map { all[$0] }
            #expect(relativeError(some, theirs.values) < tolerance, "\(named.name)")
        }
    }

    @Test("with Adam, in float64", arguments: ["gan", "dcgan"])
    func adam(_ name: String) throws { try compare(name, "adam", type: .float64, tolerance: 1e-7) }

    @Test("with gradient descent, on the fast engine", arguments: ["gan", "dcgan"])
    func fast(_ name: String) throws { try compare(name, "sgd", type: .float32, tolerance: 1e-4) }
}
