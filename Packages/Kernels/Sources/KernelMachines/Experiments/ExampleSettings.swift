import Core
import FoundationEssentials

/// The training examples and the test examples.
public struct ExampleSettings: Codable, Equatable, Sendable {
    /// A file, a folder of pictures, or a known name.
    public var dataset = BuiltInSet.all[0].name
    /// The folder to look in first for named sets.
    public var data: String?
    /// A file of test examples; nil for the set's own.
    public var test: String?
    /// The number of first examples to use; nil for all.
    public var examples: Int?
    public var testExamples: Int?
    public var form = ExampleForm()

    public static let counts = 1...1_000_000_000

    public init() {}

    /// Examples as they are read, before any are set aside.
    public struct Sets {
        public let training: ExampleSet
        public let test: ExampleSet?
        /// What the reader found in the training examples.
        public let facts: DataFacts

        init(training: ExampleSet, test: ExampleSet?) {
            // Computed once, because the digest reads all numbers.
            (self.training, self.test, facts) = (training, test, training.facts)
        }
    }

    public func check() throws(SettingError) {
        for (name, value) in [("dataset", dataset), ("data", data), ("test", test)] {
            try Setting.require(name, "''", value != "", expected: "the name of a file or folder")
        }
        try Setting.require("examples", examples, in: Self.counts)
        try Setting.require("testExamples", testExamples, in: Self.counts)
        do { try form.check() } catch { throw error.within("form") }
    }

    private var builtIn: BuiltInSet? { BuiltInSet.all.first { $0.name == dataset } }

    /// Whether the examples depend on the seed.
    public var areDrawn: Bool { builtIn != nil }

    /// - Throws: `FileError`, `DatasetError` where the examples do not exist or are damaged.
    public func read(isPrecomputed: Bool, seed: UInt64) throws -> Sets {
        var test: ExampleSet?
        let training: ExampleSet
        if let builtIn {
            training = builtIn.examples(400, seed: seed)
            test = builtIn.examples(1000, seed: seed &+ 1)
        } else if isPictureSet {
            let pictures = try DatasetFinder(data).dataset(dataset)
            training = IDXExamples.examples(pictures.training, first: examples, file: dataset)
            test = IDXExamples.examples(pictures.test, first: testExamples, file: dataset)
        } else {
            training = try form.read(dataset, isPrecomputed: isPrecomputed)
        }
        // Before the first examples are selected, because they have kernel values with the others, too.
        if isPrecomputed { try LIBSVMText.checkSquare(training) }
        if let file = self.test {
            test = try form.read(
                file, isPrecomputed: isPrecomputed, knownPoints: training.points.width, columns: training.columns,
                indices: training.indices)
        }
        if training.targets.contains(where: \.isNaN) {
            throw FileError(
                .badData, training.file, "no labels next to it", expected: "a file of labels with a matching name")
        }
        if !form.hasNumericClasses { try training.requireClasses() }
        return Sets(training: training.prefix(examples), test: test?.prefix(testExamples))
    }

    /// Whether the name is a known set's, a folder's or an archive's, and not a file of examples.
    private var isPictureSet: Bool {
        var isFolder = false
        return DatasetEntry.all.contains { $0.name == dataset }
            || [".zip", ".npz"].contains { dataset.lowercased().hasSuffix($0) }
            || FileManager.default.fileExists(atPath: dataset, isDirectory: &isFolder) && isFolder
    }
}
