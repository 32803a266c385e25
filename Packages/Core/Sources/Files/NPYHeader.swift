/// The header of a NumPy `.npy` file: a Python dictionary literal of the keys `descr`, `fortran_order` and `shape`.
///
/// Only what NumPy itself writes for plain numeric arrays is read; nothing is evaluated.
/// Source: numpy.lib.format, format versions 1.0, 2.0 and 3.0.
struct NPYHeader: Equatable {
    /// NumPy's name of the element type, byte order first: `<f4`.
    var descr: String
    /// Whether the first index runs fastest.
    var isFortranOrder: Bool
    /// The length of each dimension.
    var shape: [Int]

    /// The header in the `text` that begins at byte `start` of `file`.
    init(_ text: ArraySlice<UInt8>, file: String) throws(FileError) {
        var parser = Parser(text: text, file: file, position: text.startIndex)
        var descr: String?
        var order: Bool?
        var shape: [Int]?
        try parser.expect("{")
        while !parser.skip("}") {
            let keyPosition = parser.position
            let key = try parser.string()
            try parser.expect(":")
            switch key {
            case "descr" where descr == nil: descr = try parser.string()
            case "fortran_order" where order == nil: order = try parser.boolean()
            case "shape" where shape == nil: shape = try parser.tuple()
            default:
                throw FileError(
                    .badData, file, at: .byte(keyPosition), "header key \(key.quoted())",
                    expected: "each of 'descr', 'fortran_order' and 'shape' once")
            }
            if !parser.skip(",") {
                try parser.expect("}")
                break
            }
        }
        try parser.expectEnd()
        guard let descr, let order, let shape else {
            throw FileError(
                .badData, file, at: .byte(text.startIndex), "the header lacks a key",
                expected: "'descr', 'fortran_order' and 'shape'")
        }
        self.descr = descr
        self.isFortranOrder = order
        self.shape = shape
    }

    private struct Parser {
        let text: ArraySlice<UInt8>
        let file: String
        var position: Int

        func failure(_ expected: String) -> FileError {
            let found = position < text.endIndex ? String(decoding: text[position...].prefix(12), as: UTF8.self) : ""
            return FileError(
                .badData, file, at: .byte(position),
                found.isEmpty ? "the header ends" : "header text \(found.quoted())",
                expected: expected)
        }

        mutating func skipSpace() {
            while position < text.endIndex, text[position] == 0x20 || text[position] == 0x0A { position += 1 }
        }

        mutating func skip(_ word: String) -> Bool {
            skipSpace()
            guard text[position...].starts(with: word.utf8) else { return false }
            position += word.utf8.count
            return true
        }

        mutating func expect(_ word: String) throws(FileError) {
            guard skip(word) else { throw failure(word.quoted()) }
        }

        mutating func expectEnd() throws(FileError) {
            skipSpace()
            guard position == text.endIndex else { throw failure("the end of the header") }
        }

        mutating func string() throws(FileError) -> String {
            skipSpace()
            guard position < text.endIndex, text[position] == 0x27 || text[position] == 0x22 else {
                throw failure("a plain string (arrays of records and of objects are not read)")
            }
            let quote = text[position]
            guard let end = text[(position + 1)...].firstIndex(of: quote),
                let string = String(validating: text[(position + 1)..<end], as: UTF8.self)
            else { throw failure("a string that ends") }
            position = end + 1
            return string
        }

        mutating func boolean() throws(FileError) -> Bool {
            if skip("True") { return true }
            if skip("False") { return false }
            throw failure("True or False")
        }

        mutating func tuple() throws(FileError) -> [Int] {
            try expect("(")
            var numbers: [Int] = []
            while !skip(")") {
                numbers.append(try number())
                if !skip(",") {
                    // Python reads (3) as a number, not as a tuple.
                    if numbers.count == 1 { throw failure("','") }
                    try expect(")")
                    break
                }
                guard numbers.count <= 64 else { throw failure("at most 64 dimensions") }
            }
            return numbers
        }

        mutating func number() throws(FileError) -> Int {
            skipSpace()
            let digits = text[position...].prefix { 0x30...0x39 ~= $0 }
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
                throw failure("a dimension, a whole number that fits in 64 bits")
            }
            position = digits.endIndex
            return number
        }
    }
}
