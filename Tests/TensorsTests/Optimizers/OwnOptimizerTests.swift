import Foundation
import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

/// Momentum as PyTorch's SGD has it, written with tensors.
struct OwnMomentum: OwnOptimizer {
    var momentum = 0.9
    let name = "own-momentum"
    let slots = ["momentum_buffer"]
    static var numbers: [OptimizerNumber<OwnMomentum>] { [OptimizerNumber("momentum", \.momentum, in: 0...1)] }
    let usualWeightDecay = 0.1

    func moved(
        _ parameter: Tensor, along gradient: Tensor, slots: inout [Tensor], _ step: OptimizerStep
    ) -> Tensor {
        slots[0] = slots[0] * momentum + gradient + parameter * step.weightDecay
        return parameter - slots[0] * step.learningRate
    }
}

@Suite("Optimizers of one's own") struct OwnOptimizerTests {
    private let choice = OptimizerChoice.own(OwnMomentum())

    private func layer(seed: UInt64 = 1, type: ScalarType = .float32) -> Linear {
        var random = RandomStream(seed: seed, name: .initialization)
        let layer = Linear(4, 3, random: &random)
        layer.convert(to: type)
        return layer
    }

    private func step(_ optimizer: Optimizer, _ model: Linear, _ number: Int) {
        let x = randomTensor([5, 4], seed: UInt64(number), type: model.weight.value.type)
        optimizer.takeStep(of: model) { square(model(x)).mean() }
    }

    @Test("take the steps of the fused one with the same formula", arguments: [ScalarType.float32, .float64])
    func agreement(_ type: ScalarType) {
        let (own, fused) = (layer(type: type), layer(type: type))
        let optimizers = [
            Optimizer(choice, learningRate: 0.1),
            Optimizer(.sgd(momentum: 0.9, weightDecay: 0.1), learningRate: 0.1),
        ]
        for number in 0..<6 {
            step(optimizers[0], own, number)
            step(optimizers[1], fused, number)
        }
        for (a, b) in zip(own.parameters, fused.parameters) {
            let difference = relativeDifference(a.parameter.value.doubles, b.parameter.value.doubles)
            #expect(difference < (type == .float64 ? 1e-14 : 1e-6))
        }
        #expect(optimizers[0].slotNames == ["momentum_buffer"] && optimizers[0].step == 6)
    }

    @Test("continue from a saved state by the same steps") func resumption() throws {
        let (model, other) = (layer(), layer(seed: 2))
        let optimizer = Optimizer(choice, learningRate: 0.1)
        for number in 0..<3 { step(optimizer, model, number) }
        let state = optimizer.state(of: model)
        #expect(Set(state.keys) == ["weight.momentum_buffer", "bias.momentum_buffer"])
        for (a, b) in zip(other.parameters, model.parameters) { a.parameter.assign(b.parameter.value.copy) }
        let second = Optimizer(choice, learningRate: 0.1)
        try second.restore(state, step: 3, of: other)
        for number in 3..<6 {
            step(optimizer, model, number)
            step(second, other, number)
        }
        #expect(model.parameterBytes == other.parameterBytes)
    }

    @Test("are kept by name and numbers, and found where a list has them") func files() throws {
        let changed = try #require(choice.with(["momentum": 0.5]))
        #expect(changed != choice && changed.name == "own-momentum" && choice.with(["beta1": 0.5]) == nil)
        #expect(changed.usualWeightDecay == 0.1 && changed.rule() == nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = try encoder.encode(changed)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"momentum":0.5,"name":"own-momentum"}"#)
        let decoder = JSONDecoder()
        #expect(throws: SettingError.self) { try decoder.decode(OptimizerChoice.self, from: bytes) }
        let key = try #require(OptimizerChoice.choicesKey)
        decoder.userInfo[key] = OptimizerChoice.all + [choice]
        #expect(try decoder.decode(OptimizerChoice.self, from: bytes) == changed)
        #expect(try decoder.decode(OptimizerChoice.self, from: Data(#""adam""#.utf8)) == .adam())
        let beyond = Data(#"{"momentum":2,"name":"own-momentum"}"#.utf8)
        #expect(throws: SettingError.self) { try decoder.decode(OptimizerChoice.self, from: beyond) }
    }

    private struct Shrinking: OwnOptimizer {
        let name = "shrinking"
        let slots: [String] = []
        func moved(_ w: Tensor, along g: Tensor, slots: inout [Tensor], _ step: OptimizerStep) -> Tensor { w.sum() }
    }

    @Test("stop the program where a parameter's shape changes") func mistake() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = Linear(2, 3, hasBias: false, random: &OwnOptimizerTests.stream)
            Optimizer(Shrinking(), learningRate: 1).takeStep(of: model) { model(.ones([1, 2])).sum() }
        }
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        let expected = "update: shrinking gives a parameter and running values of shapes [[]], expected 1 of [3, 2]"
        #expect(said.hasPrefix(expected), "\(said)")
    }

    private static var stream: RandomStream {
        get { RandomStream(seed: 1, name: .initialization) }
        set {}
    }
}
