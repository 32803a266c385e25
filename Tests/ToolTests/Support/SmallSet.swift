import Core
import VisionModels

/// A few drawn characters as the files of a data set; tests damage them one at a time.
struct SmallSet {
    /// The files by name.
    var files: [String: [UInt8]]

    /// As MNIST comes, but not compressed.
    init(training: Int = 60, test: Int = 30) {
        files = [:]
        for (name, count, split) in [
            ("train", training, StrokeCharacters.Split.training), ("t10k", test, StrokeCharacters.Split.test),
        ] {
            let (pixels, labels) = StrokeCharacters.generate(count: count, seed: 3, split: split)
            files["\(name)-images-idx3-ubyte"] = FileArray(pixels, shape: [count, 28, 28]).idx()
            files["\(name)-labels-idx1-ubyte"] = FileArray(labels, shape: [count]).idx()
        }
    }

    /// The same files, compressed.
    var compressed: SmallSet {
        var set = self
        set.files = [:]
        for (name, bytes) in files { set.files[name + ".gz"] = Gzip.compress(bytes) }
        return set
    }

    /// As Keras keeps it, in one archive.
    static func archive(named name: String = "mnist.npz", leavingOut missing: String? = nil) -> SmallSet {
        let (x, y) = StrokeCharacters.generate(count: 60, seed: 3, split: .training)
        let (testX, testY) = StrokeCharacters.generate(count: 30, seed: 3, split: .test)
        let arrays = [
            ("x_train", FileArray(x, shape: [60, 28, 28])), ("y_train", FileArray(y, shape: [60])),
            ("x_test", FileArray(testX, shape: [30, 28, 28])), ("y_test", FileArray(testY, shape: [30])),
        ]
        var set = SmallSet(training: 0, test: 0)
        set.files = [name: NumPyArchive.serialized(arrays.filter { $0.0 != missing }.map { (name: $0.0, array: $0.1) })]
        return set
    }

    /// Pictures for predictions and class folders, each with its label.
    static func pictures(_ count: Int) -> [(picture: Picture, label: Int)] {
        let (pixels, labels) = StrokeCharacters.generate(count: count, seed: 5, split: .training)
        return (0..<count).map { index in
            let bytes = Array(pixels[index * 784..<(index + 1) * 784])
            return (Picture(width: 28, height: 28, channels: 1, pixels: bytes), Int(labels[index]))
        }
    }
}

extension Workplace {
    /// Writes the files of a set into a folder.
    func write(_ set: SmallSet, to folder: String) throws {
        for (name, bytes) in set.files { try write(bytes, to: "\(folder)/\(name)") }
    }
}
