import CommandLineSupport
import Core
import FoundationEssentials

/// Pictures to learn from, as bytes that become numbers within −1 … 1.
public struct TrainingPictures: Sendable {
    public let name: String
    public let classNames: [String]
    public let training: ByteExamples
    /// Pictures that are not shown, to compare samples with.
    public let test: ByteExamples
    /// Why files were left out.
    public let skipped: [FileError]

    init(_ set: ImageDataset, skipped: [FileError] = []) {
        func centred(_ examples: ByteExamples) -> ByteExamples {
            var examples = examples
            (examples.scale, examples.offset) = (2 / 255, -1)
            return examples
        }
        (name, classNames) = (set.name, set.classNames)
        (training, test) = (centred(set.training), centred(set.test))
        self.skipped = skipped
    }

    /// The set with only its first `count` training pictures; with all of them where there are fewer.
    public func prefix(_ count: Int?) -> TrainingPictures {
        guard let count, count < training.count else { return self }
        return learning(from: training.prefix(count))
    }

    /// The set with only the training pictures of these numbers.
    public func selecting(_ numbers: [Int32]) -> TrainingPictures { learning(from: training.selecting(numbers)) }

    private func learning(from chosen: ByteExamples) -> TrainingPictures {
        TrainingPictures(
            ImageDataset(name: name, classNames: classNames, training: chosen, test: test), skipped: skipped)
    }

    /// C × H × W.
    public var shape: Shape { training.exampleShape }
}

/// Finds and reads pictures to learn from.
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

    /// The set that is used by default.
    public static let preferred = "mnist"

    private let finder: DatasetFinder
    private let preparation: Preparation

    /// - Parameter folder: the folder that the user named, before $KUMIKI_DATA and the user's cache folder.
    public init(_ folder: String? = nil, preparation: Preparation = Preparation()) {
        finder = DatasetFinder(folder)
        self.preparation = preparation
    }

    /// The set that `name` means: a known name, a folder of IDX files or NumPy archives, or a folder of pictures, by class
    /// or all in one; without a name MNIST where it is on this machine, else the built-in characters.
    ///
    /// - Throws: `DatasetError` where there is none, `FileError` where it cannot be used.
    public func pictures(_ name: String?) throws -> TrainingPictures {
        guard let name else { return TrainingPictures(try finder.preferredDataset(Self.preferred)) }
        var isFolder = false
        let (isKnown, path) = (
            DatasetEntry.all.contains { $0.name == name }, DataFolders.path(of: name, in: finder.roots)
        )
        if !isKnown, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder,
            !IDXFolder(path: path).isPresent
        {
            return try folder(path)
        }
        return TrainingPictures(try finder.dataset(name))
    }

    private func folder(_ path: String) throws -> TrainingPictures {
        let (side, hasColor) = (preparation.side, preparation.hasColor)
        let reader = PictureReader(hasColor ? .color(side: side) : .grey(side: side), cache: PictureCache(of: path))
        if let folders = ClassFolders(path) {
            let set = try PictureDataset(folders, name: path, reader: reader)
            return TrainingPictures(set.images, skipped: set.skipped)
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        let files = names.filter { name in
            !name.hasPrefix(".") && [".png", ".jpg", ".jpeg"].contains(where: name.lowercased().hasSuffix)
        }
        let result = reader.read(files.map { "\(path)/\($0)" })
        guard !result.kept.isEmpty else {
            if let first = result.failures.first { throw first }
            throw FileError(
                .badData, path, "holds no data set",
                expected: "IDX files, NumPy archives, or PNG or JPEG files, perhaps in a folder for each class")
        }
        let all = ByteExamples(
            bytes: result.pixels, exampleShape: reader.preparation.exampleShape,
            labels: [Int32](repeating: 0, count: result.kept.count))
        return TrainingPictures(
            ImageDataset(name: path, classNames: ["picture"], training: all, test: all.prefix(0)),
            skipped: result.failures)
    }
}
