import Core

/// A cell as another package writes it, the example of `OwnCell`'s documentation: f = σ(…),
/// h′ = (1 − f) h + f tanh(W x + U (f h) + b). Its candidate reads the hidden state through a gate.
package struct MinimalGatedUnit: OwnCell {
    package let name = "mgu"
    package let gates = 2

    package init() {}

    package func next(_ step: CellStep) -> CellState {
        let forget = sigmoid(step.sum(0))
        let candidate = tanh(step.sum(1, from: forget * step.hidden))
        return CellState(hidden: step.hidden + forget * (candidate - step.hidden))
    }
}
