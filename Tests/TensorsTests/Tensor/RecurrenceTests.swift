import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Recurrent sequences") struct RecurrenceTests {
    /// Steps T, rows B and units H.
    static let sizes = [(1, 1, 1), (1, 5, 3), (7, 1, 10), (25, 1, 100), (5, 3, 33), (4, 37, 17), (6, 16, 64)]

    /// projected, hidden, weight, bias and, for an LSTM, cell.
    private func shapes(_ kind: RecurrentCell, _ size: (Int, Int, Int)) -> [Shape] {
        let (steps, rows, width) = size
        let wide = kind.gates * width
        let shared: [Shape] = [[steps, rows, wide], [rows, width], [wide, width], [wide]]
        return kind == .lstm ? shared + [[rows, width]] : shared
    }

    private func run(_ kind: RecurrentCell, _ inputs: [Tensor], hasBias: Bool = true) -> RecurrentStates {
        recurrence(
            kind, projected: inputs[0], hidden: inputs[1], cell: kind == .lstm ? inputs[4] : nil, weight: inputs[2],
            bias: hasBias ? inputs[3] : nil)
    }

    /// Everything that can be read of the states, as one row.
    private func all(_ states: RecurrentStates) -> Tensor {
        let hidden = states.hidden.reshaped(to: [-1])
        return states.cells.map { concatenated([hidden, $0.reshaped(to: [-1])]) } ?? hidden
    }

    @Test("both engines agree, forward and through time", arguments: RecurrentCell.allCases)
    func agreement(_ kind: RecurrentCell) {
        for size in Self.sizes {
            // Weights of the size that a network begins with, so that long sequences stay well conditioned.
            let bound = 1 / Double(size.2).squareRoot()
            var inputs = randomTensors(shapes(kind, size))
            inputs[2] = randomTensor(inputs[2].shape, seed: 3, in: -bound..<bound)
            expectAgreement(inputs, tolerance: 1e-5) { all(run(kind, $0)) }
            expectAgreement(inputs, tolerance: 1e-5) { run(kind, $0, hasBias: false).hidden }
        }
    }

    @Test("gradients by every argument against differences in float64", arguments: RecurrentCell.allCases)
    func gradients(_ kind: RecurrentCell) {
        for size in [(1, 1, 2), (4, 3, 2), (5, 1, 3)] {
            let inputs = randomTensors(shapes(kind, size), type: .float64)
            let outputs: [(RecurrentStates) -> Tensor] = [
                all, { $0.hidden.lastStep }, { ($0.cells ?? $0.hidden).lastStep },
            ]
            for output in outputs {
                let weights = randomTensor(output(run(kind, inputs)).shape, seed: 98, type: .float64)
                let errors = gradientErrors(at: inputs) { (output(run(kind, $0)) * weights).sum() }
                for (index, error) in errors.enumerated() {
                    #expect(error <= 1e-7, "gradient by input \(index), T, B, H \(size)")
                }
            }
        }
    }

    @Test("one step, worked out by hand")
    func byHand() {
        let (zero, one) = (Tensor.zeros([1, 1]), Tensor.ones([1, 1]))
        let plain = recurrence(
            .rnn, projected: Tensor([0.5] as [Float], shape: [1, 1, 1]), hidden: one, weight: one * 0.25)
        #expect(abs(plain.hidden.item - 0.635_148_95) < 1e-6)
        // Every gate half open, nothing new: half of the cell stays, and half of its tanh is shown.
        let lstm = recurrence(
            .lstm, projected: .zeros([1, 1, 4]), hidden: zero, cell: one, weight: .zeros([4, 1]))
        #expect(lstm.cells?.item == 0.5)
        #expect(abs(lstm.hidden.item - 0.231_058_58) < 1e-6)
        let gru = recurrence(.gru, projected: .zeros([1, 1, 3]), hidden: one, weight: .zeros([3, 1]))
        #expect(gru.hidden.item == 0.5)
    }

    @Test("a sequence in two stretches is the sequence at once", arguments: RecurrentCell.allCases)
    func stretches(_ kind: RecurrentCell) {
        let inputs = randomTensors(shapes(kind, (6, 3, 8)))
        let whole = run(kind, inputs)
        var first = inputs
        first[0] = inputs[0].sliced(0..<4)
        let before = run(kind, first)
        var second = inputs
        second[0] = inputs[0].sliced(4..<6)
        second[1] = before.hidden.lastStep
        if let cells = before.cells { second[4] = cells.lastStep }
        let joined = concatenated([before.hidden, run(kind, second).hidden])
        #expect(largestDifference(joined.doubles, whole.hidden.doubles) < 1e-6)
    }
}
