import Foundation
import TestSupport
import Testing

@testable import Datasets
@testable import Files

@Suite("Trees of files") struct FileTreeTests {
    private func archive(_ members: [(String, [UInt8])], in folder: TemporaryFolder) throws -> FileTree {
        var writer = ZipWriter()
        for (name, bytes) in members { writer.add(name, bytes) }
        try folder.write(writer.finished(), to: "a.zip")
        return try #require(try FileTree(folder.path + "/a.zip"))
    }

    private func names(_ tree: FileTree, _ folder: String = "") -> [String] {
        tree.entries(of: BytePath(folder)).map { "\($0.name)\($0.isFolder ? "/" : "")" }
    }

    @Test("of a disk and of an archive are the same")
    func same() throws {
        let folder = TemporaryFolder()
        let members: [(String, [UInt8])] = [
            ("x/b/1", [1]), ("x/a", [2, 3]), ("x/.hidden", [4]), ("__MACOSX/x/a", [5]), ("y", [6]),
        ]
        for (name, bytes) in members { try folder.write(bytes, to: "t/\(name)") }
        for tree in [FileTree(folder: folder.path + "/t"), try archive(members, in: folder)] {
            #expect(names(tree) == ["x/", "y"] && names(tree, "x") == ["a", "b/"] && names(tree, "x/b") == ["1"])
            #expect(names(tree, "none").isEmpty && names(tree, "y").isEmpty)
            #expect(tree.holdsFile(BytePath("x/a")) && !tree.holdsFile(BytePath("x/b")))
            #expect(try tree.read(BytePath("x/a")) == [2, 3] && tree.prefix(BytePath("x/a"), count: 1) == [2])
            #expect(tree.stamp(BytePath("x/a"))?.size == 2 && tree.stamp(BytePath("x")) == nil)
            #expect(tree.place(of: BytePath("x/a")) == "\(tree.root)/x/a")
            #expect(throws: FileError.self) { try tree.read(BytePath("x/none")) }
        }
        #expect(try FileTree(folder.path + "/t/y") == nil && FileTree(folder.path + "/none") == nil)
    }

    @Test("members that leave an archive, and names of Windows and of no character set")
    func names() throws {
        let folder = TemporaryFolder()
        let out = try archive(
            [("../up", [1]), ("/root", [2]), ("a/../../b", [3]), ("a/./c", [4]), ("ok", [5])], in: folder)
        #expect(names(out) == ["ok", "root"], "nothing is written anywhere")
        #expect(
            names(try archive([("set\\a\\1.png", [1]), ("set\\b\\2.png", [2])], in: folder), "set") == ["a/", "b/"])
        var writer = ZipWriter()
        writer.add("cXt.png", [7])
        let named = writer.finished().map { $0 == UInt8(ascii: "X") ? 0xE9 : $0 }
        try folder.write(named, to: "b.zip")
        let tree = try FileTree(archive: folder.path + "/b.zip")
        #expect(names(tree) == ["c\\xE9t.png"])
        #expect(try tree.read(tree.entries()[0].name) == [7])
        let deep = (0..<100).map { _ in "d" }.joined(separator: "/")
        #expect(try archive([(deep, [1]), ("x", [2])], in: folder).entries().count == 1)
    }

    @Test("a set of class folders, of IDX files and of arrays is the same in an archive")
    func sets() throws {
        let folder = TemporaryFolder()
        var members: [(String, [UInt8])] = []
        for (label, name) in ["cat", "dog"].enumerated() {
            for (part, count) in [("train", 4), ("test", 2)] {
                for index in 0..<count {
                    let pixels = [UInt8](repeating: UInt8(100 * label + 10 * index), count: 4)
                    let picture = try Picture(width: 2, height: 2, channels: 1, pixels: pixels).png(for: "")
                    members.append(("set/\(part)/\(name)/\(index).png", picture))
                }
            }
        }
        for (name, bytes) in members { try folder.write(bytes, to: "t/\(name)") }
        let reading = PictureReading(.gray, side: 2)
        let onDisk = try #require(try PictureDataset(FileTree(folder: folder.path + "/t"), name: "s", reading))
        let zipped = try #require(try PictureDataset(archive(members, in: folder), name: "s", reading))
        #expect(onDisk.images.digest == zipped.images.digest && zipped.images.test.count == 4)

        try folder.writeIDX(to: "idx")
        let names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
        let files = try names.map { ("MNIST/raw/\($0)-ubyte", try WholeFile.read("\(folder.path)/idx/\($0)-ubyte")) }
        let idx = try #require(try PictureDataset(archive(files, in: folder), name: "s", reading))
        #expect(idx.images.training.labels == [0, 1, 2, 3, 4, 5])

        let arrays = NumPyArchive.serialized([
            ("x_train", FileArray([1, 2] as [UInt8], shape: [2, 1, 1])),
            ("y_train", FileArray([0, 1] as [UInt8], shape: [2])),
            ("x_test", FileArray([3] as [UInt8], shape: [1, 1, 1])), ("y_test", FileArray([1] as [UInt8], shape: [1])),
        ])
        try folder.write(arrays, to: "set.npz")
        let tree = try #require(try FileTree(folder.path + "/set.npz"))
        let numpy = try #require(try PictureDataset(tree, name: "s", reading))
        #expect(numpy.images.training.bytes == [1, 2] && numpy.images.test.labels == [1])
    }

    @Test("a member that expands beyond what pictures do is refused before it is made")
    func bomb() throws {
        let folder = TemporaryFolder()
        let size = 80 << 20
        let data = Deflate.compress([UInt8](repeating: 0, count: 1 << 16), level: 9)
        var writer = ZipWriter()
        writer.add("a", data)
        var bytes = writer.finished()
        // The directory and the header say that the member is deflated and large.
        for signature in [[0x50, 0x4B, 1, 2], [0x50, 0x4B, 3, 4]] as [[UInt8]] {
            let start = try #require(bytes.indices.first { bytes[$0...].starts(with: signature) })
            let method = start + (signature[2] == 1 ? 10 : 8)
            bytes[method] = 8
            for index in 0..<4 { bytes[method + 14 + index] = UInt8(truncatingIfNeeded: size >> (8 * index)) }
        }
        try folder.write(bytes, to: "bomb.zip")
        let tree = try FileTree(archive: folder.path + "/bomb.zip")
        #expect(message { try tree.read(BytePath("a")) }.contains("more than the limit of \(64 << 20)"))
    }
}
