import Core

/// A text read in stretches of T characters by B parallel streams. Each stream reads its own part from beginning to
/// end, so that the state that is carried from stretch to stretch fits the text.
///
/// - Shapes: a batch's inputs T × B, its labels TB, each the character after.
public struct ContinuousText: ExampleSource, Sendable {
    public let length: Int
    public let streams: Int
    private let symbols: ArraySlice<UInt16>
    /// Characters of one stream's part.
    private let part: Int

    /// - Parameters:
    ///   - symbols: more than `streams` of them; a length beyond a stream's part is cut to it.
    ///   - length: T, the characters of a batch from each stream.
    ///   - streams: B, 1 or more.
    public init(_ symbols: ArraySlice<UInt16>, length: Int, streams: Int) {
        Contract.require(
            symbols.count > streams && streams > 0 && length > 0, "ContinuousText",
            "\(symbols.count) characters for \(streams) streams")
        self.symbols = symbols
        self.streams = streams
        part = (symbols.count - 1) / streams
        self.length = min(length, part)
    }

    /// Steps of one pass, all streams together; the characters after the last full stretch are left out.
    public var steps: Int { part / length }

    /// Stretches of all streams.
    public var count: Int { steps * streams }

    /// In the text's order: nothing is shuffled.
    public func order(_ shuffle: inout RandomStream) -> [Int32] { Array(0..<Int32(count)) }

    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        var inputs: [Int32] = []
        inputs.reserveCapacity(length * numbers.count)
        var labels = inputs
        labels.reserveCapacity(length * numbers.count)
        let starts = numbers.map { symbols.startIndex + Int($0) % streams * part + Int($0) / streams * length }
        for step in 0..<length {
            for start in starts {
                inputs.append(Int32(symbols[start + step]))
                labels.append(Int32(symbols[start + step + 1]))
            }
        }
        return Batch(
            inputs: Tensor(inputs, shape: [length, numbers.count]), labels: Tensor(labels), count: numbers.count)
    }
}
