import Core

/// Pictures of IDX files as examples: bytes become numbers from 0 to 1.
public enum IDXExamples {
    /// - Parameters:
    ///   - images: a file of pictures, gzipped or not.
    ///   - labels: the file of their classes.
    ///   - limit: how many of the first to take.
    /// - Throws: `FileError` where a file is damaged or they do not fit one another.
    public static func read(images: String, labels: String?, limit: Int? = nil) throws(FileError) -> ExampleSet {
        let pictures = try FileArray.readIDX(images)
        guard pictures.elementType == .uint8, pictures.shape.count >= 2 else {
            throw FileError(
                .badData, images, "\(pictures.elementType.rawValue) numbers in \(pictures.shape.count) dimensions",
                expected: "bytes in two dimensions or more")
        }
        let width = pictures.shape.dropFirst().reduce(1, *)
        let count = min(limit ?? .max, pictures.shape[0])
        guard count > 0, width > 0 else { throw FileError(.badData, images, "holds no examples") }
        var targets = [Double](repeating: .nan, count: count)
        if let labels {
            let classes = try FileArray.readIDX(labels, .labels)
            guard classes.shape == [pictures.shape[0]] else {
                throw FileError(
                    .badData, labels, "\(classes.count) labels", expected: "\(pictures.shape[0]), one for each picture")
            }
            targets = classes.bytes.prefix(count).map { Double($0) }
        }
        let buffer = Buffer(shape: [count, width], type: .float32)
        let to = buffer.stored(Float.self)
        let scale: Float = 1 / 255
        pictures.bytes.withUnsafeBufferPointer { from in
            for index in 0..<count * width { to[index] = Float(from[index]) * scale }
        }
        return ExampleSet(points: KernelRows(buffer), targets: targets, file: images)
    }

    /// The files of a folder as MNIST comes: images and labels of `train` or `t10k`; nil where there are none.
    public static func files(in folder: String, split: String) -> (images: String, labels: String)? {
        func found(_ kind: String, _ rank: Int) -> String? {
            ["\(split)-\(kind)-idx\(rank)-ubyte", "\(split)-\(kind).idx\(rank)-ubyte"].flatMap { [$0, $0 + ".gz"] }
                .map { "\(folder)/\($0)" }.first { !WholeFile.prefix($0, count: 2).isEmpty }
        }
        guard let images = found("images", 3), let labels = found("labels", 1) else { return nil }
        return (images, labels)
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
