/// A named, seeded, counter-based stream of random numbers: Philox4x32-10.
///
/// The n-th number depends only on the seed, the stream's name and n, so restoring `position` resumes a stream, and two
/// streams of one seed never affect each other.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
public struct RandomStream: RandomNumberGenerator, Sendable {
    /// The Philox key, made from the seed and the stream's name.
    public let key: UInt64
    /// The number of 64-bit numbers drawn so far; restore it to continue a stream.
    public private(set) var position: UInt64

    /// The upper half of the block whose lower half was drawn last.
    private var upperHalf: UInt64 = 0

    /// The stream called `name` of `seed`, from its beginning or from `position`.
    public init(seed: UInt64, name: StreamName, position: UInt64 = 0) {
        self.key = Philox.key(seed: seed, name: name.text)
        self.position = position
        if position % 2 == 1 { upperHalf = Philox.words(key: key, counter: position / 2).1 }
    }

    public mutating func next() -> UInt64 {
        defer { position += 1 }
        guard position % 2 == 0 else { return upperHalf }
        let words = Philox.words(key: key, counter: position / 2)
        upperHalf = words.1
        return words.0
    }

    /// Sets aside `count` 128-bit blocks and returns the first one's counter, for operations that draw by index, as
    /// dropout does.
    public mutating func reserve(blocks count: Int) -> UInt64 {
        let first = (position + 1) / 2
        position = (first + UInt64(count)) * 2
        return first
    }
}
