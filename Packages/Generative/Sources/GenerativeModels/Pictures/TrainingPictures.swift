import Core

/// Pictures for training, as bytes that become numbers within −1 … 1.
public struct TrainingPictures: Sendable {
    /// The set that they belong to.
    let images: ImageDataset
    /// What a run records of the set.
    let record: DatasetRecord
    /// What the reader found in it.
    let facts: DataFacts

    /// - Parameter set: the set as it was read.
    init(_ set: ImageDataset) {
        self.init(set, record: DatasetRecord(set), facts: DataFacts(set))
    }

    private init(_ set: ImageDataset, record: DatasetRecord, facts: DataFacts) {
        func centered(_ examples: ByteExamples) -> ByteExamples {
            var examples = examples
            (examples.scale, examples.offset) = (2 / 255, -1)
            return examples
        }
        images = ImageDataset(
            name: set.name, classNames: set.classNames, training: centered(set.training), test: centered(set.test),
            facts: set.facts)
        (self.record, self.facts) = (record, facts)
    }

    public var name: String { images.name }
    public var classNames: [String] { images.classNames }
    public var training: ByteExamples { images.training }
    /// Pictures that are not used for training, to compare samples with.
    public var test: ByteExamples { images.test }

    /// The set with at most `count` training pictures, about equally many of each class.
    public func balanced(_ count: Int?) -> TrainingPictures { learning(from: training.balanced(count ?? .max)) }

    /// The set with only these training pictures, by number.
    public func selecting(_ numbers: [Int32]) -> TrainingPictures { learning(from: training.selecting(numbers)) }

    private func learning(from chosen: ByteExamples) -> TrainingPictures {
        TrainingPictures(images.learning(from: chosen), record: record, facts: facts)
    }

    /// C × H × W.
    public var shape: Shape { training.exampleShape }
}

/// Finds and reads pictures for training.
public struct PictureSource {
    /// How picture files become examples.
    public struct Preparation: Sendable {
        /// The width and height, in pixels.
        public var side: Int
        public var hasColor: Bool

        public init(side: Int = 28, hasColor: Bool = false) {
            self.side = side
            self.hasColor = hasColor
        }

        /// C × H × W of an example.
        public var shape: Shape { [hasColor ? 3 : 1, side, side] }
    }

    /// The default set.
    public static let preferred = "mnist"

    private let finder: DatasetFinder

    /// - Parameters:
    ///   - folder: the folder that the user named, before $KUMIKI_DATA and the user's cache folder.
    ///   - entries: the named sets; a tool adds its own to `DatasetEntry.all`.
    ///   - preparation: the size of an example, and whether it has color.
    public init(
        _ folder: String? = nil, entries: [DatasetEntry] = DatasetEntry.all, preparation: Preparation = Preparation()
    ) {
        var reading = PictureReading(preparation.hasColor ? .color : .gray, side: preparation.side)
        reading.needsTest = false
        finder = DatasetFinder(folder, entries: entries, reading: reading)
    }

    /// The set that `name` means: a known name, or a folder or archive of pictures, by class or all in one; without a
    /// name MNIST where it is on this machine, otherwise the built-in characters. The set's own validation pictures are
    /// also used for training.
    ///
    /// - Parameters:
    ///   - name: a known name, or the path of a folder or archive; nil for the default.
    ///   - remembered: the folder in which a run found its set; nil where a user asks for the set.
    /// - Throws: `DatasetError` where there is none, `FileError` where it cannot be used.
    public func pictures(_ name: String?, remembered: RememberedPlace? = nil) throws -> ImageDataset {
        guard let name else { return try finder.preferredDataset(Self.preferred) }
        var set = try finder.pictures(name, remembered: remembered).images
        if let validation = set.validation {
            set.facts.remarks.append("the validation part is also used for training")
            set = set.learning(from: set.training.followed(by: validation))
        }
        return set
    }
}
