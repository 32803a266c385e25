import Foundations

/// A recurrent cell of one's own: one step of it, written with tensors.
///
/// A minimal gated unit has one gate, f = σ(W_f x + U_f h + b), and h′ = (1 − f) h + f tanh(W x + U (f h) + b):
///
/// ```swift
/// struct MinimalGatedUnit: OwnCell {
///     let name = "mgu"
///     let gates = 2
///
///     func next(_ step: CellStep) -> CellState {
///         let forget = sigmoid(step.sum(0))
///         let candidate = tanh(step.sum(1, from: forget * step.hidden))
///         return CellState(hidden: step.hidden + forget * (candidate - step.hidden))
///     }
/// }
/// ```
///
/// `Recurrent(.own(MinimalGatedUnit()), …)` is a layer of it, with weights under PyTorch's names, and gradients through
/// time. The built-in cells are fused loops of the engine; see `RecurrentCell`.
///
/// Source of the example: Zhou, Wu, Zhang, Zhou, "Minimal gated unit for recurrent neural networks", 2016.
public protocol OwnCell: Sendable {
    /// The name, as tables of layers print it in capitals.
    var name: String { get }
    /// The number of gates G, 1 or more, candidates included: an input adds G numbers for each unit.
    var gates: Int { get }
    /// Whether a cell state is carried beside the hidden state, as in an LSTM; false by default.
    var hasCellState: Bool { get }

    /// The state after a step.
    ///
    /// - Shapes: all states B × H.
    func next(_ step: CellStep) -> CellState
}

extension OwnCell {
    public var hasCellState: Bool { false }
}

/// The state of a recurrent cell after a step.
///
/// - Shapes: `hidden` B × H, `cell` the same where the cell has one.
public struct CellState {
    public let hidden: Tensor
    public let cell: Tensor?

    public init(hidden: Tensor, cell: Tensor? = nil) { (self.hidden, self.cell) = (hidden, cell) }
}

/// A step of a recurrent cell: the state before it, and what the input and the hidden state add to each gate.
public struct CellStep {
    /// h before the step.
    ///
    /// - Shapes: B × H.
    public let hidden: Tensor
    private let knownCell: Tensor?
    /// B × GH, the inputs' bias included.
    private let inputs: Tensor
    /// For each gate, H × H and H.
    private let weights, biases: [Tensor]

    fileprivate init(inputs: Tensor, state: CellState, weights: [Tensor], biases: [Tensor]) {
        (self.inputs, hidden, knownCell) = (inputs, state.hidden, state.cell)
        (self.weights, self.biases) = (weights, biases)
    }

    /// c before the step. Only a cell that has a cell state may read it.
    ///
    /// - Shapes: B × H.
    public var cell: Tensor {
        guard let knownCell else {
            Contract.fail("CellStep", "no cell state, expected a cell whose hasCellState is true")
        }
        return knownCell
    }

    /// W x + b of a gate, counted from 0.
    ///
    /// - Shapes: B × H.
    public func input(_ gate: Int) -> Tensor {
        require(gate)
        let width = hidden.shape[1]
        return inputs[0..., (gate * width)..<((gate + 1) * width)]
    }

    /// U h + b of a gate, counted from 0, from the hidden state or from another tensor of its shape.
    ///
    /// - Shapes: B × H.
    public func recurrent(_ gate: Int, from hidden: Tensor? = nil) -> Tensor {
        require(gate)
        return (hidden ?? self.hidden).matmul(weights[gate], transposingOther: true, bias: biases[gate])
    }

    /// W x + U h + both biases of a gate: ``input(_:)`` and ``recurrent(_:from:)``.
    ///
    /// - Shapes: B × H.
    public func sum(_ gate: Int, from hidden: Tensor? = nil) -> Tensor { input(gate) + recurrent(gate, from: hidden) }

    private func require(_ gate: Int) {
        Contract.require(
            weights.indices.contains(gate), "CellStep", "gate \(gate) of a cell with \(weights.count), counted from 0")
    }
}

extension OwnCell {
    /// Runs a sequence through the cell, step by step.
    ///
    /// - Shapes: as for `recurrence`.
    func states(projected: Tensor, hidden: Tensor, cell: Tensor?, weight: Tensor, bias: Tensor) -> RecurrentStates {
        let width = hidden.shape[1]
        let weights = weight.reshaped(to: [gates, width, width]).unstacked()
        let biases = bias.reshaped(to: [gates, width]).unstacked()
        var (state, hiddens, cells) = (CellState(hidden: hidden, cell: cell), [Tensor](), [Tensor]())
        for inputs in projected.unstacked() {
            state = next(CellStep(inputs: inputs, state: state, weights: weights, biases: biases))
            Contract.require(
                state.hidden.shape == hidden.shape && state.cell?.shape == cell?.shape, "OwnCell",
                "a step of \(name) to hidden \(state.hidden.shape), cell \(state.cell?.shape ?? []), expected \(hidden.shape) and "
                    + "\(cell?.shape ?? [])")
            hiddens.append(state.hidden.reshaped(to: [1] + hidden.shape))
            if let cell = state.cell { cells.append(cell.reshaped(to: [1] + hidden.shape)) }
        }
        return RecurrentStates(
            hidden: concatenated(hiddens), cells: cells.isEmpty ? nil : concatenated(cells), gates: nil)
    }
}
