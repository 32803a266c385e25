import Foundation
import TestSupport
import Testing

@testable import Datasets
@testable import Files
@testable import Training

@Suite("Class folders of pictures") struct PictureDatasetTests {
    /// A gray picture of one value.
    private func png(_ value: UInt8, side: Int = 3) throws -> [UInt8] {
        try Picture(width: side, height: side, channels: 1, pixels: [UInt8](repeating: value, count: side * side))
            .png(for: "")
    }

    /// Two classes, three training and two test pictures each, of values that tell them apart.
    private func written(to folder: TemporaryFolder, training: String = "Training", test: String = "Testing") throws {
        for (label, name) in ["cat", "dog"].enumerated() {
            for (split, count) in [(training, 3), (test, 2)] {
                for index in 0..<count {
                    let value = UInt8(100 * label + 10 * index + (split == test ? 5 : 0))
                    try folder.write(png(value), to: "\(split)/\(name)/\(index).png")
                }
            }
        }
    }

    private func read(
        _ folder: TemporaryFolder, cache: [String: String] = [:], progress: ((Int, Int) -> Void)? = nil
    ) throws -> PictureDataset {
        let folders = try #require(try ClassFolders(FileTree(folder: folder.path)))
        var reading = PictureReading(.gray, side: 2)
        (reading.environment, reading.progress) = (cache, progress)
        return try PictureDataset(folders, name: "set", reading)
    }

    private func first(_ examples: ByteExamples) -> [UInt8] {
        (0..<examples.count).map { examples.example($0).first ?? 0 }
    }

    @Test(
        "both splits are found however they are spelled",
        arguments: [("Training", "Testing"), ("train", "test"), ("TRAIN", "Test")])
    func spellings(training: String, test: String) throws {
        let folder = TemporaryFolder()
        try written(to: folder, training: training, test: test)
        let set = try read(folder)
        #expect(set.images.classNames == ["cat", "dog"] && set.images.name == "set")
        #expect(set.images.exampleShape == [1, 2, 2])
        #expect(first(set.images.training) == [0, 10, 20, 100, 110, 120])
        #expect(first(set.images.test) == [5, 15, 105, 115])
        #expect(set.images.training.labels == [0, 0, 0, 1, 1, 1] && set.images.test.labels == [0, 0, 1, 1])
        #expect(set.images.facts.leftOut.groups.isEmpty && set.decoded == 10)
    }

    @Test("pictures count by what they hold; what cannot be read is left out and told")
    func skipping() throws {
        let folder = TemporaryFolder()
        try written(to: folder)
        try folder.write(png(77), to: "Training/cat/scan")
        try folder.write(png(78), to: "Training/cat/9.jpg")
        try folder.write([1, 2, 3], to: "Training/cat/notes.txt")
        try folder.write([], to: "Training/dog/empty.png")
        try folder.write(Array(png(1).prefix(50)), to: "Testing/dog/cut.png")
        let set = try read(folder)
        #expect(first(set.images.training) == [0, 10, 20, 78, 77, 100, 110, 120])
        #expect(first(set.images.test) == [5, 15, 105, 115])
        #expect(
            set.images.facts.leftOut.groups.map { "\($0.count) \($0.reason): \($0.first)" } == [
                "1 files that are not pictures: \(folder.path)/Training/cat/notes.txt",
                "1 pictures that cannot be read (an empty file): \(folder.path)/Training/dog/empty.png: an empty file, "
                    + "expected a PNG or JPEG picture",
                "1 pictures that cannot be read (damaged PNG file): \(folder.path)/Testing/dog/cut.png: damaged PNG file "
                    + "(the file ends too early)",
            ])
    }

    @Test("an empty class, one among the test classes alone, and one of which nothing can be read")
    func badClasses() throws {
        let folder = TemporaryFolder()
        try written(to: folder)
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/Training/empty", withIntermediateDirectories: true)
        #expect(
            throws: FileError(
                .badData, "\(folder.path)/Training/empty", "contains no pictures", expected: "PNG or JPEG files")
        ) { try read(folder) }
        try FileManager.default.removeItem(atPath: "\(folder.path)/Training/empty")
        try folder.write(png(1), to: "Testing/stranger/1.png")
        #expect(
            throws: FileError(
                .badData, "\(folder.path)/Testing", "has a class 'stranger' that the training folder does not have",
                expected: "'cat', 'dog'")
        ) { try read(folder) }
        try folder.write([1], to: "Training/stranger/1.png")
        let error = #expect(throws: FileError.self) { try read(folder) }
        #expect(
            error?.description.hasPrefix(
                "\(folder.path): none of the training pictures of class 'stranger' can be read; the first: ") == true)
        #expect(try ClassFolders(FileTree(folder: folder.path + "/Training/cat")) == nil, "pictures without classes")
        #expect(try ClassFolders(FileTree(folder: folder.path + "/none")) == nil)
    }

    @Test("progress ends with all files")
    func progress() throws {
        let folder = TemporaryFolder()
        try written(to: folder)
        var reports: [[Int]] = []
        _ = try read(folder) { reports.append([$0, $1]) }
        #expect(reports == [[10, 10]])
    }

    // MARK: Cache

    private func cache(in home: TemporaryFolder) -> [String: String] { ["XDG_CACHE_HOME": home.path] }

    private func cacheFiles(_ home: TemporaryFolder) -> [String] {
        let folder = home.path + "/kumiki/pictures"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
    }

    @Test("a second reading decodes nothing and gives the same; changed files alone are read anew")
    func caching() throws {
        let (folder, home) = (TemporaryFolder(), TemporaryFolder())
        try written(to: folder)
        let whole = try read(folder, cache: cache(in: home))
        #expect(whole.decoded == 10 && cacheFiles(home).count == 1)
        let again = try read(folder, cache: cache(in: home))
        #expect(again.decoded == 0 && again.images.training.bytes == whole.images.training.bytes)
        #expect(again.images.test.bytes == whole.images.test.bytes && again.images.digest == whole.images.digest)

        // A picture that moved is known by its contents; a new one and a changed one are not.
        try FileManager.default.moveItem(
            atPath: "\(folder.path)/Training/cat/0.png", toPath: "\(folder.path)/Training/cat/7.png")
        try folder.write(png(99, side: 4), to: "Training/cat/8.png")
        try folder.write(png(33, side: 5), to: "Training/dog/0.png")
        let changed = try read(folder, cache: cache(in: home))
        #expect(changed.decoded == 2)
        #expect(first(changed.images.training) == [10, 20, 0, 99, 33, 110, 120])
        #expect(try read(folder, cache: cache(in: home)).decoded == 0)
    }

    @Test("a damaged cache, of any byte, is as good as none, and one that cannot be written harms nothing")
    func damagedCache() throws {
        let (folder, home) = (TemporaryFolder(), TemporaryFolder())
        try written(to: folder)
        let whole = try read(folder, cache: cache(in: home))
        let file = try #require(cacheFiles(home).first)
        let bytes = try WholeFile.read(file)
        for index in stride(from: 0, to: bytes.count, by: 5) {
            var damaged = bytes
            damaged[index] ^= 0x55
            try AtomicFile.write(index % 2 == 0 ? damaged : Array(bytes.prefix(index)), to: file)
            let set = try read(folder, cache: cache(in: home))
            #expect(set.images.training.bytes == whole.images.training.bytes, "byte \(index)")
            #expect(set.images.test.bytes == whole.images.test.bytes, "byte \(index)")
        }
        try home.write([1], to: "file")
        #expect(try read(folder, cache: ["XDG_CACHE_HOME": home.path + "/file"]).decoded == 10)
        #expect(PictureCache(of: folder.path, environment: [:]) == nil)
    }

    // MARK: Repeats

    @Test("test pictures that also train are counted, by their bytes and by their pixels")
    func deduplicated() throws {
        let folder = TemporaryFolder()
        try written(to: folder)
        try folder.write(png(10), to: "Testing/cat/same.png")
        try folder.write(png(110, side: 9), to: "Testing/dog/larger.png")
        let set = try read(folder)
        #expect(set.images.test.count == 6)
        let rest = set.deduplicated()
        #expect(rest.sameFiles == 1 && rest.samePixels == 1)
        #expect(first(rest.images.test) == [5, 15, 105, 115] && rest.images.test.labels == [0, 0, 1, 1])
        #expect(rest.images.training.count == 6)
    }
}
