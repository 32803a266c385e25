/// The first rows of a table as texts, split at one of the separators, without blanks around the fields.
struct TableSample {
    let separator: TableFormat.Separator
    /// All records, including a possible header.
    let records: [[String]]
    /// The line of each record.
    let lines: [Int]

    /// The number of records in the sample.
    private static let mostRecords = 1_000

    /// - Parameters:
    ///   - rows: whole rows.
    ///   - line: the line on which they begin.
    /// - Throws: `FileError` where a quote is out of place or a text is not UTF-8.
    init(_ rows: [UInt8], separator: TableFormat.Separator, line: Int, file: String) throws(FileError) {
        var parser = CSVParser(rows, file: file, separator: separator.byte, line: line)
        var (records, lines): ([[String]], [Int]) = ([], [])
        while records.count < Self.mostRecords {
            let record: [String]?
            do { record = try parser.record() } catch {
                // Rows are read up to the first problem, which is reported when its row is read.
                guard !records.isEmpty else { throw error }
                break
            }
            guard let record else { break }
            if record.allSatisfy({ $0.isEmpty }) { continue }
            records.append(record.map(trimmed))
            lines.append(parser.line)
        }
        (self.separator, self.records, self.lines) = (separator, records, lines)
    }

    /// Columns at the right that are blank in every record, the first one included.
    var padding: Int {
        let width = records.map { ($0.lastIndex { !$0.isEmpty } ?? -1) + 1 }.max() ?? 0
        return max(0, (records.first?.count ?? 0) - width)
    }

    /// Fields in the first record, without padding.
    var width: Int { (records.first?.count ?? 0) - padding }

    /// Whether every record has as many fields as the first; blank ones at the right do not count.
    var isRectangular: Bool {
        records.allSatisfy { $0.count >= width && $0[width...].allSatisfy { $0.isEmpty } }
    }

    /// The number of fields below the first record that are numbers or missing, and the number of all.
    var numericShare: Double {
        let fields = (records.count > 1 ? records.dropFirst() : records[...]).flatMap { $0 }
        let known = fields.count { number($0) != nil || MissingValue.isMissing($0) }
        return fields.isEmpty ? 0 : Double(known) / Double(fields.count)
    }

    /// The number in a field, with either decimal sign.
    private func number(_ field: String) -> Double? {
        Double(field) ?? (Self.isDecimalComma(field) ? 0 : nil)
    }

    /// Whether a field is a number with one comma, as 3,5.
    static func isDecimalComma(_ field: String) -> Bool {
        guard field.utf8.count(where: { $0 == 0x2C }) == 1, !field.contains(".") else { return false }
        return Double(field.replacing(",", with: ".")) != nil
    }

    /// Whether a field with a comma may as well be a whole number with a comma between thousands: 1,234.
    static func isPerhapsGrouped(_ field: String) -> Bool {
        guard let comma = field.firstIndex(of: ",") else { return false }
        let (whole, rest) = (field[..<comma].drop { $0 == "-" || $0 == "+" }, field[field.index(after: comma)...])
        return rest.utf8.count == 3 && (1...3).contains(whole.utf8.count) && whole.first != "0"
    }
}

/// A text without blanks around it.
public func trimmed(_ text: String) -> String {
    guard let first = text.first, let last = text.last, first.isWhitespace || last.isWhitespace else { return text }
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
}
