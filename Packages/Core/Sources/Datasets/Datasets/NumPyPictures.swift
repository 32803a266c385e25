import Files

/// Pictures and labels in NumPy archives: all in one archive, as in Keras and MedMNIST, or one array each, as in
/// Kuzushiji-MNIST.
public struct NumPyPictures {
    /// An array, its file, and its name in errors.
    private typealias Source = (archive: NumPyArchive, array: String, file: String)

    private struct Part {
        let images, labels: Source
    }

    private var parts: [FolderPart: Part] = [:]
    private let place: String
    /// The name of the set, from the file's name.
    private let stem: String

    private static let single = ["mnist.npz", "kmnist.npz", "fashion-mnist.npz"]
    private static let apart = ["kmnist", "k49"]

    /// Whether files with these names are such a set.
    static func isNamed(_ names: Set<String>) -> Bool {
        single.contains(where: names.contains) || apart.contains { names.contains("\($0)-train-imgs.npz") }
    }

    /// The usual names of the arrays of pictures and labels in one file.
    private static let schemes: [[FolderPart: (images: String, labels: String)]] = [
        [.training: ("x_train", "y_train"), .validation: ("x_val", "y_val"), .test: ("x_test", "y_test")],
        [.training: ("train_x", "train_y"), .validation: ("val_x", "val_y"), .test: ("test_x", "test_y")],
        [
            .training: ("train_images", "train_labels"), .validation: ("val_images", "val_labels"),
            .test: ("test_images", "test_labels"),
        ],
        [.training: ("training_images", "training_labels"), .test: ("test_images", "test_labels")],
        [.training: ("images", "labels")], [.training: ("x", "y")], [.training: ("data", "target")],
        [.training: ("data", "targets")], [.training: ("data", "labels")], [.training: ("arr_0", "arr_1")],
    ]

    /// The set in an archive.
    ///
    /// - Throws: `FileError` where its arrays do not have the usual names.
    public init(_ archive: NumPyArchive, file: String) throws(FileError) {
        place = file
        stem = BytePath(file).name.description.split(separator: ".").first.map(String.init) ?? ""
        func array(_ name: String) -> Source? {
            archive.names.first { $0.lowercased() == name }.map { (archive, $0, "\(file): array '\($0)'") }
        }
        for scheme in Self.schemes {
            var found: [FolderPart: Part] = [:]
            for (part, names) in scheme {
                let (images, labels) = (array(names.images), array(names.labels))
                // The archive's own error lists the existing arrays.
                if images == nil, labels != nil, scheme.count > 1 { _ = try archive.array(names.images) }
                if labels == nil, images != nil, scheme.count > 1 { _ = try archive.array(names.labels) }
                if let images, let labels { found[part] = Part(images: images, labels: labels) }
            }
            if found[.training] != nil {
                parts = found
                return
            }
        }
        let names = archive.names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        throw FileError(
            .badData, file, "contains \(names.isEmpty ? "no arrays" : names)",
            expected: "x_train, y_train, x_test and y_test; train_images, train_labels and so on; or images and labels")
    }

    /// The set in a folder whose files have known names.
    ///
    /// - Throws: `FileError` where a file is missing or damaged.
    static func inFolder(_ tree: FileTree, _ folder: BytePath) throws(FileError) -> NumPyPictures {
        func archive(_ name: String) throws(FileError) -> NumPyArchive {
            let path = folder.appending(name)
            return try NumPyArchive(try tree.read(path), file: tree.place(of: path))
        }
        guard let name = apart.first(where: { tree.holdsFile(folder.appending("\($0)-train-imgs.npz")) }) else {
            let shared = single.first { tree.holdsFile(folder.appending($0)) } ?? single[0]
            return try NumPyPictures(try archive(shared), file: tree.place(of: folder.appending(shared)))
        }
        var set = NumPyPictures(place: tree.place(of: folder), stem: name)
        for (part, word) in [(FolderPart.training, "train"), (.test, "test")] {
            func source(_ kind: String) throws(FileError) -> Source {
                let file = "\(name)-\(word)-\(kind).npz"
                return (try archive(file), "arr_0", tree.place(of: folder.appending(file)))
            }
            set.parts[part] = Part(images: try source("imgs"), labels: try source("labels"))
        }
        return set
    }

    private init(place: String, stem: String) { (self.place, self.stem) = (place, stem) }

    /// Reads all parts; where there is no test part, a fifth of each class is held out.
    ///
    /// - Parameters:
    ///   - name: what the set is called in results.
    ///   - classNames: of the set, where its name is known; nil for the names that belong to the file's name,
    ///   or numbers.
    /// - Throws: `FileError` where an array is damaged or does not fit the others.
    public func dataset(name: String, classNames: [String]? = nil) throws(FileError) -> ImageDataset {
        var facts = DatasetFacts(format: "arrays of a NumPy archive")
        var read: [FolderPart: (examples: ByteExamples, file: String)] = [:]
        for part in FolderPart.allCases {
            guard let source = parts[part] else { continue }
            let pictures = try PictureArray.pictures(
                try source.images.archive.array(source.images.array), file: source.images.file)
            let labels = try PictureArray.labels(
                try source.labels.archive.array(source.labels.array), count: pictures.count, of: source.images.file,
                file: source.labels.file)
            if let remark = pictures.remark, !facts.remarks.contains(remark) { facts.remarks.append(remark) }
            let examples = ByteExamples(bytes: pictures.bytes, exampleShape: pictures.shape, labels: labels)
            read[part] = (examples, source.labels.file)
        }
        guard let (training, file) = read[.training] else {
            throw FileError(.badData, place, "contains no training pictures", expected: "some")
        }
        let names =
            classNames ?? KnownClasses.names(of: stem) ?? KnownClasses.numbers(for: read.values.map(\.examples.labels))
        try KnownClasses.check(training.labels, classes: names.count, file: file)
        for part in [FolderPart.validation, .test] {
            guard let (examples, file) = read[part] else { continue }
            try KnownClasses.check(examples.labels, classes: names.count, file: file)
            guard examples.exampleShape == training.exampleShape else {
                throw FileError(
                    .badData, place, "\(part) pictures of shape \(examples.exampleShape)",
                    expected: "\(training.exampleShape), as for training")
            }
        }
        if let test = read[.test] {
            return ImageDataset(
                name: name, classNames: names, training: training, validation: read[.validation]?.examples,
                test: test.examples, facts: facts)
        }
        if let validation = read[.validation] {
            facts.remarks.append("the validation part is the test part, because there is no other")
            return ImageDataset(
                name: name, classNames: names, training: training, test: validation.examples, facts: facts)
        }
        let split = StratifiedSplit(strata: training.labels, testShare: 0.2, seed: 0)
        facts.remarks.append("a fifth of each class is held out for testing")
        return ImageDataset(
            name: name, classNames: names, training: training.selecting(split.training),
            test: training.selecting(split.test), facts: facts)
    }
}
