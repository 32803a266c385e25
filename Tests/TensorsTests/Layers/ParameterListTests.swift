import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Lists of parameters") struct ParameterListTests {
    private struct Block: Module {
        let inner: Linear
        let scale = Parameter(.ones([2]))
        let shift: Parameter?

        var parameters: [NamedParameter] {
            ("inner", inner)
            ("scale", scale)
            ("shift", shift)
        }
    }

    private struct Forgetful: Module {
        let first: Linear
        let rest: [Linear]

        var parameters: [NamedParameter] {
            ("first", first)
        }
    }

    private struct Doubled: Module {
        let layer: Linear

        var parameters: [NamedParameter] {
            ("a", layer)
            ("b", layer)
        }
    }

    private func linear(hasBias: Bool = true) -> Linear {
        var random = RandomStream(seed: 1, name: .initialization)
        return Linear(3, 2, hasBias: hasBias, random: &random)
    }

    @Test("every layer lists what it holds, under PyTorch's names and with its shapes")
    func layers() {
        var random = RandomStream(seed: 1, name: .initialization)
        let layers: [(any Layer, [String], [Shape])] = [
            (Linear(3, 2, random: &random), ["weight", "bias"], [[2, 3], [2]]),
            (Linear(3, 2, hasBias: false, random: &random), ["weight"], [[2, 3]]),
            (Conv2D(3, 8, kernelSize: Size2D(5, 4), random: &random), ["weight", "bias"], [[8, 3, 5, 4], [8]]),
            (Conv2D(3, 8, kernelSize: 1, hasBias: false, random: &random), ["weight"], [[8, 3, 1, 1]]),
            (MaxPool2D(2), [], []), (AdaptiveAveragePool2D(2), [], []), (Dropout(0.5), [], []), (Flatten(), [], []),
            (Activation(.relu), [], []),
            (
                Sequential(linear(), Activation(.tanh), Sequential(linear(hasBias: false))),
                ["0.weight", "0.bias", "2.0.weight"], [[2, 3], [2], [2, 3]]
            ),
        ]
        for (layer, names, shapes) in layers {
            #expect(faultOfParameterList(of: layer) == nil)
            #expect(layer.parameters.map(\.name) == names)
            #expect(layer.parameters.map(\.parameter.shape) == shapes)
            #expect(layer.parameterCount == shapes.reduce(0) { $0 + $1.elementCount })
        }
    }

    @Test("parameters of one's own, optional ones and nested modules")
    func ownModules() {
        let block = Block(inner: linear(), shift: Parameter(.zeros([3])))
        #expect(block.parameters.map(\.name) == ["inner.weight", "inner.bias", "scale", "shift"])
        #expect(faultOfParameterList(of: block) == nil)
        #expect(Block(inner: linear(), shift: nil).parameters.map(\.name) == ["inner.weight", "inner.bias", "scale"])
    }

    @Test("the check finds what is forgotten, listed twice or foreign")
    func faults() {
        let forgetful = Forgetful(first: linear(), rest: [linear(hasBias: false)])
        #expect(faultOfParameterList(of: forgetful) == "parameters of shapes [[2, 3]] are not listed")
        #expect(
            faultOfParameterList(of: Doubled(layer: linear(hasBias: false)))
                == "a parameter is listed twice in [\"a.weight\", \"b.weight\"]")
    }
}
