import Foundation
import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("Small models learn a tiny batch by heart") struct OverfittingTests {
    private func losses(
        of model: some Layer, on inputs: Tensor, classes: Int, steps: Int, _ rule: UpdateRule, learningRate: Double
    ) -> [Double] {
        let labels = cyclicLabels(inputs.shape[0], classes: classes)
        let optimizer = Optimizer(rule, learningRate: learningRate)
        return (0..<steps).map { _ in
            let (loss, gradients) = valueAndGradients(of: model, in: .training(drawingFrom: RandomStreams(seed: 1))) {
                softmaxCrossEntropy(model(inputs), labels)
            }
            optimizer.update(model, along: gradients)
            return loss.item
        }
    }

    @Test("a multilayer perceptron, with every update rule", arguments: UpdateRuleTests.rules.indices)
    func perceptron(_ index: Int) {
        let (name, rule, learningRate) = UpdateRuleTests.rules[index]
        var random = RandomStream(seed: 5, name: .initialization)
        let model = Sequential(Linear(20, 64, random: &random), Activation(.tanh), Linear(64, 4, random: &random))
        let losses = losses(
            of: model, on: randomTensor([8, 20]), classes: 4, steps: 200, rule, learningRate: learningRate)
        #expect((losses[0] - log(4)).magnitude < 0.3)
        // Weight decay keeps a loss from vanishing.
        #expect((losses.last ?? .nan) < (name.contains("decay") ? 0.6 : 0.15), "\(name)")
    }

    @Test("a convolutional network")
    func convolutional() {
        var random = RandomStream(seed: 5, name: .initialization)
        let model = Sequential(
            Conv2D(1, 16, kernelSize: 3, padding: 1, random: &random), MaxPool2D(2, rectifying: true),
            Conv2D(16, 17, kernelSize: 3, padding: 1, random: &random), Activation(.gelu), AdaptiveAveragePool2D(3),
            Flatten(), Linear(17 * 9, 10, random: &random))
        let losses = losses(
            of: model, on: randomTensor([10, 1, 12, 12]), classes: 10, steps: 120, .adam(), learningRate: 0.01)
        #expect((losses[0] - log(10)).magnitude < 0.1)
        #expect((losses.last ?? .nan) < 0.01)
    }
}
