/// The rows of a table one after the other, read in blocks: memory does not grow with the file.
///
/// ```swift
/// var stream = try TableStream("table.csv")
/// var sum = 0.0
/// if let age = stream.header.firstIndex(of: "age") {
///     while try stream.next() { sum += stream.number(age) ?? 0 }
/// }
/// ```
///
/// Fields are separated by commas, semicolons or tabs; the file may be gzipped, begin with a byte-order mark or a line
/// such as `sep=;`, have decimal commas, no header, or empty columns at the right: ``format`` describes it.
public struct TableStream {
    /// The columns' names, made up where the table has none: x1, x2, …
    public let header: [String]
    /// The contents of each column according to the first rows.
    public let kinds: [ColumnKind]
    /// The format of the table.
    public let format: TableFormat
    /// The file's path, for errors.
    public let file: String
    /// The line on which the current row begins, counted from 1.
    public var line: Int { parser.line }

    /// The contents of a column.
    public enum ColumnKind: Sendable {
        /// Numbers, at least mostly.
        case numbers
        case texts
        /// Texts that are nearly all different.
        case names
        /// Only missing values.
        case missing
    }

    /// The maximum length of a row: otherwise an unclosed quote would include the rest of the file.
    private static let longestRow = 16 << 20
    private let blocks: FileBlocks
    private let blockSize: Int
    /// Whole rows.
    private var parser: CSVParser
    /// The beginning of a row whose end has not been read.
    private var rest: [UInt8] = []
    private var fields: [CSVParser.Field] = []

    /// Opens the file and detects its format.
    ///
    /// - Parameters:
    ///   - file: path of the table.
    ///   - header: whether the first line names the columns; nil to detect it.
    ///   - expected: names of columns that a header may have: a first line with one of them is a header.
    ///   - blockSize: how many bytes to read at a time.
    ///   - sampleSize: the number of bytes for detecting the format.
    /// - Throws: `FileError` if the file cannot be read, is not a table, can be read in two ways, or a column's name
    ///   occurs twice.
    public init(
        _ file: String, header: TableFormat.Header? = nil, expecting expected: [String] = [], blockSize: Int = 1 << 20,
        sampleSize: Int = 1 << 20
    ) throws(FileError) {
        self.file = file
        self.blockSize = max(1, blockSize)
        blocks = try FileBlocks(file)
        var rest: [UInt8] = []
        let rows =
            try Self.wholeRows(
                after: &rest, from: blocks, blockSize: max(self.blockSize, sampleSize), file: file, line: 1) ?? []
        let found = try TableFormat.detect(rows, file: file, header: header, expecting: expected)
        parser = CSVParser(
            Array(rows[found.start...]), file: file, separator: found.format.separator.byte, line: found.line)
        (self.header, kinds, format, self.rest) = (found.names, found.kinds, found.format, rest)
        if found.format.hasHeader { _ = try parser.record(into: &fields) }
    }

    /// Reads the next row; false where there is none. Lines with only separators are skipped where a table has several
    /// columns.
    ///
    /// - Throws: `FileError` if the row is ragged or a quote is out of place.
    public mutating func next() throws(FileError) -> Bool {
        while true {
            while try parser.record(into: &fields) {
                if header.count > 1, fields.allSatisfy({ $0.bytes.isEmpty }) { continue }
                try check()
                return true
            }
            let line = parser.nextLine
            guard
                let rows = try Self.wholeRows(
                    after: &rest, from: blocks, blockSize: blockSize, file: file, line: line)
            else { return false }
            parser = CSVParser(rows, file: file, separator: format.separator.byte, line: line)
        }
    }

    /// The number in a column of the current row, −0 as 0; nil where the field does not contain a number or has a word
    /// for a missing value.
    public func number(_ column: Int) -> Double? {
        guard let number = parser.number(fields[column], point: format.point), !number.isNaN else { return nil }
        return number
    }

    /// Whether a field of the current row is empty or one of ``MissingValue``'s words.
    public func isMissing(_ column: Int) -> Bool { parser.isMissing(fields[column]) }

    /// The text in a column of the current row, without blanks around it.
    ///
    /// - Throws: `FileError` if it is not UTF-8.
    public func text(_ column: Int) throws(FileError) -> String { trimmed(try parser.text(fields[column])) }

    /// The error that a field of the current row is not what is expected.
    public func failure(_ column: Int, expected: String) -> FileError {
        let text = (try? text(column)) ?? "text that is not UTF-8"
        return FileError(
            .badData, file, at: .cell(line: line, column: header[column]), text.isEmpty ? "empty" : text.quoted(),
            expected: expected)
    }

    /// Checks that a row has a field for every column and no further ones.
    private func check() throws(FileError) {
        guard fields.count != header.count else { return }
        guard fields.count < header.count || fields[header.count...].contains(where: { !parser.isBlank($0) }) else {
            return
        }
        try CSVTable.check(fields.count, against: header, line: line, file: file)
    }

    /// The next bytes up to the end of a row, and in `rest` the bytes after it; nil at the end of the file.
    private static func wholeRows(
        after rest: inout [UInt8], from blocks: FileBlocks, blockSize: Int, file: String, line: Int
    ) throws(FileError) -> [UInt8]? {
        var rows = rest
        rest = []
        while true {
            let block = try blocks.next(blockSize)
            rows += block
            guard !block.isEmpty else { return rows.isEmpty ? nil : rows }
            let end = endOfRows(in: rows)
            if end > 0 {
                rest = Array(rows[end...])
                rows.removeLast(rest.count)
                return rows
            }
            guard rows.count <= longestRow else {
                throw FileError(
                    .badData, file, at: .line(line), "a row of more than \(longestRow) bytes",
                    expected: "a closing quote or the end of a line")
            }
        }
    }

    /// The number of bytes up to the end of the last row that ends for certain: a carriage return at the very end may
    /// be followed by a line feed.
    private static func endOfRows(in bytes: [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var (end, isQuoted) = (0, false)
            for index in bytes.indices {
                switch bytes[index] {
                case 0x22: isQuoted.toggle()
                case 0x0A where !isQuoted: end = index + 1
                case 0x0D where !isQuoted && index + 1 < bytes.count && bytes[index + 1] != 0x0A: end = index + 1
                default: break
                }
            }
            return end
        }
    }
}
