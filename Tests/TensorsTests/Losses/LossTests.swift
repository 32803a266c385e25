import Foundation
import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Losses and activations against PyTorch") struct LossTests {
    static let activations: [(name: String, function: @Sendable (Tensor) -> Tensor)] = [
        ("gelu", { gelu($0) }), ("elu", { elu($0) }), ("elu 0.3", { elu($0, alpha: 0.3) }),
        ("softplus", { softplus($0) }), ("tanh", { tanh($0) }), ("sigmoid", { sigmoid($0) }),
        ("softsign", { softsign($0) }), ("leaky_relu", { leakyReLU($0) }), ("relu", { relu($0) }),
    ]

    @Test("activations and their derivatives", arguments: activations.indices)
    func activation(_ index: Int) throws {
        let golden = try TrainingGoldens.read()
        let (name, function) = Self.activations[index]
        let expected = try #require(golden.activations[name])
        for (type, tolerance) in [(ScalarType.float64, 1e-9), (.float32, 1e-6)] {
            let x = Tensor(golden.points).cast(to: type)
            let gradients = valueAndGradients(at: [x], in: .evaluation) { function($0[0]).sum() }.gradients
            for (ours, torch) in zip(function(x).doubles, expected.values) {
                #expect((ours - torch).magnitude <= tolerance * max(1, torch.magnitude), "\(name)")
            }
            for (ours, torch) in zip(gradients[0].doubles, expected.gradients) {
                #expect((ours - torch).magnitude <= tolerance, "gradient of \(name)")
            }
        }
    }

    @Test("cross entropy")
    func crossEntropy() throws {
        let golden = try TrainingGoldens.read().losses
        for (type, tolerance) in [(ScalarType.float64, 1e-14), (.float32, 1e-6)] {
            let logits = Tensor(golden.logits, shape: [5, 4]).cast(to: type)
            let (value, gradients) = valueAndGradients(at: [logits], in: .evaluation) {
                softmaxCrossEntropy($0[0], Tensor(golden.labels))
            }
            #expect(relativeDifference([value.item], golden.crossEntropy.values) < tolerance)
            #expect(relativeDifference(gradients[0].doubles, golden.crossEntropy.gradients) < tolerance)
        }
    }

    @Test("binary cross entropy of logits, far ones too")
    func binaryCrossEntropyOfLogits() throws {
        let golden = try TrainingGoldens.read().losses
        for (type, tolerance) in [(ScalarType.float64, 1e-14), (.float32, 1e-6)] {
            let targets = Tensor(golden.chances).cast(to: type)
            let (value, gradients) = valueAndGradients(at: [Tensor(golden.scores).cast(to: type)], in: .evaluation) {
                binaryCrossEntropy(logits: $0[0], targets: targets)
            }
            let expected = golden.binaryCrossEntropyWithLogits
            #expect(relativeDifference([value.item], expected.values) < tolerance)
            #expect(relativeDifference(gradients[0].doubles, expected.gradients) < tolerance)
        }
    }

    @Test("squared errors by hand")
    func squaredErrors() {
        let (a, b) = (
            Tensor([1, 2, 3, 4] as [Float], shape: [2, 2]), Tensor([1, 0, 0, 0] as [Float], shape: [2, 2])
        )
        #expect(meanSquaredError(a, b).item == 7.25)
        #expect(halfSquaredError(a, b).item == 7.25)
        let gradients = valueAndGradients(at: [a], in: .evaluation) { halfSquaredError($0[0], b) }.gradients
        #expect(gradients[0].scalars() == [0, 1, 1.5, 2])
    }

    @Test("equal logits cost ln K whatever the label", arguments: [2, 10, 49])
    func equalLogits(_ classes: Int) {
        let loss = softmaxCrossEntropy(.zeros([8, classes]), cyclicLabels(8, classes: classes)).item
        #expect((loss - Foundation.log(Double(classes))).magnitude < 1e-6)
    }

    @Test("a gradient passes on what stands behind the loss")
    func scaled() {
        let (x, labels) = (randomTensor([3, 4]), cyclicLabels(3, classes: 4))
        let once = valueAndGradients(at: [x], in: .evaluation) { softmaxCrossEntropy($0[0], labels) }.gradients[0]
            .doubles
        let thrice = valueAndGradients(at: [x], in: .evaluation) { softmaxCrossEntropy($0[0], labels) * 3 }.gradients[0]
            .doubles
        #expect(relativeDifference(thrice, once.map { 3 * $0 }) < 1e-6)
    }
}
