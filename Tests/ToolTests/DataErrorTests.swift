import Core
import Testing

@Suite("kmnist-train: damaged data sets") struct DataErrorTests {
    private static let images = "train-images-idx3-ubyte"
    private static let labels = "train-labels-idx1-ubyte"

    /// Expects one line and an exit code, and no run.
    private func expect(_ set: SmallSet, code: Int32 = 65, _ line: String) throws {
        let place = try Workplace()
        try place.write(set, to: "set")
        let outcome = try place.run("--model", "lin", "--epochs", "1", "--dataset", "set")
        #expect(outcome.code == code)
        #expect(outcome.errorLine == line)
        #expect(outcome.output.isEmpty)
        #expect(place.names() == ["set"], "nothing is written")
    }

    @Test("truncated images")
    func truncated() throws {
        var set = SmallSet()
        set.files[Self.images]?.removeLast(1)
        try expect(set, "set/\(Self.images): byte 16: 47039 bytes of elements, expected 47040 for 60×28×28 uint8")
        set.files[Self.images] = []
        try expect(set, "set/\(Self.images): byte 0: the file ends after 0 bytes of the magic number, expected 4")
    }

    @Test("a wrong magic number")
    func magic() throws {
        var set = SmallSet()
        set.files[Self.images]?[2] = 0x0D
        try expect(set, "set/\(Self.images): byte 0: magic number 0x00000d03, expected 0x00000803 (images)")
    }

    @Test("counts that differ")
    func counts() throws {
        var set = SmallSet()
        set.files[Self.labels] = FileArray([UInt8](repeating: 0, count: 59), shape: [59]).idx()
        try expect(
            set, "set/\(Self.labels): contains 59 labels, expected 60, one for each picture of set/\(Self.images)")
    }

    @Test("a label above 9")
    func label() throws {
        var set = SmallSet()
        set.files[Self.labels]?[8 + 4] = 10
        try expect(set, "set/\(Self.labels): label 10 of example 5, expected 0 to 9")
    }

    @Test("a gzip checksum that does not fit")
    func gzip() throws {
        var set = SmallSet().compressed
        let name = Self.images + ".gz"
        let size = try #require(set.files[name]?.count)
        set.files[name]?[size - 6] ^= 1
        let place = try Workplace()
        try place.write(set, to: "set")
        let outcome = try place.run("--dataset", "set", "--quiet")
        #expect(outcome.code == 65)
        // The byte is where the checksum stands, which depends on zlib's version.
        let line = try #require(outcome.errorLine)
        #expect(line.hasPrefix("set/\(name): byte ") && line.hasSuffix(": damaged gzip data (incorrect data check)"))
    }

    @Test("a file that is missing")
    func missing() throws {
        var set = SmallSet()
        set.files["t10k-labels-idx1-ubyte"] = nil
        try expect(
            set, code: 66,
            "set: contains no labels of the test set, expected t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz "
                + "or t10k-labels.idx1-ubyte or t10k-labels.idx1-ubyte.gz")
    }

    @Test("test pictures of another size, no pictures, pictures that are too small")
    func sizes() throws {
        var set = SmallSet()
        set.files["t10k-images-idx3-ubyte"] = FileArray(
            [UInt8](repeating: 0, count: 30 * 27 * 28), shape: [30, 27, 28]
        )
        .idx()
        try expect(set, "set: test pictures are 28×27, expected 28×28, as for training")
        try expect(SmallSet(training: 0), "set/\(Self.images): contains no pictures, expected one or more")
        set = SmallSet()
        set.files[Self.images] = FileArray([UInt8](repeating: 0, count: 240), shape: [60, 2, 2]).idx()
        set.files["t10k-images-idx3-ubyte"] = FileArray([UInt8](repeating: 0, count: 120), shape: [30, 2, 2]).idx()
        try expect(set, "set: pictures of 2×2 pixels, expected 4×4 or more")
    }

    @Test("an archive without an array")
    func archive() throws {
        try expect(
            SmallSet.archive(leavingOut: "y_train"),
            "set/mnist.npz: no array 'y_train', expected one of 'x_train', 'x_test', 'y_test'")
    }

    @Test("a folder without a data set, and a file in place of a folder")
    func nothing() throws {
        let place = try Workplace()
        try place.write([1], to: "set/notes.txt")
        let outcome = try place.run("--dataset", "set")
        #expect(outcome.code == 65)
        #expect(
            outcome.errorLine?.hasPrefix(
                "set: contains no data set, expected IDX files such as train-images-idx3-ubyte") == true)
        let file = try place.run("--dataset", "set/notes.txt")
        #expect(file.code == 65)
        #expect(file.errorLine?.hasPrefix("set/notes.txt: is not a folder, expected ") == true)
    }
}
