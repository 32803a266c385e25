import Core

/// Convolutions and three linear layers for slices of magnetic resonance images. With four convolutions: conv 3×3
/// 1→8→32, max-pool 2; conv 3×3 32→32→64, max-pool 2; 7×7 means; 3136→256→128→K. LeakyReLU 0.01 between all, dropout
/// after every pooling and both hidden linear layers.
///
/// Leaky rectifiers and the maximum commute, because both keep the order of numbers. So a rectifier before a pooling is
/// computed after it: the gradient that enters the convolution then has one number in each window, and the engine uses
/// that.
///
/// - Shapes: N × C × H × W to N × K logits, H and W from ``smallestSide(layers:)`` on.
public struct MRINet: ImageClassifier {
    static let slope = 0.01
    private static let rectifier = Rectifier.leakyReLU(slope: Float(slope))
    /// The channels that each convolution makes.
    private static let channels = [8, 32, 32, 64, 64, 128]

    /// How many convolutions there can be.
    public static let layers = 1...channels.count
    /// What the dropout rate can be.
    public static let dropouts = 0.0...0.9

    /// In pairs, each followed by a max pooling; the last may be a single one.
    public let convolutions: [Conv2D]
    public let fc1: Linear
    public let fc2: Linear
    public let fc3: Linear
    let dropout: Dropout
    let linearDropout: Dropout

    /// - Parameters:
    ///   - input: C × H × W.
    ///   - classes: K, the number of logits.
    ///   - layers: how many convolutions, 1 to 6.
    ///   - dropout: the rate after every pooling.
    ///   - linearDropout: the rate after both hidden linear layers.
    ///   - random: what the first weights are drawn from.
    public init(
        input: Shape, classes: Int, layers: Int = 4, dropout: Double = 0.2, linearDropout: Double = 0.2,
        random: inout RandomStream
    ) {
        var channels = input[0]
        convolutions = Self.channels.prefix(layers).map { next in
            defer { channels = next }
            return Conv2D(channels, next, kernelSize: 3, padding: 1, random: &random)
        }
        fc1 = Linear(channels * 7 * 7, 256, random: &random)
        fc2 = Linear(256, 128, random: &random)
        fc3 = Linear(128, classes, random: &random)
        self.dropout = Dropout(dropout)
        self.linearDropout = Dropout(linearDropout)
    }

    /// The smallest height and width of pictures: every pooling halves them.
    public static func smallestSide(layers: Int) -> Int { 1 << ((layers + 1) / 2) }

    /// Whether a pooling follows a convolution: every second one, and the last.
    func isPooled(_ number: Int) -> Bool { number % 2 == 1 || number == convolutions.count - 1 }

    public var parameters: [NamedParameter] {
        for (number, convolution) in convolutions.enumerated() { ("conv\(number + 1)", convolution) }
        ("fc1", fc1)
        ("fc2", fc2)
        ("fc3", fc3)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        var x = x
        for (number, convolution) in convolutions.enumerated() {
            if isPooled(number) {
                x = dropout(leakyReLU(convolution(x).maxPool2D(2), slope: Self.slope))
            } else {
                x = convolution(x, rectifier: Self.rectifier)
            }
        }
        x = x.averagePool2D(to: 7).flattened()
        x = linearDropout(fc1(x, rectifier: Self.rectifier))
        x = linearDropout(fc2(x, rectifier: Self.rectifier))
        return fc3(x)
    }
}
