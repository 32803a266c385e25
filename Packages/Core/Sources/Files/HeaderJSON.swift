/// A JSON value of a file header, limited to what such headers need: objects, arrays, strings, whole numbers.
///
/// Strict for safety: no repeated keys, no deep nesting, nothing after the end.
/// Source: RFC 8259.
enum HeaderJSON: Equatable {
    case object([String: HeaderJSON])
    case array([HeaderJSON])
    case string(String)
    case integer(Int)
    /// A number that is not a whole number of 64 bits, a boolean or null.
    case other

    /// The value in `text`. Offsets in errors are those of the whole file.
    init(_ text: ArraySlice<UInt8>, file: String) throws(FileError) {
        var parser = HeaderJSONParser(text: text, file: file, position: text.startIndex)
        self = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == text.endIndex else { throw parser.failure("the end of the header") }
    }
}

private struct HeaderJSONParser {
    let text: ArraySlice<UInt8>
    let file: String
    var position: Int

    func failure(_ expected: String) -> FileError {
        guard position < text.endIndex else {
            return FileError(.badData, file, at: .byte(position), "the JSON header ends", expected: expected)
        }
        let found = String(decoding: text[position...].prefix(12), as: UTF8.self)
        return FileError(.badData, file, at: .byte(position), "JSON header text \(found.quoted())", expected: expected)
    }

    mutating func skipSpace() {
        while position < text.endIndex, isSpace(text[position]) { position += 1 }
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < text.endIndex, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func value(depth: Int) throws(FileError) -> HeaderJSON {
        guard depth < 16 else { throw failure("at most 16 levels of nesting") }
        if skip("{") { return .object(try members(depth: depth)) }
        if skip("[") { return .array(try elements(depth: depth)) }
        skipSpace()
        guard position < text.endIndex else { throw failure("a value") }
        if text[position] == UInt8(ascii: "\"") { return .string(try string()) }
        for word in ["true", "false", "null"] where text[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return .other
        }
        return try number()
    }

    private mutating func members(depth: Int) throws(FileError) -> [String: HeaderJSON] {
        var members: [String: HeaderJSON] = [:]
        if skip("}") { return members }
        repeat {
            skipSpace()
            let start = position
            let key = try string()
            guard members[key] == nil else {
                throw FileError(.badData, file, at: .byte(start), "key \(key.quoted()) occurs twice")
            }
            guard skip(":") else { throw failure("':'") }
            members[key] = try value(depth: depth + 1)
        } while skip(",")
        guard skip("}") else { throw failure("',' or '}'") }
        return members
    }

    private mutating func elements(depth: Int) throws(FileError) -> [HeaderJSON] {
        var elements: [HeaderJSON] = []
        if skip("]") { return elements }
        repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
        guard skip("]") else { throw failure("',' or ']'") }
        return elements
    }

    private mutating func number() throws(FileError) -> HeaderJSON {
        let run = text[position...].prefix {
            $0 == 0x2D || $0 == 0x2B || $0 == 0x2E || $0 | 0x20 == 0x65 || isDigit($0)
        }
        let digits = run.first == 0x2D ? run.dropFirst() : run
        guard let first = digits.first, isDigit(first),
            !(first == 0x30 && digits.dropFirst().first.map(isDigit) == true),
            let last = run.last, isDigit(last)
        else { throw failure("a value") }
        let literal = String(decoding: run, as: UTF8.self)
        guard Double(literal) != nil else { throw failure("a number") }
        position = run.endIndex
        return Int(literal).map { .integer($0) } ?? .other
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

    private mutating func string() throws(FileError) -> String {
        guard skip("\"") else { throw failure("a string") }
        var bytes: [UInt8] = []
        while position < text.endIndex, text[position] >= 0x20 {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: bytes, as: UTF8.self) else {
                    throw FileError(.badData, file, at: .byte(position), "a string is not UTF-8")
                }
                position += 1
                return string
            case UInt8(ascii: "\\"):
                position += 1
                bytes += Array(String(try escaped()).utf8)
            default:
                bytes.append(byte)
                position += 1
            }
        }
        throw failure("a string that ends on its line")
    }

    /// The character of the escape after a backslash.
    private mutating func escaped() throws(FileError) -> Character {
        guard position < text.endIndex else { throw failure("an escape") }
        let letter = text[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var unit = try codeUnit()
            if 0xD800...0xDBFF ~= unit, text[position...].starts(with: "\\u".utf8) {
                position += 2
                let low = try codeUnit()
                guard 0xDC00...0xDFFF ~= low else { throw failure("the second half of a surrogate pair before it") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw failure("a surrogate pair before it") }
            return Character(scalar)
        default:
            position -= 1
            throw failure("an escape")
        }
    }

    private mutating func codeUnit() throws(FileError) -> UInt32 {
        let digits = text[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ isDigit($0) || 0x61...0x66 ~= $0 | 0x20 }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits") }
        position += 4
        return unit
    }
}
