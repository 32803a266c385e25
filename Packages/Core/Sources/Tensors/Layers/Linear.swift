import Engine
import Foundations

/// y = x Wᵀ + b.
///
/// - Shapes: input N × D, output N × K; `weight` K × D, `bias` K.
public struct Linear: Layer {
    public let weight: Parameter
    public let bias: Parameter?

    public init(
        _ inputs: Int, _ outputs: Int, hasBias: Bool = true, initializer: Initializer = .torchDefault,
        biasInitializer: Initializer = .torchDefault, random: inout RandomStream
    ) {
        weight = initializer.parameter([outputs, inputs], fanIn: inputs, fanOut: outputs, random: &random)
        bias =
            hasBias ? biasInitializer.parameter([outputs], fanIn: inputs, fanOut: outputs, random: &random) : nil
    }

    public var parameters: [NamedParameter] {
        ("weight", weight)
        ("bias", bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, rectifier: nil) }

    /// The layer followed by a rectifier, in one operation.
    public func callAsFunction(_ x: Tensor, rectifier: Rectifier?) -> Tensor {
        x.matmul(weight.value, transposingOther: true, bias: bias?.value, rectifier: rectifier)
    }
}
