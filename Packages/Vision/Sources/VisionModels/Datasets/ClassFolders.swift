import Core
import Dispatch
import FoundationEssentials
import Synchronization

/// A folder with a folder of PNG pictures for each class; perhaps first divided into a training and a test folder.
/// Pictures of any size and colour become grey ones of 28×28, light on dark.
struct ClassFolders {
    let path: String

    private static let trainingNames = ["train", "training", "Train", "Training"]
    private static let testNames = ["test", "testing", "Test", "Testing"]

    /// The share of a class that is held back for testing where the folder has no division of its own.
    private static let testShare = 0.2

    /// Nil where the folder does not look like one of pictures by class.
    init?(_ path: String) {
        self.path = path
        guard !classes(in: divided?.training ?? path).isEmpty else { return nil }
    }

    private var divided: (training: String, test: String)? {
        let names = Self.entries(of: path)
        guard let training = Self.trainingNames.first(where: names.contains),
            let test = Self.testNames.first(where: names.contains)
        else { return nil }
        return ("\(path)/\(training)", "\(path)/\(test)")
    }

    private static func entries(of folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    private func pictures(in folder: String) -> [String] {
        Self.entries(of: folder).filter { $0.lowercased().hasSuffix(".png") }.map { "\(folder)/\($0)" }
    }

    private func classes(in folder: String) -> [String] {
        Self.entries(of: folder).filter { !pictures(in: "\(folder)/\($0)").isEmpty }
    }

    /// Reads all pictures.
    ///
    /// - Throws: `FileError` where a picture is damaged, or a class has none to test or to train with.
    func dataset() throws(FileError) -> ImageDataset {
        let names = classes(in: divided?.training ?? path)
        var training: [(file: String, label: Int32)] = []
        var test: [(file: String, label: Int32)] = []
        for (label, name) in names.enumerated() {
            let (forTraining, forTest) = try split(name)
            training += forTraining.map { ($0, Int32(label)) }
            test += forTest.map { ($0, Int32(label)) }
        }
        if let divided, let stranger = classes(in: divided.test).first(where: { !names.contains($0) }) {
            throw FileError(.badData, divided.test, "has a class '\(stranger)' that the training folder has not")
        }
        return ImageDataset(
            name: path, classNames: names, training: try examples(training), test: try examples(test))
    }

    private func split(_ name: String) throws(FileError) -> (training: [String], test: [String]) {
        if let divided {
            let (training, test) = (
                pictures(in: "\(divided.training)/\(name)"), pictures(in: "\(divided.test)/\(name)")
            )
            if !test.isEmpty { return (training, test) }
            throw FileError(.badData, "\(divided.test)/\(name)", "holds no pictures", expected: "PNG files")
        }
        let all = pictures(in: "\(path)/\(name)")
        guard all.count >= 2 else {
            throw FileError(
                .badData, "\(path)/\(name)", "holds a single picture", expected: "one to train and one to test with")
        }
        // A stream of the class's own: another class's pictures do not change this one's division.
        var random = RandomStream(seed: 0, name: "split.\(name)")
        let order = random.permutation(of: all.count).map { all[Int($0)] }
        let held = max(1, Int(Double(all.count) * Self.testShare))
        return (Array(order.dropFirst(held)), Array(order.prefix(held)))
    }

    /// The pictures as examples, read on all cores.
    private func examples(_ files: [(file: String, label: Int32)]) throws(FileError) -> ByteExamples {
        let side = ImageDataset.side
        let size = side * side
        let failure = Mutex<FileError?>(nil)
        let bytes = [UInt8](unsafeUninitializedCapacity: files.count * size) { buffer, count in
            nonisolated(unsafe) let buffer = buffer
            DispatchQueue.concurrentPerform(iterations: files.count) { index in
                do throws(FileError) {
                    let picture = try Picture.readPNG(files[index].file).fitted(to: side)
                    for (offset, pixel) in picture.enumerated() { buffer[index * size + offset] = pixel }
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }
            count = files.count * size
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return ByteExamples(bytes: bytes, exampleShape: [1, side, side], labels: files.map(\.label))
    }
}

extension Picture {
    /// The pixels as a model of `side` × `side` pixels sees them: grey, light on dark, the whole picture centred in a
    /// square.
    public func fitted(to side: Int) -> [UInt8] {
        let longest = max(width, height)
        let (newWidth, newHeight) = (max(1, width * side / longest), max(1, height * side / longest))
        let small = grey().resized(width: newWidth, height: newHeight)
        // Ink is what there is less of: dark strokes on light paper are turned over.
        let isDarkOnLight = small.pixels.reduce(0) { $0 + Int($1) } > 128 * small.pixels.count
        let (left, top) = ((side - newWidth) / 2, (side - newHeight) / 2)
        var pixels = [UInt8](repeating: 0, count: side * side)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let value = small.pixels[y * newWidth + x]
                pixels[(top + y) * side + left + x] = isDarkOnLight ? 255 - value : value
            }
        }
        return pixels
    }
}
