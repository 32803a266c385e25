/// The rows of a CSV file one after the other, read in blocks: memory does not grow with the file.
///
///     var stream = try CSVStream("table.csv")
///     let column = stream.header.firstIndex(of: "age")
///     while try stream.next() { sum += stream.number(column) ?? 0 }
///
/// What is taken for a table, and what is told of one that is none, is as with ``CSVTable``.
public struct CSVStream {
    /// The columns' names.
    public let header: [String]
    /// The file's path, as errors name it.
    public let file: String
    /// The line on which the current row begins, counted from 1.
    public var line: Int { parser.line }

    private static let separator = UInt8(ascii: ",")
    /// A row is never longer: an unclosed quote would otherwise take in the rest of the file.
    private static let longestRow = 16 << 20

    private let blocks: FileBlocks
    private let blockSize: Int
    /// Whole rows.
    private var parser: CSVParser
    /// The beginning of a row whose end has not been read.
    private var rest: [UInt8] = []
    private var fields: [CSVParser.Field] = []

    /// Opens the file and reads its header.
    ///
    /// - Parameter blockSize: how many bytes to read at a time.
    /// - Throws: `FileError` if the file cannot be read, has no header, or a column's name stands twice.
    public init(_ file: String, blockSize: Int = 1 << 20) throws(FileError) {
        self.file = file
        self.blockSize = max(1, blockSize)
        blocks = try FileBlocks(file)
        var rest: [UInt8] = []
        let rows = try Self.wholeRows(after: &rest, from: blocks, blockSize: self.blockSize, file: file, line: 1)
        parser = CSVParser(rows ?? [], file: file, separator: Self.separator)
        header = try CSVTable.header(from: &parser, file: file)
        self.rest = rest
    }

    /// Goes on to the next row; false where there is none. Empty lines are skipped where a table has several columns.
    ///
    /// - Throws: `FileError` if the row is ragged or a quote is out of place.
    public mutating func next() throws(FileError) -> Bool {
        while true {
            while try parser.record(into: &fields) {
                if fields.count == 1, header.count > 1, fields[0].bytes.isEmpty { continue }
                try CSVTable.check(fields.count, against: header, line: line, file: file)
                return true
            }
            let line = parser.nextLine
            guard
                let rows = try Self.wholeRows(
                    after: &rest, from: blocks, blockSize: blockSize, file: file, line: line)
            else { return false }
            parser = CSVParser(rows, file: file, separator: Self.separator, line: line)
        }
    }

    /// The number in a column of the current row; nil where the field holds none.
    public func number(_ column: Int) -> Double? { parser.number(fields[column]) }

    /// Whether a field of the current row holds nothing but spaces.
    public func isBlank(_ column: Int) -> Bool { parser.isBlank(fields[column]) }

    /// The text in a column of the current row.
    ///
    /// - Throws: `FileError` if it is not UTF-8.
    public func text(_ column: Int) throws(FileError) -> String { try parser.text(fields[column]) }

    /// The next bytes that end with a row, and in `rest` what comes after; nil at the end of the file.
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
