import Core

/// Every window of T characters of a text, with the character after it.
///
/// - Shapes: a batch's inputs T × B, its labels B.
public struct TextWindows: ExampleSource, Sendable {
    public let length: Int
    private let symbols: ArraySlice<UInt16>

    /// - Parameters:
    ///   - symbols: more than `length` of them.
    ///   - length: T, the characters of a window.
    public init(_ symbols: ArraySlice<UInt16>, length: Int) {
        Contract.require(
            symbols.count > length && length > 0, "TextWindows",
            "\(symbols.count) characters, windows of \(length)")
        self.symbols = symbols
        self.length = length
    }

    public var count: Int { symbols.count - length }

    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        let starts = numbers.map { symbols.startIndex + Int($0) }
        var inputs: [Int32] = []
        inputs.reserveCapacity(length * numbers.count)
        for step in 0..<length {
            for start in starts { inputs.append(Int32(symbols[start + step])) }
        }
        let labels = starts.map { Int32(symbols[$0 + length]) }
        return Batch(inputs: Tensor(inputs, shape: [length, numbers.count]), labels: Tensor(labels))
    }
}
