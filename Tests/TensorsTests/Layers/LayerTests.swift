import TestSupport
import Testing

@testable import Foundations
@testable import Tensors

@Suite("Layers") struct LayerTests {
    @Test("a linear layer is x Wᵀ + b")
    func linear() {
        var random = RandomStream(seed: 1, name: .initialization)
        let layer = Linear(2, 3, random: &random)
        layer.weight.assign(Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2]))
        layer.bias?.assign(Tensor([10, -20, 30] as [Float]))
        let x = Tensor([1, 1, 0, -1] as [Float], shape: [2, 2])
        #expect(layer(x).scalars() == [13, -13, 41, 8, -24, 24])
        #expect(layer(x, rectifier: .relu).scalars() == [13, 0, 41, 8, 0, 24])
    }

    @Test("layers compute what their operations do")
    func operations() {
        var random = RandomStream(seed: 1, name: .initialization)
        let x = randomTensor([2, 3, 8, 8])
        let conv = Conv2D(3, 4, kernelSize: 3, stride: 2, padding: 1, random: &random)
        let expected = x.conv2D(conv.weight.value, bias: conv.bias?.value, stride: 2, padding: 1)
        #expect(conv(x).bytes == expected.bytes)
        #expect(relativeDifference(conv(x, rectifier: .relu).doubles, relu(expected).doubles) < 1e-6)
        #expect(MaxPool2D(2)(x).bytes == x.maxPool2D(2).bytes)
        #expect(MaxPool2D(3, stride: 1, padding: 1)(x).bytes == x.maxPool2D(3, stride: 1, padding: 1).bytes)
        #expect(MaxPool2D(2, rectifying: true)(x).bytes == relu(x).maxPool2D(2).bytes)
        #expect(AdaptiveAveragePool2D(3)(x).bytes == x.averagePool2D(to: 3).bytes)
        #expect(Activation(.gelu)(x).bytes == gelu(x).bytes)
        #expect(Flatten()(x).shape == [2, 192])
        let stack = Sequential(conv, Activation(.tanh), Flatten())
        #expect(stack(x).bytes == tanh(conv(x)).flattened().bytes)
    }

    @Test("dropout acts only while gradients are recorded, and draws nothing otherwise")
    func dropout() {
        let layer = Dropout(0.5)
        let (x, model) = (Tensor.ones([1_000]), Parameterless())
        let random = RandomStreams(seed: 1)
        #expect(layer(x).bytes == x.bytes)
        #expect(random.positions.isEmpty)
        let masks = (0..<2).map { _ in
            var dropped = x
            _ = valueAndGradients(of: model, in: .training(drawingFrom: random)) {
                dropped = layer(x)
                return dropped.sum()
            }
            return dropped.scalars()
        }
        #expect(Set(masks[0]) == [0, 2])
        #expect(masks[0] != masks[1])
        #expect((300..<700).contains(masks[0].count { $0 == 0 }))
        // 1,000 numbers take two times 64 blocks, each two positions long.
        #expect(random.positions == ["dropout": 512])
        #expect(layer(x).bytes == x.bytes)
        #expect(random.positions == ["dropout": 512])
    }

    @Test("dropout of rate zero needs no random numbers")
    func noDropout() {
        let x = Tensor.ones([8])
        _ = valueAndGradients(of: Parameterless(), in: .training()) {
            #expect(Dropout(0)(x).bytes == x.bytes)
            return x.sum()
        }
    }

    @Test("the same seed drops the same, another seed another")
    func dropoutSeeds() {
        func mask(_ seed: UInt64) -> [UInt8] {
            var dropped = Tensor.ones([100])
            _ = valueAndGradients(of: Parameterless(), in: .training(drawingFrom: RandomStreams(seed: seed))) {
                dropped = Dropout(0.3)(.ones([100]))
                return dropped.sum()
            }
            return dropped.bytes
        }
        #expect(mask(1) == mask(1))
        #expect(mask(1) != mask(2))
    }

    private struct Parameterless: Module {
        var parameters: [NamedParameter] { [] }
    }
}
