/// Rows of numbers without a header, comma-separated, gzipped or not; `nan` is a number here.
public struct NumberTable: Sendable {
    /// The file's path, for errors.
    public let file: String
    public let rows: Int
    public let columns: Int
    /// Row by row.
    public let numbers: [Double]

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` if the file cannot be read, a row is ragged, or a field is not a number.
    public static func read(_ path: String) throws(FileError) -> NumberTable {
        try NumberTable(bytes: try Gzip.read(path), file: path)
    }

    /// The table in the bytes of a file.
    ///
    /// - Throws: `FileError` as `read` does.
    public init(bytes: [UInt8], file: String) throws(FileError) {
        var parser = CSVParser(bytes, file: file, separator: UInt8(ascii: ","))
        var fields: [CSVParser.Field] = []
        var numbers: [Double] = []
        var (rows, columns) = (0, 0)
        while try parser.record(into: &fields) {
            if fields.count == 1, fields[0].bytes.isEmpty { continue }
            if rows == 0 { columns = fields.count }
            guard fields.count == columns else {
                throw FileError(
                    .badData, file, at: .line(parser.line), fields.count == 1 ? "1 field" : "\(fields.count) fields",
                    expected: "\(columns) as in the first row")
            }
            for field in fields {
                guard let number = parser.number(field) else {
                    throw FileError(
                        .badData, file, at: .line(parser.line), (try parser.text(field)).quoted(), expected: "a number")
                }
                numbers.append(number)
            }
            rows += 1
        }
        (self.file, self.rows, self.columns, self.numbers) = (file, rows, columns, numbers)
    }
}
