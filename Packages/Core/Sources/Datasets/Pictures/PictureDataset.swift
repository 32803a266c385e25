import Files

/// A data set of picture files by class, and the facts of reading it.
public struct PictureDataset: Sendable {
    public var images: ImageDataset
    /// The digest of each example's file; nil for pictures without their own files.
    private let digests: (training: [ContentDigest], test: [ContentDigest])?
    /// The number of pictures that were decoded; the others came from the cache.
    public let decoded: Int

    /// The set in a folder or archive of any form; nil where there is none.
    ///
    /// - Parameters:
    ///   - tree: the folder or archive to look in.
    ///   - name: the set's name in results.
    ///   - reading: how picture files become examples.
    /// - Throws: `FileError` where it is damaged, or can be read in several ways.
    public init?(_ tree: FileTree, name: String, _ reading: PictureReading) throws(FileError) {
        let entries = tree.entries()
        if tree.isArchive, !entries.isEmpty, entries.allSatisfy({ $0.name.suffix == "npy" }) {
            let archive = try NumPyArchive.read(tree.root)
            self.init(try NumPyPictures(archive, file: tree.root).dataset(name: name))
        } else if let set = try IDXFolder(tree) {
            self.init(try set.dataset(name: name))
        } else if reading.needsTest || !PictureFiles.exist(in: tree, directlyIn: BytePath("")),
            let folders = try ClassFolders(tree)
        {
            try self.init(folders, name: name, reading)
        } else if !reading.needsTest, PictureFiles.exist(in: tree, below: BytePath("")) {
            try self.init(flat: tree, name: name, reading)
        } else {
            let archives = entries.filter { $0.name.suffix == "npz" }
            guard archives.count == 1 else { return nil }
            let file = tree.place(of: archives[0].name)
            let archive = try NumPyArchive(try tree.read(archives[0].name), file: file)
            self.init(try NumPyPictures(archive, file: file).dataset(name: name))
        }
    }

    /// Reads the pictures in `folders`.
    ///
    /// - Parameters:
    ///   - folders: a folder of pictures for each class.
    ///   - name: the set's name in results.
    ///   - reading: how pictures become examples.
    /// - Throws: `FileError` where a class has no training pictures, or none that can be read.
    public init(_ folders: ClassFolders, name: String, _ reading: PictureReading) throws(FileError) {
        let listing = try folders.listing(holdingOut: reading.needsTest)
        try self.init(listing, in: folders.tree, name: name, reading)
    }

    /// Reads all pictures below the root of a tree as a single class: for training, without test pictures.
    ///
    /// - Throws: `FileError` where there are none that can be read.
    public init(flat tree: FileTree, name: String, _ reading: PictureReading) throws(FileError) {
        let found = PictureFiles(tree, below: BytePath(""))
        var listing = ClassFolders.Listing()
        listing.classNames = ["picture"]
        listing.training = found.files.map { ClassFolders.LabeledFile(file: $0, label: 0) }
        listing.leftOut = found.leftOut
        try self.init(listing, in: tree, name: name, reading)
    }

    private init(
        _ listing: ClassFolders.Listing, in tree: FileTree, name: String, _ reading: PictureReading
    ) throws(FileError) {
        let parts = [listing.training, listing.validation, listing.test]
        let files = parts.flatMap(\.self)
        let ink = reading.isInk ? PictureInk(of: listing.training.map(\.file), in: tree) : nil
        let reader = reading.reader(tree, isInverting: ink?.isDarkOnLight ?? false)
        let result = reader.read(files.map(\.file), in: tree)
        let shape = reader.preparation.exampleShape
        let size = shape.elementCount
        // The parts are one after the other.
        var examples: [ByteExamples] = []
        var digests: [[ContentDigest]] = []
        var (start, end) = (0, 0)
        for part in parts {
            end += part.count
            let stop = result.kept[start...].firstIndex { $0 >= end } ?? result.kept.count
            examples.append(
                ByteExamples(
                    bytes: Array(result.pixels[start * size..<stop * size]), exampleShape: shape,
                    labels: result.kept[start..<stop].map { files[$0].label }))
            digests.append(Array(result.digests[start..<stop]))
            start = stop
        }
        var facts = DatasetFacts(format: listing.classNames == ["picture"] ? "pictures" : "pictures in class folders")
        (facts.leftOut, facts.remarks) = (listing.leftOut, listing.remarks)
        for failure in result.failures {
            // Only the kind from "damaged JPEG file (bad Huffman code)".
            let mistake = failure.problem.split(separator: " (").first ?? ""
            facts.leftOut.add("pictures that cannot be read (\(mistake))", first: failure.description)
        }
        if let black = result.laidOnBlack.first {
            facts.remarks.append(
                "\(result.laidOnBlack.count) with light strokes on a transparent background, put on black; the first: "
                    + tree.place(of: files[black].file))
        }
        if let ink {
            facts.isInverted = ink.isDarkOnLight
            if ink.isDarkOnLight {
                facts.remarks.append(
                    "dark on light (\(ink.light) of \(ink.count) examined), so all are inverted")
            } else if ink.light > 0 {
                facts.remarks.append(
                    "light on dark (all except \(ink.light) of \(ink.count) examined), so none is inverted")
            }
        }
        images = ImageDataset(
            name: name, classNames: listing.classNames, training: examples[0],
            validation: examples[1].count > 0 ? examples[1] : nil, test: examples[2], facts: facts)
        self.digests = (digests[0], digests[2])
        decoded = result.decoded
        try requirePictures(in: tree, result.failures)
    }

    private func requirePictures(in tree: FileTree, _ failures: [FileError]) throws(FileError) {
        let reason = failures.first.map { "; the first: \($0)" } ?? ""
        let present = Set(images.training.labels)
        if let missing = images.classNames.indices.first(where: { !present.contains(Int32($0)) }) {
            throw FileError(
                .badData, tree.root,
                "none of the training pictures of class '\(images.classNames[missing])' can be read\(reason)")
        }
    }

    /// Pictures without their own files.
    public init(_ images: ImageDataset) {
        (self.images, digests) = (images, nil)
        decoded = images.training.count + images.test.count
    }

    /// The set without the test pictures that are also among the training pictures.
    public struct Deduplicated: Sendable {
        public let images: ImageDataset
        /// The number of test files that are byte for byte equal to a training file.
        public let sameFiles: Int
        /// The number of others that have the same pixels as a training picture.
        public let samePixels: Int
    }

    /// Leaves out test pictures that are also, byte for byte or after resizing, among the training pictures.
    public func deduplicated() -> Deduplicated {
        let files = Set(digests?.training ?? [])
        let pictures = Set((0..<images.training.count).map { ContentDigest(images.training.example($0)) })
        var kept: [Int32] = []
        var (sameFiles, samePixels) = (0, 0)
        for number in 0..<images.test.count {
            let digest = ContentDigest(images.test.example(number))
            if files.contains(digests?.test[number] ?? digest) || (digests == nil && pictures.contains(digest)) {
                sameFiles += 1
            } else if pictures.contains(digest) {
                samePixels += 1
            } else {
                kept.append(Int32(number))
            }
        }
        return Deduplicated(
            images: ImageDataset(
                name: images.name, classNames: images.classNames, training: images.training,
                test: images.test.selecting(kept), facts: images.facts), sameFiles: sameFiles, samePixels: samePixels)
    }
}
