import Core

/// The contents of a pickle, read without running any of its code.
struct PickleDocument {
    let file: String
    /// Of the whole pickle.
    private let byteCount: Int
    let root: PickleValue
    let lists: [[PickleValue]]
    let dictionaries: [[(key: PickleValue, value: PickleValue)]]
    let arrays: [PickleArray]
    let matrices: [PickleMatrix]

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` where it cannot be read, is damaged, or mentions anything except dictionaries, lists,
    ///   tuples, NumPy arrays and SciPy matrices.
    static func read(_ path: String) throws(FileError) -> PickleDocument {
        try PickleDocument(bytes: try Gzip.read(path, limit: 2 << 30), file: path)
    }

    /// The document in the bytes of a pickle.
    ///
    /// - Throws: `FileError` as `read` does.
    init(bytes: [UInt8], file: String) throws(FileError) {
        var reader = PickleReader(bytes, file: file)
        root = try reader.run()
        self.file = file
        byteCount = bytes.count
        (lists, dictionaries) = (reader.lists, reader.dictionaries)
        (arrays, matrices) = (reader.arrays, reader.matrices)
    }

    /// The whole document as a sparse matrix.
    ///
    /// - Throws: `FileError` where it is not one, or has no numbers.
    func matrix() throws(FileError) -> PickleMatrix {
        guard case .matrix(let number) = root else {
            throw FileError(
                .badData, file, "contains \(root.kind)", expected: "a SciPy matrix in compressed sparse rows")
        }
        guard matrices[number].shape.count == 2 else {
            throw FileError(.badData, file, "contains a SciPy matrix without numbers", expected: "rows and columns")
        }
        return matrices[number]
    }

    /// The whole document as an array of two axes.
    ///
    /// - Throws: `FileError` where it is not one.
    func table() throws(FileError) -> (rows: Int, columns: Int, numbers: [Double]) {
        guard case .array(let number) = root, arrays[number].shape.count == 2 else {
            throw FileError(.badData, file, "contains \(root.kind)", expected: "a NumPy array of two axes")
        }
        let array = arrays[number]
        return (array.shape[0], array.shape[1], array.numbers)
    }

    /// The whole document as the neighbors by node: a dictionary from whole numbers to lists of such.
    ///
    /// - Throws: `FileError` where it is not one, or where many nodes share a list, so that there are more neighbors
    ///   than bytes.
    func neighbors() throws(FileError) -> [(node: Int, neighbors: [Int])] {
        guard case .dictionary(let number) = root else {
            throw FileError(.badData, file, "contains \(root.kind)", expected: "a dictionary of lists of neighbors")
        }
        var result: [(node: Int, neighbors: [Int])] = []
        result.reserveCapacity(dictionaries[number].count)
        var total = 0
        for (key, value) in dictionaries[number] {
            guard case .int(let node) = key, case .list(let list) = value else {
                throw FileError(
                    .badData, file, "an entry from \(key.kind) to \(value.kind)",
                    expected: "from a node's number to a list")
            }
            total += lists[list].count
            guard total <= byteCount else {
                throw FileError(
                    .badData, file, "more neighbors than the \(byteCount) bytes can name",
                    expected: "a separate list for each node")
            }
            var numbers: [Int] = []
            for item in lists[list] {
                guard case .int(let neighbor) = item else {
                    throw FileError(
                        .badData, file, "\(item.kind) among the neighbors of node \(node)", expected: "a whole number")
                }
                numbers.append(neighbor)
            }
            result.append((node, numbers))
        }
        return result
    }
}
