/// A data set of picture files by class, and what was met on the way of reading it.
public struct PictureDataset: Sendable {
    public let images: ImageDataset
    /// Of each example's file; for pictures that come from no file, of its pixels.
    public let trainingDigests, testDigests: [ContentDigest]
    /// Why files were left out.
    public let skipped: [FileError]
    /// How many pictures had to be decoded; the others came from the cache.
    public let decoded: Int

    /// Reads the pictures in `folders`.
    ///
    /// - Parameter name: what the set is called in results.
    /// - Throws: `FileError` where a class has no pictures, or none that can be read.
    public init(_ folders: ClassFolders, name: String, reader: PictureReader) throws(FileError) {
        let listing = try folders.listing()
        let files = listing.training + listing.test
        let result = reader.read(files.map(\.file))
        let shape = reader.preparation.exampleShape
        let size = shape.elementCount
        // The training files come first.
        let trained = result.kept.prefix { $0 < listing.training.count }.count
        func examples(_ range: Range<Int>) -> ByteExamples {
            ByteExamples(
                bytes: Array(result.pixels[range.lowerBound * size..<range.upperBound * size]), exampleShape: shape,
                labels: result.kept[range].map { files[$0].label })
        }
        images = ImageDataset(
            name: name, classNames: listing.classNames, training: examples(0..<trained),
            test: examples(trained..<result.kept.count))
        trainingDigests = Array(result.digests[..<trained])
        testDigests = Array(result.digests[trained...])
        skipped = result.failures
        decoded = result.decoded
        for (split, labels) in [("training", images.training.labels), ("test", images.test.labels)] {
            let present = Set(labels)
            guard let missing = listing.classNames.indices.first(where: { !present.contains(Int32($0)) }) else {
                continue
            }
            let reason = result.failures.first.map { "; the first: \($0)" } ?? ""
            throw FileError(
                .badData, folders.path,
                "none of the \(split) pictures of class '\(listing.classNames[missing])' can be read\(reason)")
        }
    }

    /// Pictures that come from no files.
    public init(_ images: ImageDataset) {
        self.images = images
        func digests(_ examples: ByteExamples) -> [ContentDigest] {
            (0..<examples.count).map { ContentDigest(examples.example($0)) }
        }
        (trainingDigests, testDigests) = (digests(images.training), digests(images.test))
        (skipped, decoded) = ([], images.training.count + images.test.count)
    }

    /// The set without the test pictures that also stand among the training pictures.
    public struct Deduplicated: Sendable {
        public let images: ImageDataset
        /// How many test files were the same byte for byte as a training file.
        public let sameFiles: Int
        /// How many others became the same pixels as a training picture.
        public let samePixels: Int
    }

    /// Leaves test pictures out that also stand, byte for byte or after resizing, among the training pictures.
    public func deduplicated() -> Deduplicated {
        let files = Set(trainingDigests)
        let pictures = Set((0..<images.training.count).map { ContentDigest(images.training.example($0)) })
        var kept: [Int] = []
        var (sameFiles, samePixels) = (0, 0)
        for number in 0..<images.test.count {
            if files.contains(testDigests[number]) {
                sameFiles += 1
            } else if pictures.contains(ContentDigest(images.test.example(number))) {
                samePixels += 1
            } else {
                kept.append(number)
            }
        }
        let test = ByteExamples(
            bytes: kept.flatMap { images.test.example($0) }, exampleShape: images.test.exampleShape,
            labels: kept.map { images.test.labels[$0] }, scale: images.test.scale, offset: images.test.offset)
        return Deduplicated(
            images: ImageDataset(
                name: images.name, classNames: images.classNames, training: images.training, test: test),
            sameFiles: sameFiles, samePixels: samePixels)
    }
}
