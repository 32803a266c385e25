import Engine
import Foundations

/// The transposed convolution: each number of a picture is multiplied by a learned window and added to the output, so
/// that pictures grow.
///
/// - Shapes: input N × C × H × W, output N × O × H′ × W′ with H′ = (H − 1) stride − 2 padding + kH; `weight`
///   C × O × kH × kW, `bias` O.
public struct ConvTranspose2D: Layer {
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
            inputs, outputs, kernelSize, bias: hasBias ? (biasInitializer, outputs) : nil, random: &random)
        self.stride = stride
        self.padding = padding
    }

    public var parameters: [NamedParameter] {
        ("weight", weight)
        ("bias", bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.convTranspose2D(weight.value, bias: bias?.value, stride: stride, padding: padding)
    }
}

/// Each number repeated along rows and columns: nearest-neighbor enlargement.
///
/// - Shapes: N × C × H × W to N × C × fH × fW.
public struct Upsample2D: Layer {
    public let factor: Size2D

    public init(_ factor: Size2D) { self.factor = factor }

    public var parameters: [NamedParameter] { [] }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.upsampled(by: factor) }
}
