import Engine
import Foundations

/// The 2-D cross-correlation of a picture with O learned windows, plus a bias for each.
///
/// - Shapes: input N × C × H × W, output N × O × H′ × W′ with H′ = (H + 2 padding − kH) / stride + 1;
///   `weight` O × C × kH × kW, `bias` O.
public struct Conv2D: Layer {
    public let weight: Parameter
    public let bias: Parameter?
    public let stride: Size2D
    public let padding: Padding2D

    public init(
        _ inputs: Int, _ outputs: Int, kernelSize: Size2D, stride: Size2D = 1, padding: Padding2D = 0,
        hasBias: Bool = true, initializer: Initializer = .torchDefault, biasInitializer: Initializer = .torchDefault,
        random: inout RandomStream
    ) {
        (weight, bias) = initializer.windows(
            outputs, inputs, kernelSize, bias: hasBias ? (biasInitializer, outputs) : nil, random: &random)
        self.stride = stride
        self.padding = padding
    }

    public var parameters: [NamedParameter] {
        ("weight", weight)
        ("bias", bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, rectifier: nil) }

    /// The layer followed by a rectifier, in one operation.
    public func callAsFunction(_ x: Tensor, rectifier: Rectifier?) -> Tensor {
        x.conv2D(weight.value, bias: bias?.value, stride: stride, padding: padding, rectifier: rectifier)
    }
}
