import Foundations

/// A vector for each of V symbols.
///
/// - Shapes: symbols of any shape, int32 in 0 ..< V, to that shape × E; `weight` V × E.
public struct Embedding: Module {
    public let weight: Parameter

    /// By default, vectors are drawn from a normal distribution, as in PyTorch.
    public init(
        _ symbols: Int, width: Int, initializer: Initializer = .normal(standardDeviation: 1),
        random: inout RandomStream
    ) {
        weight = initializer.parameter([symbols, width], fanIn: symbols, fanOut: width, random: &random)
    }

    public var parameters: [NamedParameter] { ("weight", weight) }

    public func callAsFunction(_ symbols: Tensor) -> Tensor {
        weight.value.gathering(symbols.reshaped(to: [-1])).reshaped(to: symbols.shape + [weight.shape[1]])
    }
}
