/// Splits the bytes of a CSV file into records.
struct CSVParser {
    /// The range of a field's text, between its quotes where it has any.
    struct Field {
        let bytes: Range<Int>
        /// Whether pairs of quotes within mean one quote each.
        let hasQuotePairs: Bool
    }

    /// The line, counted from 1, on which the last record begins.
    private(set) var line: Int
    /// The number of lines of that record, more than one if a quoted field contains line breaks.
    private var endedLines = 0

    private let bytes: [UInt8]
    private let file: String
    private let separator: UInt8
    private var position = 0

    /// - Parameter line: the line on which the bytes begin; a byte-order mark at the beginning of the first is skipped.
    init(_ bytes: [UInt8], file: String, separator: UInt8, line: Int = 1) {
        self.bytes = bytes
        self.file = file
        self.separator = separator
        self.line = line
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The line on which the next record begins.
    var nextLine: Int { line + endedLines }

    /// The fields of the next record, or nil at the end of the file.
    mutating func record() throws(FileError) -> [String]? {
        var fields: [Field] = []
        guard try record(into: &fields) else { return nil }
        var texts: [String] = []
        texts.reserveCapacity(fields.count)
        for field in fields { texts.append(try text(field)) }
        return texts
    }

    /// Finds the fields of the next record, and replaces those in `fields`; false at the end of the file.
    mutating func record(into fields: inout [Field]) throws(FileError) -> Bool {
        fields.removeAll(keepingCapacity: true)
        guard position < bytes.count else { return false }
        line += endedLines
        endedLines = 0
        while true {
            let start = afterBlanks
            if start < bytes.count, bytes[start] == 0x22 {
                position = start
                fields.append(try quotedField())
            } else {
                fields.append(try plainField())
            }
            guard position < bytes.count else { return true }
            let byte = bytes[position]
            position += 1
            if byte == separator { continue }
            if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            endedLines += 1
            return true
        }
    }

    /// The text of a field of the last record.
    func text(_ field: Field) throws(FileError) -> String {
        guard let text = String(validating: bytes[field.bytes], as: UTF8.self) else {
            throw FileError(.badData, file, at: .line(line), "text that is not UTF-8")
        }
        return field.hasQuotePairs ? text.replacing("\"\"", with: "\"") : text
    }

    /// The number in a field of the last record; nil where it is not one.
    func number(_ field: Field, point: UInt8 = 0x2E) -> Double? {
        bytes.withUnsafeBufferPointer { decimalNumber($0[field.bytes], point: point) }
    }

    /// Whether a field of the last record means an unknown value.
    func isMissing(_ field: Field) -> Bool { MissingValue.isMissing(bytes[field.bytes]) }

    /// Whether a field of the last record contains only spaces.
    func isBlank(_ field: Field) -> Bool { bytes[field.bytes].allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    private mutating func plainField() throws(FileError) -> Field {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || byte == 0x0A || byte == 0x0D { break }
            if byte == 0x22 {
                throw failure("a quote within a field that does not begin with one")
            }
            position += 1
        }
        return Field(bytes: start..<position, hasQuotePairs: false)
    }

    private mutating func quotedField() throws(FileError) -> Field {
        let firstLine = line + endedLines
        position += 1
        let start = position
        var hasQuotePairs = false
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x22 {
                guard position < bytes.count, bytes[position] == 0x22 else {
                    let end = position - 1
                    try checkFieldEnds()
                    return Field(bytes: start..<end, hasQuotePairs: hasQuotePairs)
                }
                hasQuotePairs = true
                position += 1
            }
            if byte == 0x0A { endedLines += 1 }
        }
        throw FileError(
            .badData, file, at: .line(firstLine), "a quoted field does not end", expected: "a closing quote")
    }

    /// The place of the next byte that is not a blank; a tab that separates fields is not a blank.
    private var afterBlanks: Int {
        var place = position
        while place < bytes.count, bytes[place] == 0x20 || (bytes[place] == 0x09 && separator != 0x09) { place += 1 }
        return place
    }

    private mutating func checkFieldEnds() throws(FileError) {
        position = afterBlanks
        guard position < bytes.count else { return }
        let byte = bytes[position]
        guard byte == separator || byte == 0x0A || byte == 0x0D else {
            throw failure("text after a closing quote")
        }
    }

    private func failure(_ problem: String) -> FileError {
        FileError(.badData, file, at: .line(line + endedLines), problem)
    }
}
