import Core

/// The kinds of sequences to copy.
public struct CopyTask: Sendable {
    public let name: String
    public let summary: String
    /// Kinds of sequences, one after the other in a set.
    public let kinds: [String]
    private let draw: @Sendable (_ kind: Int, _ bits: Int, _ random: inout RandomStream) -> [Int32]

    /// - Parameters:
    ///   - name: what `--task` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - kinds: the names of the kinds of sequences, at least one; each has its row in the report.
    ///   - draw: so many bits, 0 or 1, of a kind by its number.
    public init(
        name: String, summary: String, kinds: [String],
        draw: @escaping @Sendable (_ kind: Int, _ bits: Int, _ random: inout RandomStream) -> [Int32]
    ) {
        Contract.require(!kinds.isEmpty, "CopyTask", "no kinds of sequences, expected at least one")
        (self.name, self.summary, self.kinds, self.draw) = (name, summary, kinds, draw)
    }

    /// All tasks, the default first.
    public static let all = [
        CopyTask(
            name: "patterns", summary: "all ones, all zeros, alternating",
            kinds: ["all ones", "all zeros", "alternating"]
        ) { kind, bits, random in
            switch kind {
            case 0: return [Int32](repeating: 1, count: bits)
            case 1: return [Int32](repeating: 0, count: bits)
            default:
                let first = Int(random.next() & 1)
                return (0..<bits).map { Int32(($0 + first + 1) % 2) }
            }
        },
        CopyTask(name: "random", summary: "random bits", kinds: ["random"]) { _, bits, random in
            (0..<bits).map { _ in Int32(random.next() >> 63) }
        },
    ]

    /// `count` sequences, equally many of each kind as far as possible, the same for the same seed and purpose.
    public func sequences(_ count: Int, bits: Int, seed: UInt64, purpose: String) -> CopySequences {
        var random = RandomStream(seed: seed, name: .sequences(of: name, purpose))
        var (symbols, kindNumbers): ([Int32], [Int32]) = ([], [])
        for number in 0..<count {
            let kind = number % kinds.count
            symbols.append(CopySymbol.start.rawValue)
            let drawn = draw(kind, bits, &random)
            Contract.require(
                drawn.count == bits && drawn.allSatisfy { $0 == 0 || $0 == 1 }, "CopyTask",
                "\(name) draws \(drawn), expected \(bits) bits of 0 or 1")
            symbols += drawn
            symbols.append(CopySymbol.end.rawValue)
            kindNumbers.append(Int32(kind))
        }
        return CopySequences(symbols: symbols, length: bits + 2, kinds: kindNumbers)
    }
}

/// Sequences to copy, ⟨SOS⟩ bits ⟨EOS⟩ each, all of the same length.
public struct CopySequences: ExampleSource, Sendable {
    /// All sequences one after the other.
    public let symbols: [Int32]
    /// Symbols of a sequence, both ends included.
    public let length: Int
    /// The number of each sequence's kind.
    public let kinds: [Int32]

    public init(symbols: [Int32], length: Int, kinds: [Int32]) {
        self.symbols = symbols
        self.length = length
        self.kinds = kinds
    }

    public var count: Int { kinds.count }

    /// The symbols of sequence `number`.
    public subscript(number: Int) -> [Int32] { Array(symbols[(number * length)..<((number + 1) * length)]) }

    /// Sequences as inputs, N × length of int32; their kinds as labels.
    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        Batch(
            inputs: Tensor(numbers.flatMap { self[Int($0)] }, shape: [numbers.count, length]),
            labels: Tensor(numbers.map { kinds[Int($0)] }))
    }

    /// Some of the sequences, by number.
    public func selecting(_ numbers: [Int32]) -> CopySequences {
        CopySequences(
            symbols: numbers.flatMap { self[Int($0)] }, length: length, kinds: numbers.map { kinds[Int($0)] })
    }

    /// The first sequence of each different text, in order, with its number.
    public func distinct(atMost count: Int) -> [Int] {
        var seen: Set<[Int32]> = []
        var numbers: [Int] = []
        for number in 0..<self.count where numbers.count < count && seen.insert(self[number]).inserted {
            numbers.append(number)
        }
        return numbers
    }
}

extension StreamName {
    /// The sequences of a task, for a purpose.
    static func sequences(of task: String, _ purpose: String) -> StreamName { StreamName("\(task).\(purpose)") }
}
