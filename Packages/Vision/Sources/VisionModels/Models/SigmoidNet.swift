import Core

/// A network from a from-scratch tutorial: pixels → H → classes, with 1 / (1 + exp(−0.01 x)) after both layers, squared
/// error, and one example a step.
///
/// The sigmoid is flat because the weights begin large, so that the units saturate and narrow networks hardly learn:
/// the experiment shows how width makes up for it.
///
/// - Shapes: N × 1 × H × W to N × K numbers in 0 ... 1.
public struct SigmoidNet: ImageClassifier {
    static let slope = 0.01

    public let fc1: Linear
    public let fc2: Linear
    private let classes: Int

    public init(input: Shape, hidden: Int, classes: Int, random: inout RandomStream) {
        let wide = Initializer.uniform(in: -1..<1)
        fc1 = Linear(input.elementCount, hidden, initializer: wide, biasInitializer: wide, random: &random)
        fc2 = Linear(hidden, classes, initializer: wide, biasInitializer: wide, random: &random)
        self.classes = classes
    }

    public var parameters: [NamedParameter] {
        ("fc1", fc1)
        ("fc2", fc2)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        sigmoid(fc2(sigmoid(fc1(x.flattened() * 255), slope: Self.slope)), slope: Self.slope)
    }

    public func loss(_ outputs: Tensor, labels: Tensor) -> Tensor {
        halfSquaredError(outputs, oneHot(labels, classes: classes).cast(to: outputs.type))
    }

    public var lossName: String { "half the squared error" }

    public func probabilities(_ outputs: Tensor) -> Tensor {
        outputs / outputs.sum(axes: [1], keepingAxes: true)
    }
}
