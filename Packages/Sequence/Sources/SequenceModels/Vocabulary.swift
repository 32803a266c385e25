/// The symbols of a text, numbered in the order of their Unicode scalar values.
public struct Vocabulary: Sendable, Equatable {
    public let symbols: [Unicode.Scalar]
    private let numbers: [Unicode.Scalar: Int32]

    /// The distinct symbols among `scalars`.
    public init(_ scalars: some Sequence<Unicode.Scalar>) {
        symbols = Set(scalars).sorted()
        numbers = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, Int32($0)) })
    }

    public var count: Int { symbols.count }

    /// The number of a symbol; nil where the vocabulary does not contain it.
    public func number(of symbol: Unicode.Scalar) -> Int32? { numbers[symbol] }
}
