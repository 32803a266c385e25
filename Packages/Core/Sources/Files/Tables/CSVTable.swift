/// A table of texts with a header row, read from and written as comma-separated values.
///
/// Source: RFC 4180. Beyond it, lines may end with only LF, and a byte-order mark at the beginning is skipped.
public struct CSVTable: Equatable, Sendable {
    /// The columns' names.
    public let header: [String]
    /// The rows below the header; each has as many fields as the header.
    public let rows: [[String]]

    /// The line on which each row begins, counted from 1.
    private let lines: [Int]
    private let file: String

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` if the file cannot be read or is not a table.
    public static func read(_ path: String) throws(FileError) -> CSVTable {
        try CSVTable(bytes: try WholeFile.read(path), file: path)
    }

    /// The table in the bytes of a CSV file. Empty lines are skipped where a table has several columns.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents, UTF-8.
    ///   - file: its path, for errors.
    ///   - separator: the character between fields.
    /// - Throws: `FileError` if a row is ragged, a quote is out of place, the text is not UTF-8, a column's name occurs
    ///   twice, or there is no header.
    public init(bytes: [UInt8], file: String, separator: Unicode.Scalar = ",") throws(FileError) {
        var parser = CSVParser(bytes, file: file, separator: UInt8(ascii: separator))
        let header = try Self.header(from: &parser, file: file)
        var rows: [[String]] = []
        var lines: [Int] = []
        while let row = try parser.record() {
            if row == [""], header.count > 1 { continue }
            try Self.check(row.count, against: header, line: parser.line, file: file)
            rows.append(row)
            lines.append(parser.line)
        }
        (self.header, self.rows, self.lines, self.file) = (header, rows, lines, file)
    }

    /// The names of the columns, all different.
    static func header(from parser: inout CSVParser, file: String) throws(FileError) -> [String] {
        guard let header = try parser.record() else {
            throw FileError(.badData, file, at: .line(1), "the file is empty", expected: "a row of column names")
        }
        var seen: Set<String> = []
        for name in header where !seen.insert(name).inserted {
            throw FileError(.badData, file, at: .line(1), "column \(name.quoted()) occurs twice")
        }
        return header
    }

    /// Checks that a row has a field for every column.
    static func check(_ count: Int, against header: [String], line: Int, file: String) throws(FileError) {
        guard count == header.count else {
            throw FileError(
                .badData, file, at: .line(line), count == 1 ? "1 field" : "\(count) fields",
                expected: "\(header.count) as in the header")
        }
    }

    /// The texts of the column called `name`.
    ///
    /// - Throws: `FileError` if there is none of that name; the error lists the existing ones.
    public func column(_ name: String) throws(FileError) -> [String] {
        let index = try columnIndex(name)
        return rows.map { $0[index] }
    }

    /// The numbers of the column called `name`.
    ///
    /// - Parameters:
    ///   - name: of a column, as the header spells it.
    ///   - allowsNonFinite: whether `nan` and `inf` are numbers, too.
    /// - Throws: `FileError` if there is none of that name, or a field is not a number; the error names line and
    ///   column.
    public func numbers(_ name: String, allowsNonFinite: Bool = false) throws(FileError) -> [Double] {
        let index = try columnIndex(name)
        var numbers: [Double] = []
        numbers.reserveCapacity(rows.count)
        for (row, line) in zip(rows, lines) {
            let field = row[index]
            guard let number = Double(field), number.isFinite || allowsNonFinite else {
                throw FileError(
                    .badData, file, at: .cell(line: line, column: name), field.isEmpty ? "empty" : field.quoted(),
                    expected: "a number")
            }
            numbers.append(number)
        }
        return numbers
    }

    private func columnIndex(_ name: String) throws(FileError) -> Int {
        guard let index = header.firstIndex(of: name) else {
            throw FileError(
                .badData, file, at: .line(1), "no column \(name.quoted())",
                expected: "one of \(header.prefix(20).map { $0.quoted() }.joined(separator: ", "))")
        }
        return index
    }

    /// One row as a line of a CSV file, ended by LF; fields are quoted where they must be.
    public static func line(_ fields: [String]) -> String {
        let quoted = fields.map { field in
            field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
                ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
                : field
        }
        return quoted.joined(separator: ",") + "\n"
    }
}
