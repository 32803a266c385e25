import Core

/// Strings of one language for training, the short ones first.
///
/// n is uniform from 1 to a limit that grows from 2 to its largest value over the first part of a training: a network
/// learns to count from short strings and extends it to longer ones. From strings of all lengths, small networks often
/// learn to never predict an end (Elman 1993, "Learning and development in neural networks: the importance of starting
/// small").
public struct CountingStrings: ExampleSource {
    public let language: CountingLanguage
    /// Strings in an epoch.
    public let count: Int
    /// Every n that a string may have, in ascending order.
    private let known: [Int]
    private let maxN: Int
    private let growth: Double
    private let epochs: Int

    /// - Parameters:
    ///   - language: of all strings.
    ///   - count: strings in an epoch.
    ///   - maxN: the largest n.
    ///   - heldOut: each n that no string has.
    ///   - growth: the part of all epochs after which n reaches `maxN`; with 0 it starts there.
    ///   - epochs: of the whole training.
    public init(
        _ language: CountingLanguage, count: Int, maxN: Int, holdingOut heldOut: [Int] = [], growth: Double = 0,
        epochs: Int = 1
    ) {
        (self.language, self.count, self.maxN, self.growth, self.epochs) = (language, count, maxN, growth, epochs)
        known = (1...max(1, maxN)).filter { !heldOut.contains($0) }
        Contract.require(
            count > 0 && known.first == 1, "CountingStrings",
            "\(count) strings with n up to \(maxN), \(heldOut) held out, expected 1 or more, and n = 1"
        )
    }

    /// Each n that an epoch's strings have; epochs are counted from 0.
    private func reached(epoch: Int) -> ArraySlice<Int> {
        guard growth > 0 else { return known[...] }
        let progress = min(1, Double(epoch) / (growth * Double(max(1, epochs))))
        let limit = 2 + Int(Double(maxN - 1) * progress)
        return known.prefix { $0 <= limit }
    }

    /// The largest n of an epoch's strings.
    func longest(epoch: Int) -> Int { reached(epoch: epoch).last ?? 1 }

    /// The n of a string of an epoch: the numbers 0 ..< count cover every n evenly.
    func n(_ number: Int32, epoch: Int) -> Int {
        let reached = reached(epoch: epoch)
        return reached[Int(number) * reached.count / count]
    }

    /// The strings of the last epoch.
    public func batch(_ numbers: ArraySlice<Int32>) -> Batch { batch(numbers, epoch: epochs) }

    /// - Shapes: inputs T × B of int32, symbols with zeros after each string's end, T that of the longest; labels B,
    ///   each string's n.
    public func batch(_ numbers: ArraySlice<Int32>, epoch: Int) -> Batch {
        let strings = numbers.map { language.string(n($0, epoch: epoch)) }
        return Batch(inputs: Self.padded(strings.map(\.symbols)), labels: Tensor(strings.map { Int32($0.n) }))
    }

    /// Sequences side by side, with zeros after the ends of the shorter ones.
    ///
    /// - Shapes: T × B.
    static func padded(_ sequences: [[Int32]]) -> Tensor {
        let steps = sequences.map(\.count).max() ?? 0
        let rows = (0..<steps).flatMap { step in sequences.map { step < $0.count ? $0[step] : 0 } }
        return Tensor(rows, shape: [steps, sequences.count])
    }
}

/// Records the largest n of every epoch's strings.
final class MaxNHook: TrainingHook {
    private let strings: CountingStrings

    init(_ strings: CountingStrings) { self.strings = strings }

    func epochDidEnd(_ state: TrainingState) { state.record(.maxN, Double(strings.longest(epoch: state.epoch - 1))) }
}
