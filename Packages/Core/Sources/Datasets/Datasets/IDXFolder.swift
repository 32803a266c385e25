import Engine
import Files

/// A folder, on a disk or in an archive, with a set in MNIST's form: four IDX files, gzipped or not, or NumPy archives.
///
/// EMNIST and QMNIST name their files with a prefix; Kaggle's copy of MNIST has each file in a folder of the same name.
public struct IDXFolder {
    public let tree: FileTree
    private let folder: BytePath
    /// The prefix of the files' names, such as "emnist-letters-".
    private let prefix: String

    /// The training part and the test part, as in the names of MNIST's files.
    public enum Split: String { case train, t10k }

    private init(_ tree: FileTree, _ folder: BytePath, prefix: String) {
        (self.tree, self.folder, self.prefix) = (tree, folder, prefix)
    }

    /// The usual names of the images and labels of a split.
    public static func names(_ split: Split, _ kind: String, prefix: String = "") -> [String] {
        let kinds = kind == "images" ? ["idx3-ubyte"] : ["idx1-ubyte", "idx2-int"]
        // Later sets use this name for the test files.
        let splits = split == .train ? ["train"] : ["t10k", "test"]
        let stems = splits.flatMap { split in
            kinds.flatMap { ["\(prefix)\(split)-\(kind)-\($0)", "\(prefix)\(split)-\(kind).\($0)"] }
        }
        return stems.flatMap { [$0, $0 + ".gz"] }
    }

    /// The set in a tree: in its root, or in the only folder below it that contains one.
    ///
    /// - Parameters:
    ///   - tree: the folder or archive to look in.
    ///   - stem: the prefix of the files' names, where several sets share a folder.
    /// - Throws: `FileError` where there are several sets.
    public init?(_ tree: FileTree, stem: String? = nil) throws(FileError) {
        let found = Self.all(in: tree, BytePath(""), levels: stem == nil ? 3 : 0)
        let wanted = stem.map { stem in found.filter { $0.prefix == stem + "-" } } ?? found
        guard let first = wanted.first else { return nil }
        guard wanted.count == 1 else {
            let names = wanted.map { set in
                set.prefix.isEmpty ? tree.place(of: set.folder) : tree.place(of: set.folder.appending(set.stem))
            }
            throw FileError(
                .badData, tree.root, "contains several data sets: \(names.joined(separator: ", "))",
                expected: "one: name it")
        }
        self = first
    }

    private var stem: String { prefix.hasSuffix("-") ? String(prefix.dropLast()) : prefix }

    private static func all(in tree: FileTree, _ folder: BytePath, levels: Int) -> [IDXFolder] {
        let entries = tree.entries(of: folder)
        let names = Set(entries.map(\.name.description))
        let endings = Self.names(.train, "images")
        let prefixes = Set(
            names.flatMap { name in endings.filter(name.hasSuffix).map { String(name.dropLast($0.count)) } })
        var found = prefixes.sorted().map { IDXFolder(tree, folder, prefix: $0) }.filter {
            $0.file(Self.names(.train, "images", prefix: $0.prefix)) != nil
        }
        if found.isEmpty, NumPyPictures.isNamed(names) { found = [IDXFolder(tree, folder, prefix: "")] }
        guard found.isEmpty, levels > 0 else { return found }
        return entries.filter(\.isFolder).flatMap { entry in
            all(in: tree, folder.appending(entry.name), levels: levels - 1)
        }
    }

    /// The first of these files that exists, in the folder itself or in a folder of the same name.
    private func file(_ names: [String]) -> BytePath? {
        let paths = names.map { folder.appending($0) }
        return paths.first(where: tree.holdsFile)
            ?? paths.lazy.flatMap { path in names.map { path.appending($0) } }.first(where: tree.holdsFile)
    }

    /// Reads both splits.
    ///
    /// - Parameters:
    ///   - name: what the set is called in results.
    ///   - classNames: of the set, where its name is known; nil for the names that belong to the files' name,
    ///   or numbers.
    /// - Throws: `FileError` where a file is missing, damaged, or does not fit the others.
    public func dataset(name: String, classNames: [String]? = nil) throws(FileError) -> ImageDataset {
        if file(Self.names(.train, "images", prefix: prefix)) == nil {
            return try NumPyPictures.inFolder(tree, folder).dataset(name: name, classNames: classNames)
        }
        let (training, labelFile) = try examples(.train)
        let (test, _) = try examples(.t10k)
        let names =
            classNames ?? KnownClasses.names(of: stem) ?? KnownClasses.names(ofFolder: tree.place(of: folder))
            ?? KnownClasses.numbers(for: [training.labels, test.labels])
        try KnownClasses.check(training.labels, classes: names.count, file: labelFile)
        try KnownClasses.check(test.labels, classes: names.count, file: try labels(.t10k).file)
        guard training.exampleShape == test.exampleShape else {
            throw FileError(
                .badData, tree.place(of: folder), "test pictures are \(size(test.exampleShape))",
                expected: "\(size(training.exampleShape)), as for training")
        }
        var facts = DatasetFacts(format: "IDX files\(prefix.isEmpty ? "" : " \(prefix)…")")
        if isTransposed { facts.remarks.append("EMNIST's pictures are transposed: they are turned upright") }
        return ImageDataset(name: name, classNames: names, training: training, test: test, facts: facts)
    }

    private var isTransposed: Bool { prefix.hasPrefix("emnist-") }

    private func size(_ shape: Shape) -> String { "\(shape[2])×\(shape[1])" }

    private func examples(_ split: Split) throws(FileError) -> (examples: ByteExamples, labelFile: String) {
        let (imagePath, imageFile) = try path(split, "images")
        let images = try FileArray(idx: try tree.read(imagePath), file: imageFile, .images)
        guard images.count > 0 else {
            throw FileError(.badData, imageFile, "contains no pictures", expected: "one or more")
        }
        let (labels, labelFile) = try labels(split)
        guard labels.count == images.shape[0] else {
            throw FileError(
                .badData, labelFile, "contains \(labels.count) labels",
                expected: "\(images.shape[0]), one for each picture of \(imageFile)")
        }
        let (height, width) = (images.shape[1], images.shape[2])
        let pixels = isTransposed ? Self.transposed(images.bytes, height, width) : images.bytes
        let shape: Shape = isTransposed ? [1, width, height] : [1, height, width]
        return (ByteExamples(bytes: pixels, exampleShape: shape, labels: labels), labelFile)
    }

    /// The labels of a split, from 0 on.
    private func labels(_ split: Split) throws(FileError) -> (numbers: [Int32], file: String) {
        let (path, file) = try path(split, "labels")
        let bytes = try tree.read(path)
        // QMNIST's labels are rows, of which the first number is the class.
        if path.description.contains("idx2-int") {
            let rows = try FileArray(idx: bytes, file: file)
            guard rows.shape.count == 2, rows.shape[1] > 0 else {
                throw FileError(
                    .badData, file, "contains numbers of shape \(rows.shape)", expected: "a row for each picture")
            }
            let numbers = try rows.int32s(from: file)
            return (stride(from: 0, to: numbers.count, by: rows.shape[1]).map { numbers[$0] }, file)
        }
        let numbers = try FileArray(idx: bytes, file: file, .labels).int32s(from: file)
        // EMNIST counts its letters from 1.
        let isFromOne = prefix == "emnist-letters-" && numbers.min() ?? 0 > 0
        return (isFromOne ? numbers.map { $0 - 1 } : numbers, file)
    }

    private func path(_ split: Split, _ kind: String) throws(FileError) -> (BytePath, String) {
        let names = Self.names(split, kind, prefix: prefix)
        if let path = file(names) { return (path, tree.place(of: path)) }
        throw FileError(
            .missingInput, tree.place(of: folder),
            "contains no \(kind) of the \(split == .train ? "training" : "test") set",
            expected: names.prefix(4).joined(separator: " or "))
    }

    private static func transposed(_ bytes: [UInt8], _ height: Int, _ width: Int) -> [UInt8] {
        let size = height * width
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, initialized in
            for picture in 0..<bytes.count / max(1, size) {
                for y in 0..<height {
                    for x in 0..<width {
                        buffer.initializeElement(
                            at: picture * size + x * height + y, to: bytes[picture * size + y * width + x])
                    }
                }
            }
            initialized = bytes.count
        }
    }
}
