import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("The loss of a perceptron as one operation") struct PerceptronLossTests {
    /// Rows and widths: blocks that leave a rest, one layer alone, odd widths, ones that are too wide to be fused.
    static let cases: [(rows: Int, widths: [Int])] = [
        (64, [8, 20, 20, 3]), (1, [8, 20, 20, 3]), (500, [8, 20, 20, 3]), (129, [3, 5, 2]), (40, [7, 4]),
        (300, [5, 64, 1, 6, 4]), (33, [4, 70, 3]), (1_000, [2, 5, 1]),
    ]
    static let activations: [UnaryOperation] = [.softsign, .tanh, .relu, .sigmoid(slope: 1), .gelu]

    private func parameters(_ widths: [Int], type: ScalarType = .float32) -> [Tensor] {
        let layers = zip(widths, widths.dropFirst())
        return randomTensors(layers.map { [$1, $0] } + layers.map { [$1] }, type: type)
    }

    private func labels(_ rows: Int, classes: Int) -> Tensor { Tensor((0..<rows).map { Int32($0 * 7 % classes) }) }

    private func loss(
        _ x: Tensor, _ targets: Tensor, _ parameters: [Tensor], _ activation: UnaryOperation, rate: Double
    ) -> Tensor {
        let count = parameters.count / 2
        return perceptronLoss(
            x, targets, weights: Array(parameters[..<count]), biases: Array(parameters[count...]),
            activation: activation, dropout: rate > 0 ? DropoutDraw(rate: rate, key: 5, counter: 2) : nil)
    }

    @Test("both engines agree on classes, with and without dropout", arguments: cases)
    func classes(_ rows: Int, _ widths: [Int]) {
        let x = randomTensor([rows, widths[0]], seed: 2)
        for rate in [0, 0.3] {
            for activation in Self.activations {
                expectAgreement(parameters(widths), tolerance: 1e-5) {
                    loss(x, labels(rows, classes: widths[widths.count - 1]), $0, activation, rate: rate)
                }
            }
        }
    }

    @Test("both engines agree on numbers", arguments: cases)
    func numbers(_ rows: Int, _ widths: [Int]) {
        let x = randomTensor([rows, widths[0]], seed: 2)
        let targets = randomTensor([rows, widths[widths.count - 1]], seed: 3)
        expectAgreement(parameters(widths), tolerance: 1e-5) { loss(x, targets, $0, .softsign, rate: 0.2) }
    }

    @Test("gradients match differences", arguments: [0, 0.4]) func gradients(_ rate: Double) {
        let widths = [3, 5, 4, 3]
        let x = randomTensor([6, 3], seed: 2, type: .float64)
        let numbers = randomTensor([6, 3], seed: 4, type: .float64)
        for targets in [labels(6, classes: 3), numbers] {
            for activation in [UnaryOperation.softsign, .tanh] {
                let errors = gradientErrors(at: parameters(widths, type: .float64)) {
                    loss(x, targets, $0, activation, rate: rate)
                }
                for error in errors { #expect(error <= 1e-7) }
            }
        }
    }

    @Test("it is what its layers make one after the other") func layers() {
        var random = RandomStream(seed: 3, name: .initialization)
        let layers = [Linear(8, 20, random: &random), Linear(20, 20, random: &random), Linear(20, 3, random: &random)]
        let (x, labels) = (randomTensor([200, 8]), labels(200, classes: 3))
        let logits = layers[2](softsign(layers[1](softsign(layers[0](x)))))
        let expected = softmaxCrossEntropy(logits, labels)
        #expect(
            abs(perceptronLoss(x, labels, layers: layers, activation: .softsign).item - expected.item) < 1e-6)
    }

    @Test("a step takes a mask's numbers of the stream once, blocks of 512 that are two times 64 positions long")
    func reservation() {
        let random = RandomStreams(seed: 1)
        var start = RandomStream(seed: 3, name: .initialization)
        let layers = [Linear(8, 20, random: &start), Linear(20, 3, random: &start)]
        let model = Sequential(layers[0], layers[1])
        _ = valueAndGradients(of: model, in: .training(drawingFrom: random)) {
            perceptronLoss(
                randomTensor([200, 8]), labels(200, classes: 3), layers: layers, activation: .relu, dropout: 0.5)
        }
        let numbers = PerceptronNetwork.maskCount(rows: 200, units: 20)
        #expect(random.positions == ["dropout": UInt64((numbers + 511) / 512 * 128)])
    }

    @Test("threads share the rows and agree") func threads() {
        let threads = ComputeContext.threads
        defer { ComputeContext.threads = threads }
        let (x, targets) = (randomTensor([1_500, 8]), labels(1_500, classes: 3))
        let results = [1, 2, 3].map { count in
            ComputeContext.threads = count
            return valueAndGradients(at: parameters([8, 20, 20, 3]), in: .evaluation) {
                loss(x, targets, $0, .softsign, rate: 0.1)
            }
        }
        for result in results {
            #expect(abs(result.value.item - results[0].value.item) < 1e-6)
            for (a, b) in zip(result.gradients, results[0].gradients) {
                #expect(largestDifference(a.doubles, b.doubles) < 1e-6)
            }
        }
    }
}
