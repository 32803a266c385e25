import Engine
import Foundations

/// The feed-forward network of a Transformer's layer, max(0, x W₁ᵀ + b₁) W₂ᵀ + b₂, with dropout between.
///
/// - Shapes: … × E, unchanged; the hidden layer has F units.
struct FeedForward {
    let first: Linear
    let second: Linear
    let dropout: Double

    init(width: Int, hidden: Int, dropout: Double, random: inout RandomStream) {
        first = Linear(width, hidden, initializer: .xavierUniform, random: &random)
        second = Linear(hidden, width, initializer: .xavierUniform, random: &random)
        self.dropout = dropout
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        x.rows.feedForward(first, second, dropout: dropout).reshaped(to: x.shape)
    }
}

extension Tensor {
    /// Two linear layers with a rectifier and dropout between, max(0, self W₁ᵀ + b₁) W₂ᵀ + b₂, as one operation: the
    /// hidden layer of a narrow network then stays in the caches.
    ///
    /// - Shapes: N × E with layers E → F and F → E, both with a bias, to N × E.
    func feedForward(_ first: Linear, _ second: Linear, dropout rate: Double) -> Tensor {
        let parts = [first.weight, first.bias, second.weight, second.bias].compactMap { $0?.value }
        Contract.require(
            parts.count == 4 && rank == 2 && first.weight.shape[1] == shape[1]
                && second.weight.shape == first.weight.shape.reversed(), "feedForward",
            "input \(shape), weights \(first.weight.shape) and \(second.weight.shape), expected N × E, F × E and E × F")
        let (engine, units) = (engine, first.weight.shape[0])
        let draw = Dropout.draw(rate, count: shape[0] * units)
        let trace = engine.feedForward(
            buffer,
            FeedForwardWeights(
                firstWeight: parts[0].buffer, firstBias: parts[1].buffer, secondWeight: parts[2].buffer,
                secondBias: parts[3].buffer), dropout: draw)
        let sources = ([self] + parts).map(\.node)
        guard let tape = ([self] + parts).lazy.compactMap({ Tape.shared(by: $0) }).first else {
            return Tensor(trace.output)
        }
        return tape.record(trace.output) { gradient, tape in
            let by = engine.feedForwardGradient(gradient.buffer, trace)
            let gradients = [
                by.input, by.weights.firstWeight, by.weights.firstBias, by.weights.secondWeight, by.weights.secondBias,
            ]
            for (source, gradient) in zip(sources, gradients) { tape.add(to: source) { Tensor(gradient) } }
        }
    }
}
