import Core

/// A small classifier of handwritten digits that scores samples: 784 → 60 tanh → 10.
///
/// It is fixed, embedded and has a version, so that scores of different runs can be compared. It was trained with
///
/// ```bash
/// kmnist-train --model full --hidden 60 --dataset mnist --optimizer adam --lr 0.003 --weight-decay 0.00003 \
///     --schedule one-cycle --epochs 16
/// ```
///
/// and classifies 97.5 % of MNIST's test digits correctly.
public struct DigitJudge: Sendable {
    /// Its name in results.
    public static let name = "Kumiki's digits, version 1"
    /// The pictures that it knows, C × H × W.
    public static let picture = [1, 28, 28]
    /// The test pictures of which it must classify nine of ten correctly.
    private static let trial = 1_000

    private let weights: [(weight: FileArray, bias: FileArray)]

    /// - Throws: `FileError` where the embedded file is damaged.
    public init() throws(FileError) {
        let file = "embedded digits-1.safetensors"
        let stored = try Safetensors(bytes: PackageResources.digits_1_safetensors, file: file)
        var weights: [(FileArray, FileArray)] = []
        for (name, shape) in [("fc1", [60, 784]), ("fc2", [10, 60])] {
            weights.append(
                (
                    try stored.tensor("\(name).weight", shape: shape, from: file),
                    try stored.tensor("\(name).bias", shape: [shape[0]], from: file)
                ))
        }
        self.weights = weights
    }

    /// Its outputs for some pictures.
    public struct Opinion {
        /// The activations of its hidden units, N × 60.
        public let features: [[Double]]
        /// The most probable class of each picture, and its probability.
        public let classes: [Int]
        public let confidences: [Double]
    }

    /// Its features and predictions for pictures.
    ///
    /// - Shapes: N × 784 bytes, light on dark.
    public func opinion(of bytes: [UInt8]) -> Opinion {
        let count = bytes.count / 784
        let x = Tensor(bytes.map { Float($0) / 255 }, shape: [count, 784])
        let layers = weights.map { layer in
            (Tensor(layer.weight.floats(), shape: layer.weight.shape), Tensor(layer.bias.floats()))
        }
        let hidden = tanh(x.matmul(layers[0].0, transposingOther: true, bias: layers[0].1))
        let probabilities = hidden.matmul(layers[1].0, transposingOther: true, bias: layers[1].1).softmax()
        let (features, rows) = (hidden.doubles, probabilities.doubles)
        let classes = probabilities.argmax()
        return Opinion(
            features: (0..<count).map { Array(features[$0 * 60..<($0 + 1) * 60]) }, classes: classes,
            confidences: classes.enumerated().map { rows[$0 * 10 + $1] })
    }

    /// Whether it knows pictures such as these: it must predict nine of ten labels of the first thousand.
    public func knows(_ pictures: TrainingPictures) -> Bool {
        let test = pictures.test.prefix(min(Self.trial, pictures.test.count))
        guard pictures.shape == Self.picture, pictures.classNames.count == 10, test.count > 0 else { return false }
        let right = zip(opinion(of: test.bytes).classes, test.labels).count { $0 == Int($1) }
        return Double(right) >= 0.9 * Double(test.count)
    }
}
