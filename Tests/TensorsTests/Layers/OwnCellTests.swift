import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

/// A cell of the engine, step by step.
private struct Spelled: OwnCell {
    let kind: RecurrentCell
    var name: String { "own \(kind.rawValue)" }
    var gates: Int { kind.gates }
    var hasCellState: Bool { kind == .lstm }

    func next(_ step: CellStep) -> CellState {
        switch kind {
        case .rnn: return CellState(hidden: tanh(step.sum(0)))
        case .lstm:
            let kept = sigmoid(step.sum(1)) * step.cell
            let cell = kept + sigmoid(step.sum(0)) * tanh(step.sum(2))
            return CellState(hidden: sigmoid(step.sum(3)) * tanh(cell), cell: cell)
        case .gru:
            let candidate = tanh(step.input(2) + sigmoid(step.sum(0)) * step.recurrent(2))
            return CellState(hidden: candidate + sigmoid(step.sum(1)) * (step.hidden - candidate))
        }
    }
}

/// Asks for a gate that it has not.
private struct Greedy: OwnCell {
    let name = "greedy"
    let gates = 2

    func next(_ step: CellStep) -> CellState { CellState(hidden: step.sum(2)) }
}

/// Forgets its cell state on the way.
private struct Forgetful: OwnCell {
    let name = "forgetful"
    let gates = 1
    let hasCellState = true

    func next(_ step: CellStep) -> CellState { CellState(hidden: step.cell) }
}

@Suite("Recurrent cells of one's own") struct OwnCellTests {
    private func network(_ cell: CellChoice, dropout: Double = 0) -> Recurrent {
        var random = RandomStream(seed: 2, name: .initialization)
        return Recurrent(cell, inputs: 5, width: 6, layers: 2, dropout: dropout, random: &random)
    }

    @Test("written as the engine's cells, are these, with their gradients", arguments: RecurrentCell.allCases)
    func agreement(_ kind: RecurrentCell) {
        let (own, known) = (network(.own(Spelled(kind: kind))), network(.builtIn(kind)))
        #expect(own.parameters.map(\.name) == known.parameters.map(\.name))
        #expect(faultOfParameterList(of: own) == nil)
        let (x, weights) = (randomTensor([7, 3, 5]), randomTensor([7, 3, 6], seed: 4))
        let symbols = Tensor((0..<21).map { Int32($0 * 3 % 5) }, shape: [7, 3])
        for engine in [OneDNNEngine.shared, ReferenceEngine.shared] as [any ComputeEngine] {
            ComputeContext.with(engine) {
                for input in [{ $0(x) }, { $0(symbols: symbols) }]
                    as [(Recurrent) -> (
                        output: Tensor, state: RecurrentState, layers: [RecurrentStates]
                    )]
                {
                    let (a, b) = (input(own), input(known))
                    #expect(largestDifference(a.output.doubles, b.output.doubles) < 1e-5)
                    #expect(a.state.cell.count == b.state.cell.count && a.layers[0].gates == nil)
                    for (one, other) in zip(a.state.hidden + a.state.cell, b.state.hidden + b.state.cell) {
                        #expect(largestDifference(one.doubles, other.doubles) < 1e-5)
                    }
                    let gradients = [own, known].map { network in
                        valueAndGradients(of: network, in: .training()) {
                            let result = input(network)
                            return ([(result.output * weights).sum()] + result.state.cell.map { $0.sum() }).reduce(
                                Tensor(Float(0)), +)
                        }.gradients.tensors
                    }
                    for (one, other) in zip(gradients[0], gradients[1]) {
                        #expect(largestDifference(one.doubles, other.doubles) < 1e-4)
                    }
                }
            }
        }
    }

    @Test("gradients by every argument against differences in float64") func gradients() {
        let shapes: [Shape] = [[4, 3, 4], [3, 2], [4, 2], [4]]
        let inputs = randomTensors(shapes, type: .float64)
        let errors = gradientErrors(at: inputs) {
            let states = MinimalGatedUnit().states(
                projected: $0[0], hidden: $0[1], cell: nil, weight: $0[2], bias: $0[3])
            return (states.hidden * randomTensor([4, 3, 2], seed: 9, type: .float64)).sum()
        }
        #expect(errors.allSatisfy { $0 < 1e-8 }, "\(errors)")
    }

    @Test("a sequence in two stretches is the sequence at once, and a layer is described by the cell's name")
    func stretches() {
        let network = network(.own(MinimalGatedUnit()))
        let x = randomTensor([6, 2, 5])
        let whole = network(x).output
        let first = network(x[0..<4])
        let second = network(x[4...], from: first.state)
        #expect(largestDifference(concatenated([first.output, second.output]).doubles, whole.doubles) < 1e-6)
        #expect(first.state.cell.isEmpty && network.summary == "MGU, 2 layers")
    }

    @Test("the parts of an axis have one gradient together, zeros where the loss does not depend on a part")
    func unstacking() {
        let x = randomTensor([4, 2, 3], type: .float64)
        #expect(x.unstacked().map(\.shape) == [[2, 3], [2, 3], [2, 3], [2, 3]])
        #expect(concatenated(x.unstacked()).doubles == x.doubles)
        let errors = gradientErrors(at: [x]) { inputs in
            let parts = (inputs[0] * 2).unstacked()
            return (parts[0] * parts[2] * parts[2]).sum() + inputs[0].sum()
        }
        #expect(errors[0] < 1e-8)
        let gradient = valueAndGradients(at: [x], in: .evaluation) { $0[0].unstacked()[3].sum() }.gradients[0]
        #expect(gradient.doubles == [Double](repeating: 0, count: 18) + [Double](repeating: 1, count: 6))
        let vector = valueAndGradients(at: [Tensor([1, 2] as [Float])], in: .evaluation) { $0[0].unstacked()[1] * 3 }
        #expect(vector.gradients[0].doubles == [0, 3])
    }

    @Test("a gate that a cell has not, and a state that it does not return, stop the program") func mistakes()
        async throws
    {
        let gate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var random = RandomStream(seed: 2, name: .initialization)
            _ = Recurrent(.own(Greedy()), inputs: 1, width: 1, random: &random)(.zeros([1, 1, 1]))
        }
        #expect(try text(#require(gate)).contains("gate 2 of a cell with 2"))
        let state = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var random = RandomStream(seed: 2, name: .initialization)
            _ = Recurrent(.own(Forgetful()), inputs: 1, width: 1, random: &random)(.zeros([1, 1, 1]))
        }
        #expect(try text(#require(state)).contains("OwnCell: a step of forgetful to hidden [1, 1], cell []"))
    }

    private func text(_ result: ExitTest.Result) -> String {
        String(decoding: result.standardErrorContent, as: UTF8.self)
    }
}
