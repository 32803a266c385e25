import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

/// Convolutions followed by max pooling, whose gradients the fast engine takes as sparse, or computes in one pass.
@Suite("Convolution and max pooling together") struct PooledConvolutionTests {
    static let windows: [(kernelSize: Size2D, stride: Size2D, padding: Size2D)] = [
        (2, 2, 0), (3, 2, 0), (3, 1, 1), (2, 3, 0), (3, 2, 1), (Size2D(2, 3), Size2D(1, 2), Size2D(1, 0)), (1, 1, 0),
    ]
    static let borders: [Padding2D] = [
        0, 1, Padding2D(top: 2, left: 0, bottom: 1, right: 3), Padding2D(top: 0, left: 1, bottom: 0, right: 0),
    ]

    /// One input channel takes the pass of its own, 8 to 48 the sparse gradients, 3 and 17 the dense way.
    @Test("channels in and out", arguments: [1, 3, 8, 16, 17, 24, 32], [8, 16, 17, 32, 48])
    func channels(_ inputs: Int, _ outputs: Int) {
        for (batch, rectifying) in [(1, true), (5, false)] {
            expectAgreement(of: [batch, inputs, 8, 6], [outputs, inputs, 3, 3], [outputs], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], padding: 1).maxPool2D(2, rectifying: rectifying)
            }
        }
    }

    @Test("windows, strides and paddings of the pooling", arguments: windows, [1, 16])
    func poolings(_ pooling: (kernelSize: Size2D, stride: Size2D, padding: Size2D), _ inputs: Int) {
        expectAgreement(of: [3, inputs, 9, 11], [16, inputs, 3, 3], [16], tolerance: 1e-5) {
            $0[0].conv2D($0[1], bias: $0[2], padding: 1).maxPool2D(
                pooling.kernelSize, stride: pooling.stride, padding: pooling.padding, rectifying: true)
        }
    }

    @Test("paddings of the convolution, odd sizes, no bias", arguments: borders, [1, 8, 16])
    func paddings(_ padding: Padding2D, _ inputs: Int) {
        for size in [Size2D(8, 8), Size2D(7, 9), Size2D(10, 5)] {
            expectAgreement(of: [2, inputs, size.height, size.width], [16, inputs, 3, 3], tolerance: 1e-5) {
                $0[0].conv2D($0[1], padding: padding).maxPool2D(2)
            }
        }
    }

    @Test("strides and windows of the convolution", arguments: [1, 2, Size2D(2, 1)] as [Size2D], [1, 16])
    func strides(_ stride: Size2D, _ inputs: Int) {
        for window in [3, 5] {
            expectAgreement(of: [2, inputs, 15, 14], [16, inputs, window, window], [16], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], stride: stride, padding: 1).maxPool2D(2, rectifying: true)
            }
        }
    }

    @Test("pictures for several threads, fewer pictures than threads")
    func threads() {
        for batch in [1, 2, 3, 33] {
            expectAgreement(of: [batch, 1, 28, 28], [16, 1, 3, 3], [16], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], padding: 1).maxPool2D(2, rectifying: true)
            }
            expectAgreement(of: [batch, 16, 14, 14], [32, 16, 3, 3], [32], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], padding: 1).maxPool2D(2, rectifying: true)
            }
        }
    }

    @Test("a convolution that is pooled and read besides", arguments: [1, 16])
    func sharedConvolution(_ inputs: Int) {
        expectAgreement(of: [3, inputs, 8, 8], [16, inputs, 3, 3], [16], tolerance: 1e-5) {
            let convolved = $0[0].conv2D($0[1], bias: $0[2], padding: 1)
            return convolved.maxPool2D(2) * 2 + convolved.averagePool2D(to: 4)
        }
    }

    @Test("a gradient that is pooled and used otherwise", arguments: [1, 16])
    func sharedGradient(_ inputs: Int) {
        expectAgreement(of: [3, inputs, 8, 8], [16, inputs, 3, 3], tolerance: 1e-5) {
            tanh($0[0].conv2D($0[1], padding: 1)).maxPool2D(2)
        }
    }

    @Test("a convolution not yet asked for keeps the weights of its time")
    func laterUpdate() {
        var random = RandomStream(seed: 3, name: .initialization)
        let layer = Conv2D(1, 16, kernelSize: 3, padding: 1, random: &random)
        let x = randomTensor([2, 1, 6, 6], seed: 4)
        let expected = layer(x).scalars()
        let waiting = layer(x)
        let (_, gradients) = valueAndGradients(of: layer, in: .training()) { layer(x).sum() }
        let optimizer = Optimizer(.sgd(), learningRate: 0.5)
        optimizer.update(layer, along: gradients)
        #expect(layer(x).scalars() != expected)
        #expect(waiting.scalars() == expected)
    }

    @Test("not-a-number wins, as in pooling alone", arguments: [1, 16])
    func notANumber(_ inputs: Int) {
        var numbers = randomTensor([1, inputs, 6, 6], seed: 5).scalars()
        numbers[14] = .nan
        let picture = Tensor(numbers, shape: [1, inputs, 6, 6])
        let weight = randomTensor([16, inputs, 3, 3], seed: 6)
        // The gradients may differ: a sparse one leaves out 0 · NaN.
        let results = [OneDNNEngine.shared, ReferenceEngine.shared].map { (engine: any ComputeEngine) in
            ComputeContext.with(engine) { picture.copy.conv2D(weight.copy).maxPool2D(2, rectifying: true).doubles }
        }
        #expect(results[1].contains { $0.isNaN } && relativeDifference(results[0], results[1]) < 1e-5)
    }
}
