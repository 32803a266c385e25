import TestSupport
import Testing

@testable import Datasets
@testable import Files

@Suite("Folders of IDX files") struct IDXFolderTests {
    /// Pictures of 2 rows and 3 columns, each pixel another number, with these labels.
    private func files(_ count: Int, _ labels: [UInt8]) -> (images: [UInt8], labels: [UInt8]) {
        let pixels = (0..<count * 6).map { UInt8(truncatingIfNeeded: $0) }
        return (FileArray(pixels, shape: [count, 2, 3]).idx(), FileArray(labels, shape: [labels.count]).idx())
    }

    private func write(
        _ prefix: String, test: String = "t10k", labels: [UInt8] = [1, 2, 3], to folder: TemporaryFolder
    ) throws {
        for split in ["train", test] {
            let (images, numbers) = files(labels.count, labels)
            try folder.write(images, to: "\(prefix)\(split)-images-idx3-ubyte")
            try folder.write(numbers, to: "\(prefix)\(split)-labels-idx1-ubyte")
        }
    }

    private func read(_ path: String, stem: String? = nil) throws -> ImageDataset {
        try #require(try IDXFolder(FileTree(folder: path), stem: stem)).dataset(name: "set")
    }

    @Test("a file in a folder of its own name is read, beside a good one or alone", arguments: [true, false])
    func kaggle(hasFiles: Bool) throws {
        let folder = TemporaryFolder()
        for (split, count) in [("train", 4), ("t10k", 2)] {
            let (images, labels) = files(count, (0..<UInt8(count)).map { $0 })
            for (name, bytes) in [("images-idx3", images), ("labels-idx1", labels)] {
                try folder.write(bytes, to: "\(split)-\(name)-ubyte/\(split)-\(name)-ubyte")
                let beside = "\(split)-\(name.replacing("-idx", with: ".idx"))-ubyte"
                if hasFiles { try folder.write(bytes, to: beside) }
            }
        }
        let set = try read(folder.path)
        #expect(set.training.labels == [0, 1, 2, 3] && set.test.count == 2 && set.classNames == ImageDataset.digits)
    }

    @Test("EMNIST stands upright, its letters are counted from 1, and its classes have their names")
    func emnist() throws {
        let folder = TemporaryFolder()
        try write("emnist-letters-", test: "test", labels: [1, 26, 3], to: folder)
        let letters = try read(folder.path)
        #expect(letters.exampleShape == [1, 3, 2], "transposed")
        #expect(Array(letters.training.example(0)) == [0, 3, 1, 4, 2, 5])
        #expect(letters.training.labels == [0, 25, 2] && letters.classNames.count == 26)
        #expect(letters.classNames[0] == "A" && letters.classNames[25] == "Z")
        try write("emnist-balanced-", test: "test", labels: [0, 46, 10], to: folder)
        try write("emnist-byclass-", test: "test", labels: [0, 61, 36], to: folder)
        let balanced = try read(folder.path, stem: "emnist-balanced")
        #expect(balanced.classNames.count == 47 && balanced.classNames[46] == "t" && balanced.classNames[10] == "A")
        #expect(try read(folder.path, stem: "emnist-byclass").classNames[36] == "a")
        let several = message { try read(folder.path) }
        #expect(several.hasPrefix("\(folder.path): contains several data sets: \(folder.path)/emnist-balanced, "))
    }

    @Test("QMNIST's names, and its labels in rows")
    func qmnist() throws {
        let folder = TemporaryFolder()
        for split in ["train", "test"] {
            let (images, _) = files(2, [])
            try folder.write(Gzip.compress(images), to: "qmnist-\(split)-images-idx3-ubyte.gz")
            let rows: [Int32] = [7, 0, 1, 2, 3, 4, 5, 6, 4, 0, 1, 2, 3, 4, 5, 6]
            try folder.write(FileArray(rows, shape: [2, 8]).idx(), to: "qmnist-\(split)-labels-idx2-int")
        }
        let set = try read(folder.path)
        #expect(set.training.labels == [7, 4] && set.test.labels == [7, 4] && set.exampleShape == [1, 2, 3])
    }

    @Test("more classes than ten digits have their numbers where every number occurs; another label is refused")
    func numbers() throws {
        let folder = TemporaryFolder()
        try write("", labels: Array(0..<12), to: folder)
        #expect(try read(folder.path).classNames == (0..<12).map(String.init))
        try write("", labels: [0, 1, 11], to: folder)
        #expect(message { try read(folder.path) }.hasSuffix("label 11 of example 3, expected 0 to 9"))
    }

    @Test("a set some folders down is found; of two the user has to choose")
    func below() throws {
        let folder = TemporaryFolder()
        try write("data/MNIST/raw/", to: folder)
        #expect(try read(folder.path).training.count == 3)
        try write("data/FashionMNIST/raw/", to: folder)
        #expect(message { try read(folder.path) }.contains("contains several data sets"))
        #expect(try IDXFolder(FileTree(folder: folder.path + "/none")) == nil)
    }
}
