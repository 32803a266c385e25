import Core

extension CopyTransformer {
    /// What the model writes after reading each source: always the most probable next symbol, until ⟨EOS⟩ or `limit`
    /// symbols.
    ///
    /// - Shapes: sources B × S of int32.
    /// - Returns: for each source the symbols from ⟨SOS⟩ on, with ⟨EOS⟩ where it was written.
    public func greedyCopies(of sources: Tensor, limit: Int? = nil) -> [[Int32]] {
        let limit = min(limit ?? sources.shape[1], longest)
        let memory = encoded(sources)
        var written = [[Int32]](repeating: [CopySymbol.start.rawValue], count: sources.shape[0])
        var isDone = [Bool](repeating: false, count: written.count)
        for length in 1..<max(1, limit) {
            if isDone.allSatisfy({ $0 }) { break }
            let target = Tensor(written.flatMap { $0.prefix(length) }, shape: [written.count, length])
            let best = decoded(target, memory: memory).argmax()
            for number in written.indices {
                // Finished sequences stay in the batch, so that all have the same length.
                let symbol = isDone[number] ? CopySymbol.end.rawValue : Int32(best[(number + 1) * length - 1])
                written[number].append(symbol)
                if symbol == CopySymbol.end.rawValue { isDone[number] = true }
            }
        }
        return written.map { symbols in
            guard let end = symbols.firstIndex(of: CopySymbol.end.rawValue) else { return symbols }
            return Array(symbols[...end])
        }
    }
}

/// The quality of copies.
public struct CopyScore: Sendable {
    /// Cross entropy of the next symbol, given the true ones before it.
    public let loss: Double
    /// The share of sequences that greedy decoding copies without a mistake.
    public let exactRate: Double
    /// For each kind, the number of sequences and the number of exact copies.
    public let kinds: [(count: Int, exact: Int)]
    /// The number of different sequences, and the number of them that are copied exactly.
    public let different: (count: Int, exact: Int)

    /// Tests a model; equal sequences are computed once.
    public init(of model: CopyTransformer, on sequences: CopySequences, kinds kindCount: Int, batchSize: Int = 512) {
        var numbers: [[Int32]: [Int]] = [:]
        for number in 0..<sequences.count { numbers[sequences[number], default: []].append(number) }
        let distinct = numbers.sorted { $0.value[0] < $1.value[0] }
        var kinds = [(count: Int, exact: Int)](repeating: (0, 0), count: kindCount)
        var (loss, exact) = (0.0, 0)
        for start in stride(from: 0, to: distinct.count, by: batchSize) {
            let part = distinct[start..<min(start + batchSize, distinct.count)]
            let sources = Tensor(part.flatMap(\.key), shape: [part.count, sequences.length])
            let losses = model.losses(copying: sources)
            for ((entry, copy), its) in zip(zip(part, model.greedyCopies(of: sources)), losses) {
                loss += its * Double(entry.value.count)
                exact += copy == entry.key ? 1 : 0
                for number in entry.value {
                    kinds[Int(sequences.kinds[number])].count += 1
                    kinds[Int(sequences.kinds[number])].exact += copy == entry.key ? 1 : 0
                }
            }
        }
        let count = max(1, sequences.count)
        self.loss = loss / Double(count)
        (self.kinds, different) = (kinds, (distinct.count, exact))
        exactRate = Double(kinds.reduce(0) { $0 + $1.exact }) / Double(count)
    }
}

extension CopyTransformer {
    /// The loss of each single sequence.
    fileprivate func losses(copying sequences: Tensor) -> [Double] {
        let length = sequences.shape[1]
        let chances = self(source: sequences, target: sequences.sliced(0..<(length - 1), axis: 1)).logSoftmax()
        let (numbers, symbols, width) = (chances.doubles, sequences.scalars(Int32.self), chances.shape[2])
        return (0..<sequences.shape[0]).map { number in
            let sum = (1..<length).reduce(0.0) { sum, place in
                let row = number * (length - 1) + place - 1
                return sum - numbers[row * width + Int(symbols[number * length + place])]
            }
            return sum / Double(length - 1)
        }
    }
}
