import Core

/// Four convolutions and three linear layers for slices of magnetic resonance images: conv 3×3 1→8→32, max-pool 2;
/// conv 3×3 32→32→64, max-pool 2; 7×7 means; 3136→256→128→K. LeakyReLU 0.01 between all, dropout after both poolings and
/// both hidden linear layers.
///
/// Leaky rectifiers and the maximum commute, for both keep the order of numbers, so those before a pooling come after
/// it: the gradient that enters the convolution then has one number of each window and is taken as such.
///
/// - Shapes: N × C × H × W to N × K logits, H and W from 4 on.
public struct MRINet: ImageClassifier {
    static let slope = 0.01
    private static let rectifier = Rectifier.leakyReLU(slope: Float(slope))

    public let conv1: Conv2D
    public let conv2: Conv2D
    public let conv3: Conv2D
    public let conv4: Conv2D
    public let fc1: Linear
    public let fc2: Linear
    public let fc3: Linear
    private let dropout: Dropout
    private let linearDropout: Dropout

    /// - Parameters:
    ///   - dropout: the rate after both poolings.
    ///   - linearDropout: the rate after both hidden linear layers.
    public init(
        input: Shape, classes: Int, dropout: Double = 0.2, linearDropout: Double = 0.2, random: inout RandomStream
    ) {
        conv1 = Conv2D(input[0], 8, window: 3, padding: 1, random: &random)
        conv2 = Conv2D(8, 32, window: 3, padding: 1, random: &random)
        conv3 = Conv2D(32, 32, window: 3, padding: 1, random: &random)
        conv4 = Conv2D(32, 64, window: 3, padding: 1, random: &random)
        fc1 = Linear(64 * 7 * 7, 256, random: &random)
        fc2 = Linear(256, 128, random: &random)
        fc3 = Linear(128, classes, random: &random)
        self.dropout = Dropout(dropout)
        self.linearDropout = Dropout(linearDropout)
    }

    public var parameters: [NamedParameter] {
        ("conv1", conv1)
        ("conv2", conv2)
        ("conv3", conv3)
        ("conv4", conv4)
        ("fc1", fc1)
        ("fc2", fc2)
        ("fc3", fc3)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        var x = conv2(conv1(x, rectifier: Self.rectifier)).maxPool2D(2)
        x = dropout(leakyReLU(x, slope: Self.slope))
        x = conv4(conv3(x, rectifier: Self.rectifier)).maxPool2D(2)
        x = dropout(leakyReLU(x, slope: Self.slope))
        x = x.averagePool2D(to: 7).flattened()
        x = linearDropout(fc1(x, rectifier: Self.rectifier))
        x = linearDropout(fc2(x, rectifier: Self.rectifier))
        return fc3(x)
    }
}
