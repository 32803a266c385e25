import Engine

/// A layer with a description and the shape of its output.
public protocol DescribedLayer: Module {
    /// In the field's terms, such as "convolution 3×3, padding 1"; nil where the layer changes nothing.
    var summary: String? { get }
    /// The shape of its output, both without the batch's axis.
    func outputShape(of input: Shape) -> Shape
}

extension Linear: DescribedLayer {
    public var summary: String? { bias == nil ? "linear, no bias" : "linear" }
    public func outputShape(of input: Shape) -> Shape { input.dropLast() + [weight.shape[0]] }
}

extension Conv2D: DescribedLayer {
    public var summary: String? { Self.words("convolution", weight, bias, stride, padding) }

    public func outputShape(of input: Shape) -> Shape {
        let height = (input[1] + padding.top + padding.bottom - weight.shape[2]) / stride.height + 1
        let width = (input[2] + padding.left + padding.right - weight.shape[3]) / stride.width + 1
        return [weight.shape[0], height, width]
    }

    fileprivate static func words(
        _ noun: String, _ weight: Parameter, _ bias: Parameter?, _ stride: Size2D, _ padding: Padding2D
    ) -> String {
        var parts = ["\(noun) \(weight.shape[2])×\(weight.shape[3])"]
        if stride != 1 { parts.append("stride \(stride.words)") }
        if padding != 0 { parts.append("padding \(padding.words)") }
        if bias == nil { parts.append("no bias") }
        return parts.joined(separator: ", ")
    }
}

extension ConvTranspose2D: DescribedLayer {
    public var summary: String? { Conv2D.words("transposed convolution", weight, bias, stride, padding) }

    public func outputShape(of input: Shape) -> Shape {
        let height = (input[1] - 1) * stride.height - padding.top - padding.bottom + weight.shape[2]
        let width = (input[2] - 1) * stride.width - padding.left - padding.right + weight.shape[3]
        return [weight.shape[1], height, width]
    }
}

extension MaxPool2D: DescribedLayer {
    public var summary: String? {
        let stride = stride == kernelSize ? "" : ", stride \(stride.words)"
        return "max pooling \(kernelSize.height)×\(kernelSize.width)\(stride)"
            + (padding == 0 ? "" : ", padding \(padding.words)")
    }

    public func outputShape(of input: Shape) -> Shape {
        let height = (input[1] + 2 * padding.height - kernelSize.height) / stride.height + 1
        let width = (input[2] + 2 * padding.width - kernelSize.width) / stride.width + 1
        return [input[0], height, width]
    }
}

extension AdaptiveAveragePool2D: DescribedLayer {
    public var summary: String? { "average pooling to \(size.height)×\(size.width)" }
    public func outputShape(of input: Shape) -> Shape { [input[0], size.height, size.width] }
}

extension Upsample2D: DescribedLayer {
    public var summary: String? { "upsampling by \(factor.words)" }

    public func outputShape(of input: Shape) -> Shape {
        [input[0], input[1] * factor.height, input[2] * factor.width]
    }
}

extension Flatten: DescribedLayer {
    public var summary: String? { "flatten" }
    public func outputShape(of input: Shape) -> Shape { [input.elementCount] }
}

extension Dropout: DescribedLayer {
    public var summary: String? { rate == 0 ? nil : "dropout \(rate)" }
    public func outputShape(of input: Shape) -> Shape { input }
}

extension BatchNorm2D: DescribedLayer {
    public var summary: String? { "batch normalization" }
    public func outputShape(of input: Shape) -> Shape { input }
}

extension LayerNorm: DescribedLayer {
    public var summary: String? { "layer normalization" }
    public func outputShape(of input: Shape) -> Shape { input }
}

extension Embedding: DescribedLayer {
    public var summary: String? { "embedding of \(weight.shape[0]) symbols" }
    public func outputShape(of input: Shape) -> Shape { input + [weight.shape[1]] }
}

extension Recurrent: DescribedLayer {
    public var summary: String? {
        let name = cell.kind == .rnn ? "recurrent layer" : cell.name.uppercased()
        let count = parameters.count / 4
        return count == 1 ? name : "\(name), \(count) layers"
    }

    public func outputShape(of input: Shape) -> Shape { input.dropLast() + [width] }
}

extension Size2D {
    fileprivate var words: String { height == width ? "\(height)" : "\(height)×\(width)" }
}

extension Padding2D {
    fileprivate var words: String {
        [top, left, bottom].allSatisfy { $0 == right } ? "\(top)" : "\(top), \(left), \(bottom) and \(right)"
    }
}
