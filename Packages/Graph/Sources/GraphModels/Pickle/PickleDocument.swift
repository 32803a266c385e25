import Core

/// What a pickle holds, read without running anything of it.
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
    /// - Throws: `FileError` where it cannot be read, is damaged, or mentions anything but dictionaries, lists, tuples,
    ///   NumPy arrays and SciPy matrices.
    static func read(_ path: String) throws(FileError) -> PickleDocument {
        try PickleDocument(bytes: try Gzip.read(path, limit: 2 << 30), file: path)
    }

    /// The document that the bytes of a pickle hold.
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

    /// The sparse matrix that the whole document is.
    ///
    /// - Throws: `FileError` where it is none, or one that was made and never given its numbers.
    func matrix() throws(FileError) -> PickleMatrix {
        guard case .matrix(let number) = root else {
            throw FileError(.badData, file, "holds \(root.kind)", expected: "a SciPy matrix in compressed sparse rows")
        }
        guard matrices[number].shape.count == 2 else {
            throw FileError(.badData, file, "holds a SciPy matrix without numbers", expected: "rows and columns")
        }
        return matrices[number]
    }

    /// The array of two axes that the whole document is.
    ///
    /// - Throws: `FileError` where it is none.
    func table() throws(FileError) -> (rows: Int, columns: Int, numbers: [Double]) {
        guard case .array(let number) = root, arrays[number].shape.count == 2 else {
            throw FileError(.badData, file, "holds \(root.kind)", expected: "a NumPy array of two axes")
        }
        let array = arrays[number]
        return (array.shape[0], array.shape[1], array.numbers)
    }

    /// The neighbors by node that the whole document is: a dictionary from whole numbers to lists of such.
    ///
    /// - Throws: `FileError` where it is none, or where one list is used by so many nodes that there are more neighbors
    ///   than bytes.
    func neighbors() throws(FileError) -> [(node: Int, neighbors: [Int])] {
        guard case .dictionary(let number) = root else {
            throw FileError(.badData, file, "holds \(root.kind)", expected: "a dictionary of lists of neighbors")
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
                    expected: "a list of each node's own")
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
