import Core

/// Softmax regression: one linear layer from the pixels to the classes. 7,850 parameters at 28×28 and ten classes.
///
/// - Shapes: N × 1 × H × W to N × K logits.
public struct LinearClassifier: ImageClassifier {
    public let fc1: Linear

    public init(input: Shape, classes: Int, random: inout RandomStream) {
        fc1 = Linear(input.elementCount, classes, random: &random)
    }

    public var parameters: [NamedParameter] { ("fc1", fc1) }

    public func callAsFunction(_ x: Tensor) -> Tensor { fc1(x.flattened()) }
}
