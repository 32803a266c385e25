import TestSupport
import Testing

@testable import Datasets
@testable import Files

@Suite("Pictures in NumPy archives") struct NumPyPicturesTests {
    private func read(_ arrays: [(name: String, array: FileArray)], file: String = "f.npz") throws -> ImageDataset {
        try NumPyPictures(NumPyArchive(NumPyArchive.serialized(arrays), file: file), file: file).dataset(name: "set")
    }

    private let pictures = FileArray((0..<24).map { UInt8($0) }, shape: [6, 2, 2])
    private let labels = FileArray([0, 1, 2, 0, 1, 2] as [Int64], shape: [6])

    @Test("arrays are found by the names that people give them")
    func names() throws {
        for (train, test) in [
            (("x_train", "y_train"), ("x_test", "y_test")),
            (("train_images", "train_labels"), ("test_images", "test_labels")),
            (("X_train", "Y_train"), ("X_test", "Y_test")),
        ] {
            let set = try read([(train.0, pictures), (train.1, labels), (test.0, pictures), (test.1, labels)])
            #expect(set.training.labels == [0, 1, 2, 0, 1, 2] && set.test.count == 6 && set.exampleShape == [1, 2, 2])
        }
        let divided = try read([("images", pictures), ("labels", labels)])
        #expect(divided.training.count == 5 && divided.test.count == 1)
        #expect(divided.facts.remarks == ["a fifth of each class is held out for testing"])
        #expect(
            message { try read([("pixels", pictures), ("kinds", labels)]) }.hasPrefix(
                "f.npz: contains 'pixels', 'kinds', expected x_train, y_train, x_test and y_test; "))
    }

    @Test("a validation part stays one, and is the test part where there is no other")
    func validation() throws {
        let train = [("train_images", pictures), ("train_labels", labels)]
        let val = [("val_images", pictures), ("val_labels", labels)]
        let test = [("test_images", pictures), ("test_labels", labels)]
        #expect(try read(train + val + test).validation?.count == 6)
        let without = try read(train + val)
        #expect(without.validation == nil && without.test.count == 6)
    }

    @Test("labels N, N × 1 and one-hot are the same; others are refused with their shape")
    func labelShapes() throws {
        let column = FileArray([0, 1, 2, 0, 1, 2] as [Double], shape: [6, 1])
        var rows: [Double] = []
        for label in [0, 1, 2, 0, 1, 2] { rows += (0..<3).map { $0 == label ? 1 : 0 } }
        let hot = FileArray(rows, shape: [6, 3])
        for array in [labels, column, hot] {
            let set = try read([("x_train", pictures), ("y_train", array), ("x_test", pictures), ("y_test", array)])
            #expect(set.training.labels == [0, 1, 2, 0, 1, 2])
        }
        rows[1] = 0.5
        for (array, shape) in [(FileArray(rows, shape: [6, 3]), "6×3"), (FileArray(rows, shape: [6, 3, 1]), "6×3×1")] {
            #expect(
                message { try read([("images", pictures), ("labels", array)]) }.contains(
                    "contains labels of shape \(shape), "))
        }
        let short = FileArray([0, 1] as [Int64], shape: [2])
        #expect(
            message { try read([("images", pictures), ("labels", short)]) }
                == "f.npz: array 'labels': contains 2 labels, expected 6, one for each picture of f.npz: array 'images'"
        )
        let half = FileArray([0, 1, 2, 0, 1, 0.5] as [Double], shape: [6])
        #expect(message { try read([("images", pictures), ("labels", half)]) }.contains("label 0.5 of example 6"))
    }

    @Test("pictures with channels first, last or none, flat ones, and values of other types")
    func pictureShapes() throws {
        func shape(_ array: FileArray) throws -> ImageDataset { try read([("x", array), ("y", labels)]) }
        let bytes = (0..<72).map { UInt8($0) }
        #expect(try shape(FileArray(bytes, shape: [6, 2, 2, 3])).exampleShape == [3, 2, 2])
        let first = try shape(FileArray(bytes, shape: [6, 2, 2, 3])).training.example(0)
        #expect(Array(first) == [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11], "plane by plane")
        #expect(try shape(FileArray(bytes, shape: [6, 3, 2, 2])).exampleShape == [3, 2, 2])
        #expect(try shape(FileArray((0..<24).map { UInt8($0) }, shape: [6, 2, 2, 1])).exampleShape == [1, 2, 2])
        #expect(try shape(FileArray((0..<24).map { UInt8($0) }, shape: [6, 4])).exampleShape == [1, 2, 2])
        let floats = try shape(FileArray((0..<24).map { Float($0) / 24 }, shape: [6, 2, 2]))
        #expect(Array(floats.training.example(0)) == [0, 11, 21, 32])
        #expect(try shape(FileArray((0..<24).map { Int64($0) }, shape: [6, 2, 2])).training.example(0).last == 3)
        for (array, text) in [
            (FileArray((0..<24).map { Float($0) - 1 }, shape: [6, 2, 2]), "float32 values from -1.0 to 22.0"),
            (FileArray((0..<24).map { Int64($0 * 100) }, shape: [6, 2, 2]), "int64 values from 0.0 to 2300.0"),
            (FileArray([Float](repeating: .nan, count: 24), shape: [6, 2, 2]), "values that are not finite"),
            (FileArray((0..<30).map { UInt8($0) }, shape: [6, 5]), "numbers of shape [6, 5]"),
            (FileArray((0..<18).map { UInt8($0) }, shape: [6, 3, 1, 1, 1]), "numbers of shape [6, 3, 1, 1, 1]"),
        ] { #expect(message { try shape(array) }.contains(text)) }
    }

    @Test("classes have the names of the set that the file is called after, else numbers")
    func classNames() throws {
        let arrays = [("x", pictures), ("y", labels)]
        #expect(try read(arrays, file: "a/kmnist.npz").classNames[0] == "お")
        #expect(try read(arrays, file: "a/fashion-mnist.npz").classNames[0] == "T-shirt")
        #expect(try read(arrays, file: "kmnist/my-fashion.npz").classNames[0] == "0")
    }
}
