import Foundations

/// The sizes of a 2-D convolution.
///
/// - Shapes: input N × C × H × W, weight O × C × kH × kW, output N × O × H′ × W′ with
///   H′ = (H + top + bottom − kH) / strideH + 1.
public struct ConvolutionGeometry: Sendable, Hashable {
    public var input: Shape
    public var weight: Shape
    public var stride: Size2D
    public var padding: Padding2D

    public init(input: Shape, weight: Shape, stride: Size2D = 1, padding: Padding2D = 0) {
        Contract.require(
            input.count == 4 && weight.count == 4 && input[1] == weight[1], "conv2D",
            "input \(input) and weight \(weight), expected N × C × H × W and O × C × kH × kW")
        Contract.require(
            min(padding.top, padding.left) >= 0, "conv2D",
            "padding \(padding.top) at the top and \(padding.left) at the left, expected 0 or more")
        self.input = input
        self.weight = weight
        self.stride = stride
        self.padding = padding
        let height = input[2] + padding.top + padding.bottom
        let width = input[3] + padding.left + padding.right
        Contract.require(
            min(stride.height, stride.width) > 0 && weight[2] <= height && weight[3] <= width && !output.contains(0),
            "conv2D",
            "input \(input) is smaller than the kernel of weight \(weight), or stride \(stride) is not positive")
    }

    public var output: Shape {
        [
            input[0], weight[0], (input[2] + padding.top + padding.bottom - weight[2]) / stride.height + 1,
            (input[3] + padding.left + padding.right - weight[3]) / stride.width + 1,
        ]
    }
}

/// The sizes of a 2-D max pooling.
///
/// - Shapes: N × C × H × W to N × C × H′ × W′ with H′ = (H + 2 padding − kernel size) / stride + 1.
public struct PoolingGeometry: Sendable, Hashable {
    public var input: Shape
    public var kernelSize: Size2D
    public var stride: Size2D
    public var padding: Size2D
    /// Whether the maximum is taken over the window and 0: max pooling after ReLU in one pass.
    public var rectifies: Bool

    public init(input: Shape, kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, rectifies: Bool = false) {
        Contract.require(input.count == 4, "maxPool2D", "input \(input), expected N × C × H × W")
        Contract.require(
            kernelSize.height * kernelSize.width < 255 && 2 * padding.height <= kernelSize.height
                && 2 * padding.width <= kernelSize.width, "maxPool2D",
            "kernel size \(kernelSize), padding \(padding), expected fewer than 255 cells and padding of at most half")
        self.input = input
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
        self.rectifies = rectifies
        let (height, width) = (input[2] + 2 * padding.height, input[3] + 2 * padding.width)
        Contract.require(
            min(self.stride.height, self.stride.width) > 0 && kernelSize.height <= height && kernelSize.width <= width
                && !output.contains(0), "maxPool2D",
            "input \(input) is smaller than kernel size \(kernelSize), or stride \(self.stride) is not positive")
    }

    public var output: Shape {
        [
            input[0], input[1], (input[2] + 2 * padding.height - kernelSize.height) / stride.height + 1,
            (input[3] + 2 * padding.width - kernelSize.width) / stride.width + 1,
        ]
    }
}

/// A height and a width, in cells; a whole number means a square.
public struct Size2D: Sendable, Hashable, ExpressibleByIntegerLiteral {
    public var height: Int
    public var width: Int

    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    public init(integerLiteral side: Int) {
        self.init(side, side)
    }
}

/// Cells of zeros added at each side of a picture; a whole number means the same at every side.
public struct Padding2D: Sendable, Hashable, ExpressibleByIntegerLiteral {
    public var top: Int
    public var left: Int
    public var bottom: Int
    public var right: Int

    public init(top: Int, left: Int, bottom: Int, right: Int) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    public init(integerLiteral side: Int) {
        self.init(top: side, left: side, bottom: side, right: side)
    }
}
