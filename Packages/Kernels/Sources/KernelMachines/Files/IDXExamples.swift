import Core

/// Pictures of IDX files as examples: bytes become numbers from 0 to 1.
public enum IDXExamples {
    /// - Parameters:
    ///   - images: a file of pictures, gzipped or not.
    ///   - labels: the file of their classes.
    /// - Throws: `FileError` where a file is damaged or they do not fit each other.
    public static func read(images: String, labels: String?) throws(FileError) -> ExampleSet {
        let pictures = try FileArray.readIDX(images)
        guard pictures.elementType == .uint8, pictures.shape.count >= 2 else {
            throw FileError(
                .badData, images, "\(pictures.elementType.rawValue) numbers in \(pictures.shape.count) dimensions",
                expected: "bytes in two dimensions or more")
        }
        let (count, width) = (pictures.shape[0], pictures.shape.dropFirst().reduce(1, *))
        guard count > 0, width > 0 else { throw FileError(.badData, images, "contains no examples") }
        var targets = [Double](repeating: .nan, count: count)
        if let labels {
            let classes = try FileArray.readIDX(labels, .labels)
            guard classes.shape == [count] else {
                throw FileError(
                    .badData, labels, "\(classes.count) labels", expected: "\(count), one for each picture")
            }
            targets = classes.bytes.map { Double($0) }
        }
        return examples(pictures.bytes, targets: targets, width: width, file: images)
    }

    /// The first pictures of a set.
    public static func examples(_ pictures: ByteExamples, first count: Int?, file: String) -> ExampleSet {
        let targets = pictures.labels.prefix(count ?? .max).map(Double.init)
        return examples(
            pictures.bytes, targets: targets, width: pictures.exampleShape.elementCount, file: file)
    }

    /// As many pictures as there are targets.
    private static func examples(_ bytes: [UInt8], targets: [Double], width: Int, file: String) -> ExampleSet {
        let count = targets.count
        let scale: Float = 1 / 255
        let buffer = bytes.withUnsafeBufferPointer { from in
            Buffer(shape: [count, width], settingEach: Float.self) { to in
                for index in to.indices { to[index] = Float(from[index]) * scale }
            }
        }
        var set = ExampleSet(points: KernelRows(buffer), targets: targets, file: file)
        set.format = "pictures of \(width) pixels"
        return set
    }

    /// The file of labels that belongs to a file of pictures, by its name; nil where there is none.
    public static func labels(besides images: String) -> String? {
        for (from, to) in [("images-idx3", "labels-idx1"), ("images.idx3", "labels.idx1")] {
            let labels = images.replacing(from, with: to)
            if labels != images, !WholeFile.prefix(labels, count: 2).isEmpty { return labels }
        }
        return nil
    }
}
