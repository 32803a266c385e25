import Engine

/// The largest number of each window; with `rectifying`, max pooling after ReLU in one pass.
///
/// - Shapes: N × C × H × W to N × C × H′ × W′ with H′ = (H + 2 padding − kernel size) / stride + 1.
public struct MaxPool2D: Layer {
    public let kernelSize: Size2D
    public let stride: Size2D
    public let padding: Size2D
    public let rectifying: Bool

    public init(_ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, rectifying: Bool = false) {
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
        self.rectifying = rectifying
    }

    public var parameters: [NamedParameter] { [] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.maxPool2D(kernelSize, stride: stride, padding: padding, rectifying: rectifying)
    }
}

/// The mean over windows that divide a picture of any size into `size` parts.
///
/// - Shapes: N × C × H × W to N × C × size.
public struct AdaptiveAveragePool2D: Layer {
    public let size: Size2D

    public init(_ size: Size2D) { self.size = size }

    public var parameters: [NamedParameter] { [] }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.averagePool2D(to: size) }
}
