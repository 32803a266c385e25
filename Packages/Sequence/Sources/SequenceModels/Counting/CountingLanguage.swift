import Core

/// A language whose strings repeat each symbol in a fixed proportion: aⁿbⁿ, aⁿb²ⁿ, aⁿbⁿcⁿ, aⁿb²ⁿc³ⁿ.
///
/// The number of a's is n: they say how many of the other symbols follow, so that everything after them is determined.
///
/// Predicting where a string ends requires counting: no finite automaton recognizes these languages, one stack is
/// enough for the first two, and the last two need more than one stack (Wiles, Elman 1995; Gers, Schmidhuber 2001).
public struct CountingLanguage: Sendable, Equatable {
    /// The name that `--language` takes.
    public let name: String
    /// The language as textbooks write it.
    public let notation: String
    /// The number of a's, b's, c's and so on in a string for each unit of n.
    public let repeats: [Int]

    /// - Parameters:
    ///   - name: what `--language` takes.
    ///   - notation: as textbooks write it, such as aⁿbⁿcⁿ.
    ///   - repeats: for 2 to 26 symbols, each 1 or more; for the first one 1.
    public init(name: String, notation: String, repeats: [Int]) {
        Contract.require(
            (2...Self.letters.count).contains(repeats.count) && repeats[0] == 1 && repeats.allSatisfy { $0 > 0 },
            "CountingLanguage", "repeats \(repeats), expected 2 to 26 numbers of 1 or more, the first of them 1")
        (self.name, self.notation, self.repeats) = (name, notation, repeats)
    }

    public static let all = [
        CountingLanguage(name: "anbn", notation: "aⁿbⁿ", repeats: [1, 1]),
        CountingLanguage(name: "anb2n", notation: "aⁿb²ⁿ", repeats: [1, 2]),
        CountingLanguage(name: "anbncn", notation: "aⁿbⁿcⁿ", repeats: [1, 1, 1]),
        CountingLanguage(name: "anb2nc3n", notation: "aⁿb²ⁿc³ⁿ", repeats: [1, 2, 3]),
    ]

    /// The symbols by number.
    public var symbols: [String] { Self.letters.prefix(repeats.count).map { String($0) } }

    private static let letters = "abcdefghijklmnopqrstuvwxyz"

    /// The number of symbols in the string of `n`.
    public func length(_ n: Int) -> Int { n * repeats.reduce(0, +) }

    /// The string of `n`, from 1.
    public func string(_ n: Int) -> CountingString { CountingString(n: n, repeats: repeats) }
}

/// One string of a counting language and what follows each of its symbols.
///
/// After the last symbol comes the `a` of the next string: a network that predicts it knows that the string has ended.
public struct CountingString: Sendable, Equatable {
    public let n: Int
    /// The numbers of the symbols: 0 for a, 1 for b, and so on.
    public let symbols: [Int32]

    init(n: Int, repeats: [Int]) {
        self.n = n
        symbols = repeats.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1 * n) }
    }

    public var count: Int { symbols.count }

    /// The number of the symbol that follows each position.
    public var next: [Int32] { Array(symbols.dropFirst()) + [0] }

    /// Where the language determines what follows: from the first b to the last symbol. After an a, another a or the
    /// first b may follow.
    public var determined: Range<Int> { n..<count }
}
