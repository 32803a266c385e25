import Foundation
import TestSupport
import Testing

@testable import CommandLine
@testable import Datasets
@testable import Files

@Suite("Image data sets") struct DatasetTests {
    private func finder(_ folder: TemporaryFolder, _ environment: [String: String] = [:]) -> DatasetFinder {
        DatasetFinder(folder.path, environment: environment)
    }

    @Test("a named set is read in every layout that people have", arguments: ["mnist", "MNIST/raw", "MNIST"])
    func layouts(layout: String) throws {
        let folder = TemporaryFolder()
        try folder.writeIDX(to: layout)
        let set = try finder(folder).dataset("mnist")
        #expect(set.name == "mnist" && set.classNames == (0..<10).map(String.init))
        #expect(set.exampleShape == [1, 5, 4])
        #expect(set.training.labels == [0, 1, 2, 3, 4, 5] && set.test.count == 3)
        #expect(Array(set.training.example(1)) == (20..<40).map(UInt8.init))
    }

    @Test("folders are looked through in order: the user's, $KUMIKI_DATA, the cache")
    func order() {
        let all = DatasetFinder("a", environment: ["KUMIKI_DATA": "b", "XDG_CACHE_HOME": "c", "HOME": "h"])
        #expect(all.roots == ["a", "b", "c/kumiki"])
        #expect(DatasetFinder(nil, environment: ["HOME": "h"]).roots == ["h/.cache/kumiki"])
        #expect(DatasetFinder("", environment: ["KUMIKI_DATA": ""]).roots.isEmpty)
    }

    @Test("a set that is missing names the folders and its origin; the built-in one never is")
    func missing() throws {
        let folder = TemporaryFolder()
        let error = #expect(throws: DatasetError.self) { try finder(folder).dataset("kmnist") }
        let text = try #require(error?.description)
        #expect(text.contains("\(folder.path)/KMNIST/raw") && text.contains("codh.rois.ac.jp"))
        #expect(throws: DatasetError.unknown("nothing", known: DatasetEntry.all.map(\.name))) {
            try finder(folder).dataset("nothing")
        }
        #expect(try finder(folder).preferredDataset().name == "strokes")
        #expect(try finder(folder).dataset("strokes").training.count == 6_000)
        try folder.writeIDX(to: "kmnist")
        #expect(try finder(folder).preferredDataset().name == "kmnist")
    }

    @Test("a folder is found by its name in the folders that are looked through, after known names and real paths")
    func named() throws {
        let folder = TemporaryFolder()
        try folder.writeIDX(to: "mine")
        let set = try finder(folder).dataset("mine")
        #expect(set.name == "mine" && set.test.count == 3)
        #expect(DataFolders.path(of: "mine", in: ["/nowhere", folder.path]) == "\(folder.path)/mine")
        for other in ["", "/mine", "./mine", "../mine", "yours"] {
            #expect(DataFolders.path(of: other, in: [folder.path]) == other)
        }
        #expect(DataFolders.path(of: folder.path, in: ["/"]) == folder.path)
    }

    @Test(
        "the class names of a folder follow from a set's exact name, never from a part of its path",
        arguments: [
            ("kmnist-homework/digits", "0"), ("old-fashioned/digits", "0"), ("my-kmnist", "0"), ("kmnist/other", "0"),
            ("fashion", "0"), ("kmnist", "お"), ("KMNIST/raw", "お"), ("a/fashion-mnist", "T-shirt"), ("x/MNIST", "0"),
        ])
    func classNames(path: String, first: String) throws {
        let folder = TemporaryFolder()
        try folder.writeIDX(to: path)
        #expect(try finder(folder).dataset("\(folder.path)/\(path)").classNames[0] == first)
    }

    @Test("an empty $XDG_CACHE_HOME or $HOME counts as one that is not set")
    func emptyVariables() {
        #expect(DatasetFinder(nil, environment: ["XDG_CACHE_HOME": "", "HOME": "h"]).roots == ["h/.cache/kumiki"])
        #expect(DatasetFinder(nil, environment: ["XDG_CACHE_HOME": "", "HOME": ""]).roots.isEmpty)
        #expect(DatasetFinder(nil, environment: ["HOME": ""]).roots.isEmpty)
        #expect(DatasetFinder(nil, environment: ["XDG_CACHE_HOME": "x", "HOME": ""]).roots == ["x/kumiki"])
    }

    @Test("a file cut at any length, or with any byte of its head changed, throws a FileError or reads whole")
    func damaged() throws {
        let folder = TemporaryFolder()
        try folder.writeIDX(to: "d")
        let path = "\(folder.path)/d"
        for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
            let whole = try [UInt8](Data(contentsOf: URL(filePath: "\(path)/\(name)")))
            for length in 0..<whole.count {
                try folder.write(Array(whole.prefix(length)), to: "d/\(name)")
                #expect(throws: FileError.self) { try DatasetFinder(nil, environment: [:]).dataset(path) }
            }
            for index in 0..<min(16, whole.count) {
                for value in [UInt8(0), 1, 127, 255] where whole[index] != value {
                    var bytes = whole
                    bytes[index] = value
                    try folder.write(bytes, to: "d/\(name)")
                    // A changed label may still be one of the ten classes.
                    let result = Result { try DatasetFinder(nil, environment: [:]).dataset(path) }
                    switch result {
                    case .success(let set): #expect(name.contains("labels") && set.training.count == 6)
                    case .failure(let error): #expect(error is FileError)
                    }
                }
            }
            try folder.write(whole, to: "d/\(name)")
        }
    }

    @Test("class folders divide each class alike on every reading, four to one")
    func classFolders() throws {
        let folder = TemporaryFolder()
        for (name, count) in [("cat", 10), ("dog", 5)] {
            for index in 0..<count {
                let value = UInt8(index * 10 + (name == "cat" ? 0 : 5))
                let picture = Picture(width: 2, height: 2, channels: 1, pixels: [value, value, value, value])
                try folder.write(picture.png(for: ""), to: "p/\(name)/\(index).png")
            }
        }
        try folder.write([1, 2, 3], to: "p/cat/notes.txt")
        let set = try finder(folder).dataset(folder.path + "/p")
        #expect(set.classNames == ["cat", "dog"])
        #expect(set.training.count == 12 && set.test.count == 3)
        #expect(set.test.labels == [0, 0, 1])
        let first = { (examples: ByteExamples) in (0..<examples.count).map { examples.example($0).first ?? 0 } }
        #expect(Set(first(set.training) + first(set.test)).count == 15, "none twice, none lost")
        let again = try finder(folder).dataset(folder.path + "/p")
        #expect(first(again.test) == first(set.test))
    }

    @Test("a class without test pictures is known, a stranger among the test classes is refused")
    func unevenClasses() throws {
        let folder = TemporaryFolder()
        let picture = try Picture(width: 1, height: 1, channels: 1, pixels: [1]).png(for: "")
        for name in ["train/a", "train/b", "test/a"] { try folder.write(picture, to: "p/\(name)/1.png") }
        let path = folder.path + "/p"
        let uneven = try finder(folder).dataset(path)
        #expect(uneven.classNames == ["a", "b"] && uneven.test.labels == [0])
        #expect(uneven.facts.remarks == ["'test' has no pictures of 'b'"])
        try folder.write(picture, to: "p/test/b/1.png")
        try folder.write(picture, to: "p/test/c/1.png")
        #expect(
            throws: FileError(
                .badData, "\(path)/test", "has a class 'c' that the training folder does not have", expected: "'a', 'b'"
            )
        ) { try finder(folder).dataset(path) }
    }
}
