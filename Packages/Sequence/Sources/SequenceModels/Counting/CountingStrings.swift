import Core

/// Strings of one language for training, n uniform in 1 ... `longest`; every call may find another `longest`, so that
/// short strings can come first.
public final class CountingStrings: ExampleSource {
    public let language: CountingLanguage
    /// Strings in an epoch.
    public let count: Int
    /// The greatest n.
    public var longest: Int

    public init(_ language: CountingLanguage, count: Int, longest: Int) {
        precondition(
            count > 0 && longest > 0, "CountingStrings: \(count) strings with n up to \(longest), expected 1 or more")
        self.language = language
        self.count = count
        self.longest = longest
    }

    /// The n of a string of the epoch: the numbers 0 ..< count cover 1 ... longest evenly.
    func n(_ number: Int32) -> Int { 1 + Int(number) * longest / count }

    /// - Shapes: inputs T × B of int32, symbols with zeros after each string's end, T that of the longest; labels B,
    ///   each string's n.
    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        let strings = numbers.map { language.string(n($0)) }
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

/// Lets n grow from 2 to its greatest value over the first part of a training.
///
/// Counting is learnt from short strings and stretched to longer ones; begun with all lengths, small networks often
/// settle on never foreseeing an end (Elman 1993, "Learning and development in neural networks: the importance of
/// starting small").
public final class StartingSmallHook: TrainingHook {
    private let strings: CountingStrings
    private let longest: Int
    private let share: Double

    /// - Parameters:
    ///   - longest: n at the end.
    ///   - share: the part of all epochs after which n reaches it; 0 begins with it.
    public init(_ strings: CountingStrings, longest: Int, share: Double) {
        self.strings = strings
        self.longest = longest
        self.share = share
    }

    /// The greatest n of an epoch.
    func longest(epoch: Int, of epochs: Int) -> Int {
        guard share > 0 else { return longest }
        let progress = Double(epoch) / (share * Double(max(1, epochs)))
        return min(longest, 2 + Int(Double(longest - 1) * progress))
    }

    public func epochWillBegin(_ state: TrainingState) throws {
        strings.longest = longest(epoch: state.epoch, of: state.epochs)
    }
}
