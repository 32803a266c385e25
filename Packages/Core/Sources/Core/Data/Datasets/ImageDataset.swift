/// Labelled pictures for training and for testing.
public struct ImageDataset: Sendable {
    /// What it is called in results: a known name, or the folder.
    public let name: String
    public let classNames: [String]
    public let training: ByteExamples
    public let test: ByteExamples

    public init(name: String, classNames: [String], training: ByteExamples, test: ByteExamples) {
        self.name = name
        self.classNames = classNames
        self.training = training
        self.test = test
    }

    /// The shape of a picture, C × H × W.
    public var exampleShape: Shape { training.exampleShape }

    /// The side of the pictures that the classic sets hold, in pixels.
    public static let side = 28

    /// Class names where only numbers are known.
    public static let digits = (0..<10).map(String.init)

    /// The built-in set of drawn characters.
    public static func strokes(
        seed: UInt64 = 0, training: Int = StrokeCharacters.Split.training.defaultCount,
        test: Int = StrokeCharacters.Split.test.defaultCount
    ) -> ImageDataset {
        func examples(_ count: Int, _ split: StrokeCharacters.Split) -> ByteExamples {
            let (pixels, labels) = StrokeCharacters.generate(count: count, seed: seed, split: split)
            return ByteExamples(bytes: pixels, exampleShape: [1, side, side], labels: labels.map(Int32.init))
        }
        return ImageDataset(
            name: "strokes", classNames: StrokeCharacters.classNames, training: examples(training, .training),
            test: examples(test, .test))
    }
}
