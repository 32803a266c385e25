import Core

/// The bytes and the arguments that are read from them.
extension PickleReader {
    mutating func take(_ count: Int) throws(FileError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - position else {
            throw refused(
                "\(count < 0 ? "an impossible number of" : "\(count)") bytes where \(bytes.count - position) are left",
                expected: "a whole pickle")
        }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    mutating func byte() throws(FileError) -> UInt8 {
        guard position < bytes.count else {
            throw FileError(.badData, file, at: .byte(position), "the file ends within the pickle")
        }
        defer { position += 1 }
        return bytes[position]
    }

    /// A little-endian number of `count` bytes.
    mutating func unsigned(_ size: Int) throws(FileError) -> Int {
        Int(truncatingIfNeeded: try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func longInteger(lengthBytes: Int) throws(FileError) -> Int {
        let length = try unsigned(lengthBytes)
        guard length <= 8 else { throw refused("a whole number of \(length) bytes", expected: "at most 8") }
        let digits = try take(length)
        let isNegative = digits.last.map { $0 >= 0x80 } ?? false
        let word = digits.reversed().reduce(isNegative ? UInt64.max : 0) { $0 << 8 | UInt64($1) }
        return Int(Int64(bitPattern: word))
    }

    mutating func line() throws(FileError) -> String {
        guard let end = bytes[position...].firstIndex(of: 0x0A) else {
            throw FileError(.badData, file, at: .byte(bytes.count), "the file ends within the pickle")
        }
        defer { position = end + 1 }
        let line = bytes[position..<end]
        return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }

    mutating func index() throws(FileError) -> Int {
        let line = try line()
        guard let number = Int(line), number >= 0 else {
            throw refused("'\(line.prefix(40))'", expected: "a number of the memo")
        }
        return number
    }

    mutating func text(_ count: Int) throws(FileError) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw refused("text that is not UTF-8")
        }
        return text
    }
}

// MARK: - Escapes of protocol 0

extension PickleReader {
    /// A Python literal such as 'a\\x00b'.
    mutating func quotedString() throws(FileError) -> [UInt8] {
        let text = Array(try line().utf8)
        guard let quote = text.first, text.count >= 2, quote == text.last, quote == 0x27 || quote == 0x22 else {
            throw refused("a string without quotes")
        }
        var result: [UInt8] = []
        var rest = text[1..<(text.count - 1)]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "x"):
                guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                    throw refused("an escape that is not a number")
                }
                rest = rest.dropFirst(2)
                result.append(value)
            default: result.append(escape)
            }
        }
        return result
    }

    /// A line in Python's raw-unicode-escape, \\u0041 for A; other bytes are Latin 1.
    mutating func escapedText() throws(FileError) -> String {
        guard let end = bytes[position...].firstIndex(of: 0x0A) else {
            throw FileError(.badData, file, at: .byte(bytes.count), "the file ends within the pickle")
        }
        var rest = bytes[position..<end]
        position = end + 1
        var result = String.UnicodeScalarView()
        while let byte = rest.popFirst() {
            let digits = rest.first == UInt8(ascii: "u") ? 4 : rest.first == UInt8(ascii: "U") ? 8 : 0
            guard byte == UInt8(ascii: "\\"), digits > 0 else {
                result.append(Unicode.Scalar(byte))
                continue
            }
            let number = UInt32(String(decoding: rest.dropFirst().prefix(digits), as: UTF8.self), radix: 16)
            guard let scalar = number.flatMap(Unicode.Scalar.init) else {
                throw refused("an escape that is not a character")
            }
            rest = rest.dropFirst(digits + 1)
            result.append(scalar)
        }
        return String(result)
    }
}
