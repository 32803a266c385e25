import Files
import FoundationEssentials

/// A run's table of numbers, such as `metrics.csv`.
public struct RunTable: Equatable, Sendable {
    /// The columns' names.
    public var header: [String] = []
    /// A number for each column; NaN where the field is empty.
    public var rows: [[Double]] = []

    /// A table without columns.
    public init() {}

    /// The table in a file.
    ///
    /// - Throws: `FileError` where it cannot be read, or contains something that is not a number.
    public init(reading file: String) throws(FileError) { try self.init(try WholeFile.read(file), file: file) }

    private init(_ bytes: [UInt8], file: String) throws(FileError) {
        let table = try CSVTable(bytes: bytes, file: file)
        header = table.header
        for (number, row) in table.rows.enumerated() {
            var values: [Double] = []
            for text in row {
                guard let value = text.isEmpty ? .nan : Double(text) else {
                    throw FileError(.badData, file, "row \(number + 1) contains \(text.quoted())", expected: "a number")
                }
                values.append(value)
            }
            rows.append(values)
        }
    }

    /// The table in the file of a continued run. If it is damaged, the readable rows: the damaged file is kept under
    /// another name, a new one replaces it, and `warn` gets a message.
    ///
    /// - Parameters:
    ///   - file: path of the table.
    ///   - columns: the columns that the table always has; the first counts upwards in whole numbers.
    ///   - warn: takes the message.
    /// - Throws: `FileError` where the file cannot be opened, or a new one cannot be written.
    public static func recovered(
        _ file: String, columns: [String], warn: (String) -> Void
    ) throws(FileError) -> RunTable {
        let bytes = try WholeFile.read(file)
        let problem: FileError
        do {
            let table = try RunTable(bytes, file: file)
            try table.check(columns, file, isWhole: bytes.last == UInt8(ascii: "\n"))
            return table
        } catch {
            problem = error
        }
        let (table, count) = salvaged(bytes, columns)
        let kept: String
        if table.rows.isEmpty {
            kept = try DamagedFile.setAside(file)
        } else {
            // In this order nothing is lost if the process ends at any time.
            kept = try DamagedFile.keep(bytes, of: file)
            try table.write(to: file)
        }
        warn(
            "\(problem); \(table.rows.count) of \(count) rows were read, and the damaged file is kept as \(kept)")
        return table
    }

    /// Writes the table; whole numbers without a point.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public func write(to file: String) throws(FileError) {
        var text = CSVTable.line(header)
        for row in rows {
            text += CSVTable.line(
                header.indices.map { place in
                    let value = place < row.count ? row[place] : .nan
                    return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
                })
        }
        try AtomicFile.write(Array(text.utf8), to: file)
    }

    private func check(_ columns: [String], _ file: String, isWhole: Bool) throws(FileError) {
        if let missing = columns.first(where: { !header.contains($0) }) {
            throw FileError(.badData, file, "has no column '\(missing)'")
        }
        guard header.first == columns.first else {
            throw FileError(.badData, file, "does not begin with column '\(columns[0])'")
        }
        guard isWhole else { throw FileError(.badData, file, "ends within a row") }
        if let row = zip(rows, rows.dropFirst()).first(where: { $0[0] >= $1[0] })?.1
            ?? rows.first(where: { Int(exactly: $0[0]) == nil })
        {
            throw FileError(
                .badData, file, "'\(columns[0])' is \(row[0]) out of order", expected: "numbers that count upwards")
        }
    }

    /// The readable rows, with any separator, and the number of all rows.
    private static func salvaged(_ bytes: [UInt8], _ columns: [String]) -> (table: RunTable, count: Int) {
        let text = String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        // The last line is empty; if it is not, its last number may be incomplete.
        lines.removeLast()
        lines.removeAll(where: \.isEmpty)
        if lines.first?.lowercased().hasPrefix("sep=") == true { lines.removeFirst() }
        var table = RunTable()
        guard let first = lines.first else { return (table, 0) }
        let separator = [",", ";", "\t"].max { fields(first, $0).count < fields(first, $1).count } ?? ","
        table.header = fields(first, separator)
        while table.header.last == "" { table.header.removeLast() }
        guard table.header.first == columns.first, Set(columns).isSubset(of: table.header),
            Set(table.header).count == table.header.count
        else { return (RunTable(), lines.count - 1) }
        for line in lines.dropFirst() {
            guard let row = row(fields(line, separator), width: table.header.count, isDecimalComma: separator != ","),
                Int(exactly: row[0]) != nil, row[0] > table.rows.last?[0] ?? -.infinity
            else { continue }
            table.rows.append(row)
        }
        return (table, lines.count - 1)
    }

    private static func fields(_ line: Substring, _ separator: Character) -> [String] {
        line.split(separator: separator, omittingEmptySubsequences: false).map { field in
            String(field.filter { $0 != "\"" && $0 != " " })
        }
    }

    private static func row(_ fields: [String], width: Int, isDecimalComma: Bool) -> [Double]? {
        var fields = fields
        while fields.count > width, fields.last == "" { fields.removeLast() }
        guard fields.count == width else { return nil }
        let values = fields.map { field in
            field.isEmpty ? .nan : Double(isDecimalComma ? field.replacing(",", with: ".") : field)
        }
        let known = values.compactMap { $0 }
        return known.count == width ? known : nil
    }
}
