/// A language whose strings repeat each symbol in a fixed proportion: aⁿbⁿ, aⁿb²ⁿ, aⁿbⁿcⁿ, aⁿb²ⁿc³ⁿ.
///
/// Predicting where a string ends requires counting: no finite automaton recognizes these languages, one stack is
/// enough for the first two, and the last two need more than one stack (Wiles, Elman 1995; Gers, Schmidhuber 2001).
public struct CountingLanguage: Sendable, Equatable {
    /// The name that `--language` takes.
    public let name: String
    /// The language as textbooks write it.
    public let notation: String
    /// The number of a's, b's and c's in a string for each unit of n.
    public let repeats: [Int]

    public static let all = [
        CountingLanguage(name: "anbn", notation: "aⁿbⁿ", repeats: [1, 1]),
        CountingLanguage(name: "anb2n", notation: "aⁿb²ⁿ", repeats: [1, 2]),
        CountingLanguage(name: "anbncn", notation: "aⁿbⁿcⁿ", repeats: [1, 1, 1]),
        CountingLanguage(name: "anb2nc3n", notation: "aⁿb²ⁿc³ⁿ", repeats: [1, 2, 3]),
    ]

    /// The symbols by number.
    public var symbols: [String] { Array(["a", "b", "c"].prefix(repeats.count)) }

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
    /// The numbers of the symbols: 0 for a, 1 for b, 2 for c.
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
