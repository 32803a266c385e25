import Files
import Foundation

/// A temporary folder with files of a test's choice.
public final class TemporaryFolder {
    public let path = FileManager.default.temporaryDirectory.appending(path: "kumiki-folder-\(UUID().uuidString)").path

    public func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// Four IDX files of pictures of 4×5 pixels.
    public func writeIDX(to folder: String, counts: (training: Int, test: Int) = (6, 3)) throws {
        for (name, count) in [("train", counts.training), ("t10k", counts.test)] {
            let pixels = (0..<count * 20).map { UInt8(truncatingIfNeeded: $0) }
            try write(FileArray(pixels, shape: [count, 5, 4]).idx(), to: "\(folder)/\(name)-images-idx3-ubyte")
            let labels = (0..<count).map { UInt8($0 % 10) }
            try write(FileArray(labels, shape: [count]).idx(), to: "\(folder)/\(name)-labels-idx1-ubyte")
        }
    }

    public init() {}

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
