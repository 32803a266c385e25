import Core

/// Two convolutions and two linear layers: conv 3×3 1→16, ReLU, max-pool 2; conv 3×3 16→32, ReLU, max-pool 2;
/// 1568→128, ReLU → 10. 206,922 parameters at 28×28 and ten classes.
///
/// - Shapes: N × 1 × H × W to N × K logits.
public struct ConvNet: ImageClassifier {
    public let conv1: Conv2D
    public let conv2: Conv2D
    public let fc1: Linear
    public let fc2: Linear

    public init(input: Shape, classes: Int, random: inout RandomStream) {
        conv1 = Conv2D(input[0], 16, kernelSize: 3, padding: 1, random: &random)
        conv2 = Conv2D(16, 32, kernelSize: 3, padding: 1, random: &random)
        fc1 = Linear(32 * (input[1] / 4) * (input[2] / 4), 128, random: &random)
        fc2 = Linear(128, classes, random: &random)
    }

    public var parameters: [NamedParameter] {
        ("conv1", conv1)
        ("conv2", conv2)
        ("fc1", fc1)
        ("fc2", fc2)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        var x = conv1(x).maxPool2D(2, rectifying: true)
        x = conv2(x).maxPool2D(2, rectifying: true)
        return fc2(fc1(x.flattened(), rectifier: .relu))
    }
}
