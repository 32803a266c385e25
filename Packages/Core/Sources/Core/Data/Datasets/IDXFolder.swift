import FoundationEssentials

/// A folder that holds a set as MNIST comes: four IDX files, gzipped or not, or NumPy archives.
public struct IDXFolder {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The part that trains and the part that tests, as MNIST's files name them.
    public enum Split: String { case train, t10k }

    /// The names under which people keep the images and labels of a split.
    public static func names(_ split: Split, _ kind: String) -> [String] {
        let rank = kind == "images" ? 3 : 1
        let stems = ["\(split.rawValue)-\(kind)-idx\(rank)-ubyte", "\(split.rawValue)-\(kind).idx\(rank)-ubyte"]
        return stems.flatMap { [$0, $0 + ".gz"] }
    }

    /// NumPy archives of KMNIST (an array each) and of Keras (all arrays in one).
    static let archives = ["kmnist-train-imgs.npz", "mnist.npz", "kmnist.npz", "fashion-mnist.npz"]

    /// Whether the folder holds at least the training images.
    public var isPresent: Bool {
        (Self.names(.train, "images") + Self.archives).contains { exists($0) }
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

    /// Reads both splits.
    ///
    /// - Throws: `FileError` where a file is missing, damaged, or does not fit the others.
    public func dataset(name: String, classNames: [String]) throws(FileError) -> ImageDataset {
        let training = try examples(.train, classes: classNames.count)
        let test = try examples(.t10k, classes: classNames.count)
        guard training.exampleShape == test.exampleShape else {
            throw FileError(
                .badData, path, "test pictures are \(size(test.exampleShape))",
                expected: "\(size(training.exampleShape)), as for training")
        }
        return ImageDataset(name: name, classNames: classNames, training: training, test: test)
    }

    private func size(_ shape: Shape) -> String { "\(shape[2])×\(shape[1])" }

    private func examples(_ split: Split, classes: Int) throws(FileError) -> ByteExamples {
        let (images, imageFile) = try array(split, "images")
        let (labels, labelFile) = try array(split, "labels")
        guard images.elementType == .uint8, images.shape.count == 3 else {
            throw FileError(
                .badData, imageFile, "holds \(images.elementType.rawValue) numbers of shape \(images.shape)",
                expected: "bytes of shape [count, height, width]")
        }
        guard images.count > 0 else {
            throw FileError(.badData, imageFile, "holds no pictures", expected: "one or more")
        }
        guard labels.shape.count == 1, labels.shape[0] == images.shape[0] else {
            throw FileError(
                .badData, labelFile, "holds \(labels.shape.first ?? 0) labels",
                expected: "\(images.shape[0]), one for each picture of \(imageFile)")
        }
        let numbers = try labels.int32s(from: labelFile)
        if let wrong = numbers.firstIndex(where: { !(0..<Int32(classes)).contains($0) }) {
            throw FileError(
                .badData, labelFile, "label \(numbers[wrong]) of example \(wrong + 1)",
                expected: "0 to \(classes - 1)")
        }
        return ByteExamples(
            bytes: images.bytes, exampleShape: [1, images.shape[1], images.shape[2]], labels: numbers)
    }

    /// The images or labels of a split, and the file that they come from.
    private func array(_ split: Split, _ kind: String) throws(FileError) -> (FileArray, String) {
        if let name = Self.names(split, kind).first(where: exists) {
            let file = "\(path)/\(name)"
            return (try FileArray.readIDX(file, kind == "images" ? .images : .labels), file)
        }
        if let (file, arrayName) = archive(split, kind) {
            return (try NumPyArchive.read(file).array(arrayName), file)
        }
        throw FileError(
            .missingInput, path, "holds no \(kind) of the \(split == .train ? "training" : "test") set",
            expected: Self.names(split, kind).joined(separator: " or "))
    }

    private func archive(_ split: Split, _ kind: String) -> (file: String, array: String)? {
        let part = split == .train ? "train" : "test"
        let own = "kmnist-\(part)-\(kind == "images" ? "imgs" : "labels").npz"
        if exists(own) { return ("\(path)/\(own)", "arr_0") }
        guard let shared = ["mnist.npz", "kmnist.npz", "fashion-mnist.npz"].first(where: exists) else { return nil }
        return ("\(path)/\(shared)", "\(kind == "images" ? "x" : "y")_\(part)")
    }
}
