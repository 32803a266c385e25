import Core

/// The text of LIBSVM and SVMlight: a line for each example, `label index:value index:value …`, indices rising from 1.
/// In a file with an index 0 they rise from 0.
///
/// Text after a `#` is a comment; `qid:n` is skipped. Rows of given kernel values begin with `0:n`, n being the
/// example's number.
public enum LIBSVMText {
    /// The largest index: LIBSVM stores indices in 32 bits.
    public static let greatestIndex = Int(Int32.max)

    /// The maximum number of kernel values: 4 GB.
    private static let mostValues = 1 << 30

    /// Reads the file at `path`.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - isPrecomputed: whether the rows are kernel values.
    ///   - knownPoints: the number of kernel values to read in each row: those with the points that a machine knows;
    ///     nil where they are those of the file's examples with each other.
    ///   - known: the indices that a machine knows; nil to find them in the file.
    /// - Throws: `FileError` naming the line.
    public static func read(
        _ path: String, isPrecomputed: Bool = false, knownPoints: Int? = nil, known: Indices? = nil
    ) throws(FileError) -> ExampleSet {
        try read(
            bytes: try Gzip.read(path), file: path, isPrecomputed: isPrecomputed, knownPoints: knownPoints, known: known
        )
    }

    /// The indices of a file's features.
    public struct Indices: Sendable, Equatable {
        /// 0 or 1.
        public let first: Int
        /// The number of features; nil where it is unknown.
        public let count: Int?

        public init(first: Int, count: Int? = nil) { (self.first, self.count) = (first, count) }
    }

    /// The examples in the bytes of a file.
    ///
    /// - Throws: `FileError` naming the line.
    public static func read(
        bytes: [UInt8], file: String, isPrecomputed: Bool = false, knownPoints: Int? = nil, known: Indices? = nil
    ) throws(FileError) -> ExampleSet {
        var reader = LIBSVMLineReader(file: file)
        var (start, line) = (0, 0)
        // Found by hand: splitting a large file would make an array of slices.
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let failure = bytes.withUnsafeBufferPointer { bytes in
                reader.take(Slice(base: bytes, bounds: start..<end), line: line)
            }
            if let failure { throw failure }
            start = end + 1
        }
        guard !reader.targets.isEmpty else {
            throw FileError(.badData, file, "contains no examples", expected: "lines such as '1 1:0.5 3:2'")
        }
        return isPrecomputed
            ? try precomputed(reader, knownPoints: knownPoints, file: file) : try examples(reader, known, file: file)
    }

    private static func examples(
        _ reader: LIBSVMLineReader, _ known: Indices?, file: String
    ) throws(FileError) -> ExampleSet {
        let first = try firstIndex(reader, known, file: file)
        let points = reader.rows(from: first)
        var set = ExampleSet(points: points, targets: reader.targets, file: file, lines: reader.lines)
        set.firstIndex = first
        set.format = "LIBSVM text, \(points.width) features" + (first == 0 ? ", indices from 0" : "")
        if reader.queries > 0 { set.notes = ["qid is skipped: rankings are not learned"] }
        return set
    }

    /// The index of the first feature: 0 where the file has such an index or the machine knows it, otherwise 1.
    private static func firstIndex(
        _ reader: LIBSVMLineReader, _ known: Indices?, file: String
    ) throws(FileError) -> Int {
        guard let known else { return reader.lineOfZero == nil ? 1 : 0 }
        if let line = reader.lineOfZero, known.first == 1 {
            throw FileError(
                .badData, file, at: .line(line), "index 0",
                expected:
                    "indices from 1 on, as the model knows them; scikit-learn's dump_svmlight_file writes them with "
                    + "zero_based=False")
        }
        if known.first == 0, reader.lineOfZero == nil, let count = known.count, reader.width == count {
            throw FileError(
                .badData, file, "indices from 1 to \(count)",
                expected: "indices from 0 to \(count - 1), as the model knows them; scikit-learn's dump_svmlight_file "
                    + "writes them with zero_based=True")
        }
        return known.first
    }

    /// Dense rows of kernel values, after a check of their width.
    private static func precomputed(
        _ reader: LIBSVMLineReader, knownPoints: Int?, file: String
    ) throws(FileError) -> ExampleSet {
        let (indices, count, width) = (reader.indices, reader.targets.count, knownPoints ?? reader.width)
        var places: [Int32] = []
        for (row, line) in reader.lines.enumerated() {
            let own = reader.places(of: row)
            guard let first = own.first, indices[first] == 0 else {
                throw FileError(
                    .badData, file, at: .line(line), "no 0:n before the kernel values",
                    expected: "the example's number, as in '1 0:\(row + 1) 1:…'")
            }
            // The number has no meaning for examples to predict.
            let number = Int(exactly: reader.values[first]) ?? 0
            places.append(number >= 1 && number <= width ? Int32(number - 1) : -1)
        }
        guard reader.width >= width else {
            throw FileError(
                .badData, file, "kernel values with \(reader.width) examples",
                expected: "\(width) or more, as the machine knows them")
        }
        if knownPoints == nil { try checkSquare(count: count, width: width, file: file) }
        guard count * width <= mostValues else {
            throw FileError(.badData, file, "\(count) × \(width) kernel values", expected: "at most \(mostValues)")
        }
        let values = Buffer(shape: [count, width], settingEach: Float.self) { to in
            to.update(repeating: 0)
            for row in 0..<count {
                for place in reader.places(of: row).dropFirst() where indices[place] <= width {
                    to[row * width + Int(indices[place]) - 1] = Float(reader.values[place])
                }
            }
        }
        var set = ExampleSet(
            points: KernelRows(kernelValues: values, places: places), targets: reader.targets, file: file,
            lines: reader.lines)
        set.format = "LIBSVM text with kernel values"
        return set
    }

    private static func checkSquare(count: Int, width: Int, file: String) throws(FileError) {
        guard width == count else {
            throw FileError(
                .badData, file, "\(count) examples with \(width) kernel values each",
                expected: "as many as examples: the matrix must be square")
        }
    }

    /// Checks that the rows are kernel values of every example with every other, and that they are symmetric.
    ///
    /// - Throws: `FileError` with the place of the first problem.
    public static func checkSquare(_ set: ExampleSet) throws(FileError) {
        let (count, width, file) = (set.count, set.points.width, set.file)
        guard case .kernelValues(let buffer, let places) = set.points.numbers else {
            throw FileError(.badData, file, "contains features", expected: "kernel values in LIBSVM's text format")
        }
        try checkSquare(count: count, width: width, file: file)
        var rowOf = [Int](repeating: -1, count: count)
        for (row, place) in places.enumerated() {
            guard place >= 0 else {
                throw FileError(
                    .badData, file, at: .line(set.lines[row]), "0:n does not name an example",
                    expected: "a whole number from 1 to \(width)")
            }
            guard rowOf[Int(place)] < 0 else {
                throw FileError(
                    .badData, file, at: .line(set.lines[row]), "example number \(place + 1) occurs twice",
                    expected: "different numbers")
            }
            rowOf[Int(place)] = row
        }
        try buffer.withUnsafeNumbers(Float.self) { (values) throws(FileError) in
            for row in 0..<count {
                for other in 0..<row {
                    let (a, b) = (values[row * width + Int(places[other])], values[other * width + Int(places[row])])
                    guard abs(a - b) > 1e-4 * max(1e-3, abs(a), abs(b)) else { continue }
                    let (i, j) = (places[row] + 1, places[other] + 1)
                    throw FileError(
                        .badData, file, at: .line(set.lines[row]),
                        "k(\(i), \(j)) is \(a), but line \(set.lines[other]) says k(\(j), \(i)) = \(b)",
                        expected: "a symmetric matrix")
                }
            }
        }
    }

    /// A row as a line of such a file, without its line end; in float64 where the rows have it.
    ///
    /// - Parameter first: the index of the first feature.
    static func line(_ label: String, _ rows: KernelRows, _ number: Int, first: Int = 1) -> String {
        var line = label
        func add(_ column: Int, _ place: Int, _ value: Float) {
            line += " \(column + first):" + (rows.exact.map { shortest($0[place]) } ?? shortest(value))
        }
        switch rows.numbers {
        case .dense(let buffer):
            let start = number * rows.width
            buffer.withUnsafeNumbers(Float.self) { from in
                for column in 0..<rows.width where from[start + column] != 0 {
                    add(column, start + column, from[start + column])
                }
            }
        case .sparse(let sparse):
            for place in sparse.places(of: number) { add(Int(sparse.columns[place]), place, sparse.values[place]) }
        case .kernelValues(_, let places): line += " 0:\(places[number] + 1)"
        }
        return line
    }

    private static func shortest(_ value: some CustomStringConvertible) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
