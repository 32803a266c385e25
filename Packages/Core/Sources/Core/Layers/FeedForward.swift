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
