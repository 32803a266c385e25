import Core

/// What a training records of its text: what its model is built from, and what identifies the text.
public struct TextFacts: Codable, Equatable, Sendable {
    public let name: String
    public let characters: Int
    /// Every symbol once, in the order of their numbers.
    public let vocabulary: String
    /// The text's beginning, with which a sample begins by default.
    public let opening: String
    /// The symbols' FNV-1a hash; nil where version 0.1.0, which recorded none, began the run.
    public internal(set) var fingerprint: UInt64?

    /// - Parameter openingLength: the number of characters in the opening, if the text has as many.
    init(_ text: CharacterText, openingLength: Int) {
        let symbols = text.vocabulary.symbols
        (name, characters) = (text.name, text.symbols.count)
        vocabulary = String(String.UnicodeScalarView(symbols))
        opening = String(String.UnicodeScalarView(text.symbols.prefix(openingLength).map { symbols[Int($0)] }))
        fingerprint = text.symbols.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    public var symbols: Vocabulary { Vocabulary(vocabulary.unicodeScalars) }

    /// A line for each symbol: its number, its code point, and the symbol, with a name or escape for white space.
    var vocabularyTable: String {
        var table = "number\tcode point\tsymbol\n"
        for (number, symbol) in symbols.symbols.enumerated() {
            table += "\(number)\tU+\(CharacterText.Problem.hexadecimal(symbol))\t\(symbol.shown)\n"
        }
        return table
    }

    /// Scalar by scalar: `String` treats é and e with a combining accent as equal, but they are different symbols.
    public static func == (one: TextFacts, other: TextFacts) -> Bool {
        (one.name, one.characters, one.fingerprint) == (other.name, other.characters, other.fingerprint)
            && one.vocabulary.unicodeScalars.elementsEqual(other.vocabulary.unicodeScalars)
            && one.opening.unicodeScalars.elementsEqual(other.opening.unicodeScalars)
    }

    /// Checks the values from a file.
    func check() throws(SettingError) {
        let (scalars, known) = (Array(vocabulary.unicodeScalars), symbols)
        try Setting.require("name", "''", !name.isEmpty, expected: "the name of a text")
        try Setting.require("characters", characters, in: 2...1_000_000_000_000)
        try Setting.require(
            "vocabulary", "\(scalars.count) characters", scalars == known.symbols && (1...65_536).contains(known.count),
            expected: "1 to 65,536 different symbols in their order")
        try Setting.require(
            "opening", "'\(opening.prefix(50))'",
            !opening.isEmpty && opening.unicodeScalars.allSatisfy { known.number(of: $0) != nil },
            expected: "one symbol or more of the vocabulary")
    }
}

extension Unicode.Scalar {
    /// The symbol as tables show it: a name or escape for white space, and an escape for control characters.
    var shown: String {
        let isHidden = properties.isWhitespace || steersDisplay
        return self == " " ? "space" : isHidden ? escaped(asASCII: true) : "\(self)"
    }
}
