import Engine
import Foundations

/// A sequence run through a recurrent cell.
///
/// - Shapes: `hidden` T × B × H; `cells` T × B × H for an LSTM; `gates` T × B × GH, activated, through which no
///   gradient flows; nil for a cell of one's own.
public struct RecurrentStates {
    public let hidden: Tensor
    public let cells: Tensor?
    public let gates: Tensor?
}

/// Runs a whole sequence through a recurrent cell as one operation, with backpropagation through time as its gradient.
///
/// - Shapes: `projected` T × B × GH, the inputs' contribution to the gates; initial `hidden` and `cell` (only LSTM) B ×
///   H; `weight` GH × H and `bias` GH, the hidden state's contribution to them.
public func recurrence(
    _ kind: RecurrentCell, projected: Tensor, hidden: Tensor, cell: Tensor? = nil, weight: Tensor, bias: Tensor? = nil
) -> RecurrentStates {
    let width = hidden.shape.last ?? 0
    Contract.require(
        projected.rank == 3 && hidden.shape == [projected.shape[1], width]
            && projected.shape[2] == kind.gates * width && weight.shape == [kind.gates * width, width]
            && (bias.map { $0.shape == [kind.gates * width] } ?? true) && (kind == .lstm) == (cell != nil)
            && (cell.map { $0.shape == hidden.shape } ?? true), "recurrence",
        "\(kind) with projected \(projected.shape), hidden \(hidden.shape), cell \(cell?.shape ?? []), weight "
            + "\(weight.shape), bias \(bias?.shape ?? []), expected T × B × GH, B × H, B × H, GH × H and GH")
    let engine = projected.engine
    let trace = engine.recurrent(
        kind, projected: projected.buffer, hidden: hidden.buffer, cell: cell?.buffer, weight: weight.buffer,
        bias: bias?.buffer)
    guard let tape = Tape.shared(by: projected, hidden, cell, weight, bias) else {
        return RecurrentStates(
            hidden: Tensor(trace.hidden), cells: trace.cells.map { Tensor($0) }, gates: Tensor(trace.gates))
    }
    // The cell states come later on the tape, so their gradient is complete when that of the hidden states runs.
    let byCells = CellGradient()
    let states = tape.record(trace.hidden) { gradient, tape in
        let gradients = engine.recurrentGradient(trace, byHidden: gradient.buffer, byCells: byCells.gradient?.buffer)
        tape.add(to: projected) { Tensor(gradients.projected) }
        tape.add(to: hidden) { Tensor(gradients.hidden) }
        if let cell, let byCell = gradients.cell { tape.add(to: cell) { Tensor(byCell) } }
        tape.add(to: weight) { Tensor(gradients.weight) }
        if let bias, let byBias = gradients.bias { tape.add(to: bias) { Tensor(byBias) } }
    }
    let cells = trace.cells.map { cells in
        tape.record(cells) { gradient, tape in
            byCells.gradient = gradient
            tape.add(to: states) { .zeros(states.shape, type: states.type) }
        }
    }
    return RecurrentStates(hidden: states, cells: cells, gates: Tensor(trace.gates))
}

/// Passes the gradient with respect to the cell states to the operation that made them.
private final class CellGradient {
    var gradient: Tensor?
}
