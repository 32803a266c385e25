/// Splits the bytes of a CSV file into records.
struct CSVParser {
    /// The line, counted from 1, on which the last record begins.
    private(set) var line = 1
    /// How many lines that record ended, more than one if a quoted field holds line breaks.
    private var endedLines = 0

    private let bytes: [UInt8]
    private let file: String
    private let separator: UInt8
    private var position = 0

    init(_ bytes: [UInt8], file: String, separator: UInt8) {
        self.bytes = bytes
        self.file = file
        self.separator = separator
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The fields of the next record, or nil at the end of the file.
    mutating func record() throws(FileError) -> [String]? {
        guard position < bytes.count else { return nil }
        line += endedLines
        endedLines = 0
        var fields: [String] = []
        while true {
            if position < bytes.count, bytes[position] == 0x22 {
                fields.append(try quotedField())
            } else {
                fields.append(try plainField())
            }
            guard position < bytes.count else { return fields }
            let byte = bytes[position]
            position += 1
            if byte == separator { continue }
            if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            endedLines += 1
            return fields
        }
    }

    private mutating func plainField() throws(FileError) -> String {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || byte == 0x0A || byte == 0x0D { break }
            if byte == 0x22 {
                throw failure("a quote within a field that does not begin with one")
            }
            position += 1
        }
        return try text(bytes[start..<position])
    }

    private mutating func quotedField() throws(FileError) -> String {
        let firstLine = line + endedLines
        var contents: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x22 {
                guard position < bytes.count, bytes[position] == 0x22 else {
                    try checkFieldEnds()
                    return try text(contents[...])
                }
                position += 1
            }
            if byte == 0x0A { endedLines += 1 }
            contents.append(byte)
        }
        throw FileError(
            .badData, file, at: .line(firstLine), "a quoted field does not end", expected: "a closing quote")
    }

    private func checkFieldEnds() throws(FileError) {
        guard position < bytes.count else { return }
        let byte = bytes[position]
        guard byte == separator || byte == 0x0A || byte == 0x0D else {
            throw failure("text after a closing quote")
        }
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(FileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("text that is not UTF-8") }
        return text
    }

    private func failure(_ problem: String) -> FileError {
        FileError(.badData, file, at: .line(line + endedLines), problem)
    }
}
