import TestSupport
import Testing

@testable import Engine
@testable import Tensors

/// Tensors may lie in blocks between operations; what is computed from them must not depend on it.
@Suite("Blocked layouts flow between operations") struct LayoutFlowTests {
    @Test("a convolutional network, forward and backward", arguments: [(8, 16), (16, 32), (17, 5), (3, 17)])
    func network(_ channels: (Int, Int)) {
        let (first, second) = channels
        for batch in [1, 4] {
            expectAgreement(
                of: [batch, 1, 12, 12], [first, 1, 3, 3], [first], [second, first, 3, 3], [second],
                [10, second * 9], [10], tolerance: 1e-5
            ) {
                $0[0].conv2D($0[1], bias: $0[2], padding: 1, rectifier: .leakyReLU(slope: 0.1)).maxPool2D(2)
                    .conv2D($0[3], bias: $0[4], padding: 1).maxPool2D(2).flattened()
                    .matmul($0[5], transposingOther: true, bias: $0[6])
            }
        }
    }

    @Test("element-wise functions between two convolutions, with padded blocks too", arguments: [16, 17])
    func elementwise(_ channels: Int) {
        let functions: [(Tensor) -> Tensor] = [
            { tanh($0) }, { gelu($0) }, { elu($0) }, { sigmoid($0) }, { exp($0) }, { 1 - $0 }, { $0 * 2 },
            { square($0) }, { sqrt(square($0)) }, { sqrt(square($0) + 1) }, { abs($0) }, { softsign($0) },
            { gaussian($0) }, { softplus($0) }, { 1 / (square($0) + 1) }, { log(square($0) + 1) },
            { leakyReLU($0, slope: 0.2) }, { relu($0) },
        ]
        for function in functions {
            expectAgreement(of: [2, 3, 6, 6], [channels, 3, 3, 3], [4, channels, 3, 3], tolerance: 1e-5) {
                function($0[0].conv2D($0[1])).conv2D($0[2])
            }
        }
    }

    @Test("two arguments in different layouts", arguments: [16, 17])
    func pairs(_ channels: Int) {
        let functions: [(Tensor, Tensor) -> Tensor] = [
            { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / (square($1) + 1) }, { maximum($0, $1) }, { minimum($0, $1) },
            { $0 / (2 + abs($1)) },
        ]
        for function in functions {
            expectAgreement(
                of: [2, 3, 6, 6], [channels, 3, 3, 3], [channels, 3, 3, 3], [2, channels, 4, 4], tolerance: 1e-5
            ) {
                let (a, b) = ($0[0].conv2D($0[1]), $0[0].conv2D($0[2]))
                return function(a, b) + function(a, $0[3]) + function($0[3], b)
            }
        }
    }

    @Test("a quotient of padded blocks leaves no 0 / 0 behind")
    func quotient() {
        expectAgreement(of: [2, 3, 6, 6], [17, 3, 3, 3], [17, 3, 3, 3], [4, 17, 3, 3], in: 0.5..<1, tolerance: 5e-5) {
            ($0[0].conv2D($0[1]) / $0[0].conv2D($0[2])).conv2D($0[3])
        }
    }

    @Test("reductions, movements and softmax of blocks", arguments: [16, 17])
    func others(_ channels: Int) {
        let functions: [(Tensor) -> Tensor] = [
            { $0.sum(axes: [1]) }, { $0.sum(axes: [0, 2, 3]) }, { $0.mean(axes: [2, 3]) }, { $0.max(axes: [1]) },
            { $0.softmax() }, { $0.logSoftmax() }, { $0.transposed() }, { $0.transposed([0, 2, 3, 1]) },
            { $0.sliced(1..<3, axis: 1) }, { concatenated([$0, square($0)], axis: 1) }, { $0.reshaped(to: [-1, 4]) },
            { $0.averagePool2D(to: 3) }, { $0.gathering(Tensor([1, 0, 1] as [Int32])) }, { $0 + $0.sum(axes: [0]) },
        ]
        for function in functions {
            expectAgreement(of: [2, 3, 6, 6], [channels, 3, 3, 3], tolerance: 1e-5) { function($0[0].conv2D($0[1])) }
        }
    }

    @Test("a sum of squares leaves the padding of blocks out")
    func sumOfSquares() {
        let (x, weight) = (randomTensor([2, 3, 6, 6]), randomTensor([17, 3, 3, 3]))
        let result = x.conv2D(weight)
        let expected = result.doubles.reduce(0) { $0 + $1 * $1 }
        #expect((result.engine.sumOfSquares(result.buffer) - expected).magnitude < 1e-5 * expected)
    }

    /// The last batch of an epoch is often smaller: primitives of both shapes are used in turn.
    @Test("results stay right when shapes alternate")
    func alternatingShapes() {
        let weights = randomTensors([[16, 1, 3, 3], [16], [10, 16 * 36], [10]])
        func logits(_ batch: Int) -> Tensor {
            randomTensor([batch, 1, 12, 12], seed: UInt64(batch)).conv2D(weights[0], bias: weights[1], padding: 1)
                .maxPool2D(2, rectifying: true).flattened()
                .matmul(weights[2], transposingOther: true, bias: weights[3])
        }
        let batches = [64, 64, 37, 64, 1, 37, 64]
        let fast = batches.map { logits($0) }
        let exact = ComputeContext.with(ReferenceEngine.shared) { [64, 37, 1].map { ($0, logits($0).doubles) } }
        for (batch, result) in zip(batches, fast) {
            for (size, expected) in exact where size == batch {
                #expect(relativeDifference(result.doubles, expected) < 5e-6)
            }
        }
    }
}
