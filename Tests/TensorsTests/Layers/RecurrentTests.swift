import Foundation
import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Recurrent layers") struct RecurrentTests {
    /// `Tests/Golden/recurrent.json`: what PyTorch computes, made by `make-recurrent-goldens.py`.
    private struct Golden: Decodable {
        let weights: [String: Numbers]
        let input, output, hidden: Numbers
        let cell: Numbers?

        struct Numbers: Decodable {
            let shape: Shape
            let numbers: [Float]

            var tensor: Tensor { Tensor(numbers, shape: shape) }
        }
    }

    private func golden(_ kind: RecurrentCell) throws -> Golden {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(components: "Golden", "recurrent.json")
        let all = try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: file))
        return try #require(all[kind.rawValue])
    }

    private func network(_ kind: RecurrentCell, inputs: Int = 5, width: Int = 6, layers: Int = 2) -> Recurrent {
        var random = RandomStream(seed: 2, name: .initialization)
        return Recurrent(.builtIn(kind), inputs: inputs, width: width, layers: layers, random: &random)
    }

    @Test("PyTorch's states from PyTorch's weights", arguments: RecurrentCell.allCases)
    func golden(of kind: RecurrentCell) throws {
        let golden = try golden(kind)
        let network = network(kind)
        #expect(network.parameters.map(\.name).sorted() == golden.weights.keys.sorted())
        for named in network.parameters { named.parameter.assign(try #require(golden.weights[named.name]).tensor) }
        for engine in [OneDNNEngine.shared, ReferenceEngine.shared] as [any ComputeEngine] {
            try ComputeContext.with(engine) {
                let (output, state, _) = network(golden.input.tensor)
                #expect(largestDifference(output.doubles, golden.output.tensor.doubles) < 1e-5)
                #expect(largestDifference(concatenated(state.hidden).doubles, golden.hidden.tensor.doubles) < 1e-5)
                #expect((golden.cell == nil) == state.cell.isEmpty)
                if let cell = golden.cell {
                    #expect(largestDifference(concatenated(state.cell).doubles, cell.tensor.doubles) < 1e-5)
                }
                _ = try #require(state.hidden.first)
            }
        }
    }

    @Test("symbols are one-hot rows, with the same gradients", arguments: RecurrentCell.allCases)
    func symbols(_ kind: RecurrentCell) {
        let network = network(kind)
        let symbols: [Int32] = [0, 3, 4, 3, 2, 2]
        let rows = oneHot(Tensor(symbols), classes: 5).reshaped(to: [3, 2, 5])
        let weights = randomTensor([3, 2, 6])
        let plain = valueAndGradients(of: network, in: .training()) { (network(rows).output * weights).sum() }
        let numbered = valueAndGradients(of: network, in: .training()) {
            (network(symbols: Tensor(symbols, shape: [3, 2])).output * weights).sum()
        }
        #expect(abs(plain.value.item - numbered.value.item) < 1e-5)
        for (a, b) in zip(plain.gradients.tensors, numbered.gradients.tensors) {
            #expect(largestDifference(a.doubles, b.doubles) < 1e-5)
        }
    }

    @Test("the list of parameters is whole")
    func parameterList() {
        #expect(faultOfParameterList(of: network(.lstm)) == nil)
    }
}
