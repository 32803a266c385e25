/// The gradients of a loss with respect to a model's parameters, in the parameters' order.
public struct Gradients {
    public internal(set) var tensors: [Tensor]

    init(tensors: [Tensor]) { self.tensors = tensors }

    /// Gradients that were added over several passes.
    package init(_ tensors: [Tensor]) { self.init(tensors: tensors) }

    /// The square root of the sum of all squares.
    public var norm: Double {
        tensors.reduce(0) { $0 + $1.engine.sumOfSquares($1.buffer) }.squareRoot()
    }

    /// Each number limited to −`limit` ... `limit`.
    public func clipped(toValue limit: Double) -> Gradients {
        Gradients(tensors: tensors.map { $0.applying(.clamp(limit: limit)) })
    }

    /// All gradients scaled by the same factor so that their norm is at most `limit` (Pascanu, Mikolov, Bengio 2013).
    public func clipped(toNorm limit: Double) -> Gradients {
        let norm = norm
        return norm > limit ? Gradients(tensors: tensors.map { $0 * (limit / norm) }) : self
    }
}
