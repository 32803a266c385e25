import Core

/// One hidden layer of tanh units: pixels → H → classes. 75,535 parameters at 28×28, H = 95 and ten classes.
///
/// - Shapes: N × 1 × H × W to N × K logits.
public struct TanhNet: ImageClassifier {
    public let fc1: Linear
    public let fc2: Linear

    public init(input: Shape, hidden: Int, classes: Int, random: inout RandomStream) {
        fc1 = Linear(input.elementCount, hidden, random: &random)
        fc2 = Linear(hidden, classes, random: &random)
    }

    public var parameters: [NamedParameter] {
        ("fc1", fc1)
        ("fc2", fc2)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { fc2(tanh(fc1(x.flattened()))) }
}
