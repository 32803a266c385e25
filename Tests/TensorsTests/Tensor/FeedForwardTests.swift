import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("The feed-forward network as one operation") struct FeedForwardTests {
    /// Rows, width and units: fused ones, ones made of products, and rows and blocks that leave a rest.
    static let cases: [(rows: Int, width: Int, units: Int)] = [
        (10, 8, 64), (33, 8, 272), (5, 16, 512), (4, 6, 20), (7, 8, 24), (1, 8, 16), (70, 8, 1024),
    ]

    /// The operation with the weights as tensors; masks are drawn from the first numbers of the stream.
    private func run(_ x: [Tensor], rate: Double) -> Tensor {
        let engine = x[0].engine
        let weights = FeedForwardWeights(
            firstWeight: x[1].buffer, firstBias: x[2].buffer, secondWeight: x[3].buffer, secondBias: x[4].buffer)
        let draw = rate > 0 ? DropoutDraw(rate: rate, key: 5, counter: 2) : nil
        let trace = engine.feedForward(x[0].buffer, weights, dropout: draw)
        guard let tape = x.lazy.compactMap({ Tape.shared(by: $0) }).first else { return Tensor(trace.output) }
        return tape.record(trace.output) { gradient, tape in
            let by = engine.feedForwardGradient(gradient.buffer, trace)
            let all = [
                by.input, by.weights.firstWeight, by.weights.firstBias, by.weights.secondWeight, by.weights.secondBias,
            ]
            for (source, gradient) in zip(x, all) { tape.add(to: source) { Tensor(gradient) } }
        }
    }

    private func inputs(_ rows: Int, _ width: Int, _ units: Int, type: ScalarType = .float32) -> [Tensor] {
        randomTensors([[rows, width], [units, width], [units], [width, units], [width]], type: type)
    }

    @Test("both engines agree, with and without dropout", arguments: cases)
    func agreement(_ rows: Int, _ width: Int, _ units: Int) {
        for rate in [0, 0.3] {
            expectAgreement(inputs(rows, width, units), tolerance: 5e-6) { run($0, rate: rate) }
        }
    }

    @Test("gradients match differences", arguments: [0, 0.4]) func gradients(_ rate: Double) {
        let errors = gradientErrors(at: inputs(3, 4, 6, type: .float64)) {
            let y = run($0, rate: rate)
            return (y * randomTensor(y.shape, seed: 9, type: .float64)).sum()
        }
        for error in errors { #expect(error <= 1e-7) }
    }

    @Test("it is what its two layers make one after the other") func layers() {
        var random = RandomStream(seed: 3, name: .initialization)
        let network = FeedForward(width: 8, hidden: 64, dropout: 0.5, random: &random)
        let x = randomTensor([2, 5, 8])
        let expected = network.second(network.first(x.reshaped(to: [10, 8]), rectifier: .relu))
        #expect(largestDifference(network(x).doubles, expected.doubles) < 1e-6)
    }

    @Test("a step takes two times 64 blocks of the stream for its 1,024 numbers, each two positions long")
    func reservation() {
        let random = RandomStreams(seed: 1)
        var start = RandomStream(seed: 3, name: .initialization)
        let network = FeedForward(width: 8, hidden: 64, dropout: 0.5, random: &start)
        _ = valueAndGradients(of: Sequential(network.first, network.second), in: .training(drawingFrom: random)) {
            network(randomTensor([16, 8])).sum()
        }
        #expect(random.positions == ["dropout": 256])
    }

    @Test("a mask keeps its share and both engines' masks are one") func mask() {
        let mask = DropoutMask(DropoutDraw(rate: 0.1, key: 9, counter: 0), count: 20_480)
        let kept = (0..<mask.count).reduce(0) { $0 + Int(mask.bytes[$1]) }
        #expect(abs(Double(kept) / 20_480 - 0.9) < 0.01)
    }
}
