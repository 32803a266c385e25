import Foundation
import TestSupport
import Testing

@testable import Datasets
@testable import Files
@testable import Training

@Suite("Layouts of class folders") struct FolderLayoutTests {
    private func png(_ value: UInt8) throws -> [UInt8] {
        try Picture(width: 2, height: 2, channels: 1, pixels: [UInt8](repeating: value, count: 4)).png(for: "")
    }

    /// Writes pictures, each of another value.
    private func write(_ paths: [String], to folder: TemporaryFolder) throws {
        for (number, path) in paths.enumerated() { try folder.write(png(UInt8(number)), to: path) }
    }

    private func listing(_ folder: TemporaryFolder, holdingOut: Bool = true) throws -> ClassFolders.Listing {
        try #require(try ClassFolders(FileTree(folder: folder.path))).listing(holdingOut: holdingOut)
    }

    /// How many pictures of each class train, choose and test.
    private func counts(_ listing: ClassFolders.Listing) -> [[Int]] {
        [listing.training, listing.validation, listing.test].map { part in
            listing.classNames.indices.map { label in part.count { $0.label == Int32(label) } }
        }
    }

    @Test("pictures count from whatever folders below a class's")
    func nested() throws {
        let folder = TemporaryFolder()
        for name in ["a", "b"] {
            try write(["train/\(name)/0.png", "train/\(name)/p/1.png", "train/\(name)/p/q/2.png"], to: folder)
            try write(["test/\(name)/p/0.png", "test/\(name)/p/1.JPG"], to: folder)
        }
        #expect(try counts(listing(folder)) == [[3, 3], [0, 0], [2, 2]])
    }

    @Test(
        "parts are found by the names that people give them",
        arguments: [
            (["train", "test"], [[1, 1], [0, 0], [1, 1]]), (["TRAINING", "Testing"], [[1, 1], [0, 0], [1, 1]]),
            (["train", "val", "test"], [[1, 1], [1, 1], [1, 1]]),
            (["Train", "Valid", "Test"], [[1, 1], [1, 1], [1, 1]]),
            (["training", "validation"], [[1, 1], [0, 0], [1, 1]]),
            (["seg_train", "seg_test"], [[1, 1], [0, 0], [1, 1]]),
            (["set/train", "set/test"], [[1, 1], [0, 0], [1, 1]]),
            (["a/b/Training", "a/b/Testing"], [[1, 1], [0, 0], [1, 1]]),
            (["train/train", "test/test"], [[1, 1], [0, 0], [1, 1]]),
        ])
    func parts(names: [String], expected: [[Int]]) throws {
        let folder = TemporaryFolder()
        for name in names { try write(["\(name)/cat/1.png", "\(name)/dog/1.png"], to: folder) }
        let listing = try listing(folder)
        #expect(listing.classNames == ["cat", "dog"] && counts(listing) == expected)
    }

    @Test("a class that is called train is a class where nothing tests")
    func classCalledTrain() throws {
        let folder = TemporaryFolder()
        for name in ["bus", "car", "train"] { try write((0..<5).map { "\(name)/\($0).png" }, to: folder) }
        let listing = try listing(folder)
        #expect(listing.classNames == ["bus", "car", "train"] && counts(listing)[2] == [1, 1, 1])
        #expect(listing.remarks == ["a fifth of each class is held out for testing"])
        let all = try self.listing(folder, holdingOut: false)
        #expect(counts(all) == [[5, 5, 5], [0, 0, 0], [0, 0, 0]], "to learn from all")
    }

    @Test("a set one level down is found, and macOS's remarks are passed over")
    func oneLevelDown() throws {
        let folder = TemporaryFolder()
        try write((0..<5).flatMap { ["archive/a/\($0).png", "archive/b/\($0).png"] }, to: folder)
        try write(["__MACOSX/archive/a/._0.png", "__MACOSX/a/0.png", "archive/a/._0.png", ".hidden/0.png"], to: folder)
        let listing = try listing(folder)
        #expect(listing.classNames == ["a", "b"] && counts(listing)[0] == [4, 4])
        #expect(listing.remarks.first == "the set is one level down, in archive")
    }

    @Test("a copy of the set inside itself is left out, with a word")
    func copies() throws {
        let folder = TemporaryFolder()
        let names = (0..<5).flatMap { ["a/\($0).png", "b/\($0).png"] }
        for copy in ["", "set/"] { try write(names.map { copy + $0 }, to: folder) }
        let undivided = try listing(folder)
        #expect(undivided.classNames == ["a", "b"] && counts(undivided)[0] == [4, 4])
        #expect(undivided.leftOut.groups.map(\.reason) == ["pictures in a copy of the set inside itself"])
        #expect(undivided.leftOut.groups[0].count == 10 && undivided.leftOut.groups[0].first == "\(folder.path)/set")

        let other = TemporaryFolder()
        let parts = names.flatMap { ["train/\($0)", "test/\($0)"] }
        for copy in ["", "xray/"] { try write(parts.map { copy + $0 }, to: other) }
        #expect(try counts(listing(other)) == [[5, 5], [0, 0], [5, 5]])
    }

    @Test("folders that may be read in several ways are refused, and say how to choose")
    func ambiguous() throws {
        let twice = TemporaryFolder()
        try write(["a/1.png", "b/1.png", "more/a/7.png", "more/b/8.png"], to: twice)
        #expect(
            message { try listing(twice) }
                == "\(twice.path): contains 'a' and, in 'more', the same folders again with other pictures, expected "
                + "one data set: name its folder")
        let several = TemporaryFolder()
        for set in ["x", "y"] {
            try write(["\(set)/train/a/1.png", "\(set)/train/b/1.png", "\(set)/test/a/1.png"], to: several)
        }
        #expect(
            message { try listing(several) }
                == "\(several.path): contains 'x', 'y', of which 'x' and 'y' are divided into training and test "
                + "pictures, expected one data set: name its folder")
    }

    @Test("classes that are divided themselves")
    func dividedClasses() throws {
        let folder = TemporaryFolder()
        for name in ["a", "b"] {
            try write(["\(name)/train/1.png", "\(name)/train/2.png", "\(name)/test/3.png"], to: folder)
        }
        #expect(try counts(listing(folder)) == [[2, 2], [0, 0], [1, 1]])
    }

    @Test("classes of parts are matched whatever their capitals; a test part without classes is left out")
    func matching() throws {
        let folder = TemporaryFolder()
        try write(["train/cat/1.png", "train/Dog/1.png", "test/CAT/1.png", "test/dog/1.png"], to: folder)
        let matched = try listing(folder)
        #expect(matched.classNames == ["Dog", "cat"] && counts(matched)[2] == [1, 1])
        let flat = TemporaryFolder()
        try write((0..<5).flatMap { ["train/a/\($0).png", "train/b/\($0).png", "test1/\($0).png"] }, to: flat)
        try write(["test/1.png", "test/2.png"], to: flat)
        let unlabeled = try listing(flat)
        #expect(counts(unlabeled) == [[4, 4], [0, 0], [1, 1]])
        #expect(unlabeled.leftOut.groups.contains { $0.reason == "pictures without a class" && $0.count == 2 })
    }

    @Test("pictures of other formats are counted, with the way to convert them")
    func foreign() throws {
        let folder = TemporaryFolder()
        try write(["a/1.png", "a/2.png", "b/1.png", "b/2.png"], to: folder)
        for name in ["a/3.bmp", "a/4.BMP", "b/5.webp"] { try folder.write([1], to: name) }
        try folder.write(png(9), to: "b/6.tiff")
        let found = try listing(folder)
        #expect(counts(found)[0] == [1, 2], "what a file holds counts, not what it is called")
        #expect(found.leftOut.groups.map(\.count) == [2, 1])
        #expect(found.leftOut.groups[0].reason.hasPrefix("BMP pictures (.bmp), which are not read; convert it to PNG"))
        #expect(found.leftOut.groups[0].first == "\(folder.path)/a/3.bmp")
        let none = TemporaryFolder()
        for name in ["a/1.gif", "a/2.gif", "b/3.gif"] { try none.write(Array("GIF89a".utf8), to: name) }
        #expect(
            message { try listing(none) }.hasPrefix(
                "\(none.path)/a: contains no pictures, expected PNG or JPEG files, but 2 GIF pictures (.gif), which "
                    + "are not read"
            ))
    }

    @Test("names that are not UTF-8 are kept as bytes, of files and of classes")
    func bytes() throws {
        let folder = TemporaryFolder()
        let root = BytePath(folder.path)
        for (number, name) in [[0x63, 0xE9], [0x63, 0xEA]].enumerated() {
            let inner = root.appending(BytePath(bytes: name.map(UInt8.init)))
            try folder.write(png(1), to: "plain.png")
            #expect(mkdir(inner.cString, 0o777) == 0)
            for file in 0..<5 {
                try folder.write(png(UInt8(10 * number + file)), to: "plain.png")
                let target = inner.appending(BytePath(bytes: [0xFF, UInt8(0x30 + file)] + Array(".png".utf8)))
                #expect(rename(root.appending("plain.png").cString, target.cString) == 0)
            }
        }
        let found = try listing(folder)
        #expect(found.classNames == ["c\\xE9", "c\\xEA"] && counts(found)[0] == [4, 4])
        let set = try #require(
            try PictureDataset(FileTree(folder: folder.path), name: "set", PictureReading(.gray, side: 2)))
        #expect(set.images.training.count + set.images.test.count == 10 && set.images.facts.leftOut.groups.isEmpty)
        for file in [0x63E9, 0x63EA] {
            let inner = root.appending(BytePath(bytes: [UInt8(file >> 8), UInt8(file & 0xFF)]))
            for number in 0..<5 {
                unlink(inner.appending(BytePath(bytes: [0xFF, UInt8(0x30 + number)] + Array(".png".utf8))).cString)
            }
            rmdir(inner.cString)
        }
    }

    @Test("links are followed, and one that leads back is followed once")
    func links() throws {
        let folder = TemporaryFolder()
        try write((0..<5).map { "elsewhere/\($0).png" }, to: folder)
        try write((0..<5).map { "set/b/\($0).png" }, to: folder)
        for (link, target) in [("set/a", "elsewhere"), ("set/b/back", "set/b"), ("set/b/up", "set")] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(link)", withDestinationPath: "\(folder.path)/\(target)")
        }
        let tree = FileTree(folder: "\(folder.path)/set")
        #expect(PictureFiles(tree, below: BytePath("a")).files.count == 5)
        // The class itself once, and the set above it with both classes, once.
        #expect(PictureFiles(tree, below: BytePath("b")).files.count == 10)
    }
}
