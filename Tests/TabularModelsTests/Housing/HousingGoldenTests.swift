import Core
import Foundation
import TestSupport
import Testing

@testable import TabularModels

@Suite("The trainings of housing-train against PyTorch") struct HousingGoldenTests {
    private struct Golden: Decodable {
        let losses: [Double]
        let weights: [Double]
    }

    private static let rows = 150

    @Test(
        "four steps from fixed weights on fixed rows",
        arguments: ["gd", "mini-batch", "adam", "mini-batch-adam", "regression"])
    func steps(name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(components: "Golden", "housing.json")
        let golden = try #require(
            JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: file))[name])
        let isRegression = name == "regression"
        var recipe = try #require(HousingPreset.all.first { $0.name == (isRegression ? "waves" : name) }).experiment
            .recipe
        // The preset's optimizer on the small network, which goes through the fused loss.
        if isRegression { recipe.batchSize = 64 }
        var random = RandomStream(seed: 0, name: .initialization)
        let model = HousingNet(inputs: 8, hidden: [20, 20], outputs: isRegression ? 1 : 3, random: &random)
        var numbers = GoldenNumbers(state: 20)
        for named in model.parameters { named.parameter.assign(numbers.tensor(named.parameter.shape)) }
        let inputs = numbers.tensor([Self.rows, 8], scale: 4)
        let targets = numbers.tensor([Self.rows, 1])
        let size = recipe.batchSize ?? Self.rows
        let examples =
            isRegression
            ? TableExamples(inputs: inputs, numbers: targets.scalars(), batchSize: size)
            : TableExamples(inputs: inputs, classes: (0..<Self.rows).map { Int32($0 * 7 % 3) }, batchSize: size)
        let optimizer = recipe.makeOptimizer()
        for (step, expected) in golden.losses.enumerated() {
            let batch = examples.batch((0..<size).map { Int32(($0 + step * size) % Self.rows) }[...])
            let (loss, gradients) = valueAndGradients(of: model, in: .training()) { model.loss(batch) }
            optimizer.update(model, along: gradients)
            #expect(abs(loss.item - expected) < 2e-6)
        }
        let weights = model.parameters.flatMap { $0.parameter.value.doubles }
        for (place, expected) in golden.weights.enumerated() { #expect(abs(weights[7 * place] - expected) < 2e-6) }
    }
}
