import Core
import TestSupport
import Testing

@testable import VisionModels

@Suite("A model on an engine of somebody else's") struct OtherEngineTests {
    /// Five steps of the model `conv` on eight characters: the losses, and the parameters at the end.
    private func train(on engine: any ComputeEngine) -> (losses: [Double], parameters: [[Double]]) {
        ComputeContext.with(engine) {
            var random = RandomStream(seed: 3, name: .initialization)
            let model = ConvNet(input: [1, 28, 28], classes: 10, random: &random)
            let batch = ImageDataset.strokes(training: 8, test: 0).training.batch(Array(0..<8)[...])
            let optimizer = Optimizer(.sgd(momentum: 0.9), learningRate: 0.02)
            let losses = (0..<5).map { _ in
                optimizer.takeStep(of: model) { model.loss(model(batch.inputs), labels: batch.labels) }
            }
            return (losses, model.parameters.map(\.parameter.value.doubles))
        }
    }

    @Test("learns as on the built-in one, by the operations that were counted")
    func agreement() {
        let engine = CountingEngine(OneDNNEngine.shared)
        let (expected, found) = (train(on: OneDNNEngine.shared), train(on: engine))
        #expect(expected.losses[4] < expected.losses[0])
        #expect(relativeDifference(found.losses, expected.losses) < 1e-5)
        for (a, b) in zip(found.parameters, expected.parameters) { #expect(relativeDifference(a, b) < 1e-4) }
        let counts = engine.counts
        #expect(counts["conv2D"] == 10 && counts["conv2DWeightGradient"] == 10 && counts["conv2DInputGradient"] == 5)
        #expect(counts["maxPool2D"] == 10 && counts["maxPool2DGradient"] == 10)
        // Two layers forward, and each one's weight and input.
        #expect(counts["matmul"] == 30)
        #expect(counts["averagePool2D"] == nil)
    }

    @Test("gets the gradients of the reference engine") func gradients() {
        func gradients(on engine: any ComputeEngine) -> [[Double]] {
            ComputeContext.with(engine) {
                var random = RandomStream(seed: 3, name: .initialization)
                let model = ConvNet(input: [1, 8, 8], classes: 3, random: &random)
                let loss = valueAndGradients(of: model, in: .evaluation) {
                    softmaxCrossEntropy(model(randomTensor([2, 1, 8, 8])), cyclicLabels(2, classes: 3))
                }
                return [[loss.value.item]] + loss.gradients.tensors.map(\.doubles)
            }
        }
        let composed = gradients(on: CountingEngine(ReferenceEngine.shared))
        for (a, b) in zip(composed, gradients(on: ReferenceEngine.shared)) { #expect(relativeDifference(a, b) < 1e-5) }
    }
}
