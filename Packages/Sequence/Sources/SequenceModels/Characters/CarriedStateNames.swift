import Core

/// The names under which a recurrent state is carried from step to step, and kept in checkpoints. They are made once,
/// because a small model's step takes some 50 µs.
struct CarriedStateNames: Sendable {
    private let hidden: [String]
    /// Empty for a cell without a cell state.
    private let cell: [String]

    init(_ cell: CellChoice, layers: Int) {
        hidden = (0..<layers).map { "hidden_l\($0)" }
        self.cell = cell.hasCellState ? (0..<layers).map { "cell_l\($0)" } : []
    }

    /// The state that is carried; nil where there is none.
    func state(in carried: [String: Tensor]) -> RecurrentState? {
        if carried.isEmpty { return nil }
        return RecurrentState(hidden: hidden.compactMap { carried[$0] }, cell: cell.compactMap { carried[$0] })
    }

    /// Carries a state; no gradient flows through it.
    func carry(_ state: RecurrentState, in carried: inout [String: Tensor]) {
        for (name, tensor) in zip(hidden, state.hidden) { carried[name] = tensor.detached }
        for (name, tensor) in zip(cell, state.cell) { carried[name] = tensor.detached }
    }

    /// Whether exactly these are carried, each of this shape.
    func match(_ carried: [String: Tensor], shape: Shape) -> Bool {
        let names = hidden + cell
        return carried.count == names.count && names.allSatisfy { carried[$0]?.shape == shape }
    }
}
