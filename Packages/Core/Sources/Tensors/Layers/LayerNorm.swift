/// (x − mean) / √(variance + ε) · weight + bias over the last axis (Ba, Kiros, Hinton 2016).
///
/// - Shapes: … × D, unchanged; `weight` and `bias` D, ones and zeros at first.
public struct LayerNorm: Layer {
    public let weight: Parameter
    public let bias: Parameter
    public let epsilon: Double

    public init(_ width: Int, epsilon: Double = 1e-5) {
        weight = Parameter(.ones([width]))
        bias = Parameter(.zeros([width]))
        self.epsilon = epsilon
    }

    public var parameters: [NamedParameter] {
        ("weight", weight)
        ("bias", bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.layerNorm(weight: weight.value, bias: bias.value, epsilon: epsilon)
    }
}
