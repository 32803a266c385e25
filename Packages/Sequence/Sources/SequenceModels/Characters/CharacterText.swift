import Core

/// A text as the numbers of its symbols: two bytes per character with any vocabulary.
public struct CharacterText: Sendable {
    /// The text's name, such as its file's name.
    public let name: String
    public let symbols: [UInt16]
    public let vocabulary: Vocabulary
    /// Notes on how the files were read.
    let remarks: [String]

    /// Why a text cannot be used.
    public enum Problem: Error, CustomStringConvertible, Equatable {
        case tooShort(String, characters: Int)
        case tooManySymbols(String)
        case singleSymbol(String, Unicode.Scalar, count: Int)
        case unknown(Unicode.Scalar)

        public var description: String {
            switch self {
            case .tooShort(let name, let count):
                "\(name): \(count == 0 ? "the text is empty" : "the text has a single character"), "
                    + "expected two or more"
            case .tooManySymbols(let name): "\(name): more than 65,536 different characters"
            case .singleSymbol(let name, let symbol, let count):
                "\(name): all \(Readable.count(count)) characters are '\(symbol.shown)', expected two or more "
                    + "different ones"
            case .unknown(let scalar):
                "the character '\(scalar.shown)' (U+\(Self.hexadecimal(scalar))) is unknown to the model"
            }
        }

        static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }

    /// Reads UTF-8 files one after the other. A byte-order mark at a file's beginning is skipped; both characters of a
    /// CR LF line end are symbols, like every other character.
    ///
    /// - Throws: `FileError` where a file cannot be read or is not UTF-8 (with the byte's offset), `Problem` where all
    ///   files together have fewer than two characters.
    public init(files: [String], lowercasing: Bool) throws {
        let name = files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: " + ")
        // Two passes over bytes: the symbols first, then their numbers, so that no array of scalars is ever made.
        let contents = try files.map { (file: $0, bytes: try WholeFile.read($0)) }
        var seen = [Bool](repeating: false, count: 0x11_0000)
        var count = 0
        for (file, bytes) in contents {
            try TextEncoding.refuseWide(bytes, of: file)
            try UTF8Scalars.visit(bytes, of: file) { scalar in
                Self.visitCased(scalar, lowercasing) {
                    seen[Int($0.value)] = true
                    count += 1
                }
            }
        }
        let found = Vocabulary(seen.indices.lazy.filter { seen[$0] }.compactMap { Unicode.Scalar(UInt32($0)) })
        try Self.check(name, count: count, found)
        var numbers = [UInt16](repeating: 0, count: 0x11_0000)
        for (number, symbol) in found.symbols.enumerated() { numbers[Int(symbol.value)] = UInt16(number) }
        var symbols: [UInt16] = []
        symbols.reserveCapacity(count)
        for (file, bytes) in contents {
            try UTF8Scalars.visit(bytes, of: file) { scalar in
                Self.visitCased(scalar, lowercasing) { symbols.append(numbers[Int($0.value)]) }
            }
        }
        let marked = contents.filter { $0.bytes.starts(with: UTF8Scalars.mark) }.map(\.file)
        var remarks = marked.isEmpty ? [] : ["\(marked.joined(separator: ", ")): the byte-order mark is skipped"]
        if found.number(of: "\r") != nil {
            remarks.append("\(name): has carriage returns, which are learned like the other characters")
        }
        self.init(name: name, symbols: symbols, vocabulary: found, remarks: remarks)
    }

    /// A text in memory.
    ///
    /// - Throws: `Problem` where it has fewer than two characters.
    public init(_ text: String, name: String) throws {
        let vocabulary = Vocabulary(text.unicodeScalars)
        try Self.check(name, count: text.unicodeScalars.count, vocabulary)
        self.init(name: name, symbols: try Self.symbols(of: text, in: vocabulary), vocabulary: vocabulary)
    }

    private init(name: String, symbols: [UInt16], vocabulary: Vocabulary, remarks: [String] = []) {
        self.remarks = remarks
        self.name = name
        self.symbols = symbols
        self.vocabulary = vocabulary
    }

    /// The numbers of a text's symbols.
    ///
    /// - Throws: `Problem.unknown` for the first character that is not in the vocabulary.
    public static func symbols(of text: String, in vocabulary: Vocabulary) throws(Problem) -> [UInt16] {
        var symbols: [UInt16] = []
        for scalar in text.unicodeScalars {
            guard let number = vocabulary.number(of: scalar) else { throw .unknown(scalar) }
            symbols.append(UInt16(number))
        }
        return symbols
    }

    /// Checks that the text has something to predict.
    ///
    /// - Throws: `Problem` where the text repeats a single symbol.
    func requireSeveralSymbols() throws(Problem) {
        guard vocabulary.count == 1 else { return }
        throw .singleSymbol(name, vocabulary.symbols[0], count: symbols.count)
    }

    private static func check(_ name: String, count: Int, _ vocabulary: Vocabulary) throws(Problem) {
        if count < 2 { throw .tooShort(name, characters: count) }
        if vocabulary.count > 65_536 { throw .tooManySymbols(name) }
    }

    /// A scalar as it is, or the scalars of its lower case, of which there may be several.
    @inline(__always)
    private static func visitCased(_ scalar: Unicode.Scalar, _ lowercasing: Bool, _ body: (Unicode.Scalar) -> Void) {
        guard lowercasing else { return body(scalar) }
        if scalar.isASCII {
            let isUpper = (0x41...0x5A).contains(scalar.value)
            return body(isUpper ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
        }
        scalar.properties.lowercaseMapping.unicodeScalars.forEach(body)
    }
}

extension CharacterText.Problem: ExitCodeProviding {
    public var exitCode: Int32 {
        switch self {
        case .unknown: ExitStatus.usage
        case .tooShort, .tooManySymbols, .singleSymbol: ExitStatus.badData
        }
    }
}
