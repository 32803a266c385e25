/// A fingerprint of some bytes, 128 bits wide: equal bytes have equal fingerprints, different bytes almost certainly
/// different ones. It distinguishes files; it does not protect against files that are made to collide.
///
/// Source: Austin Appleby, MurmurHash3 (x64, 128 bits), 2011.
public struct ContentDigest: Hashable, Sendable {
    public let low, high: UInt64

    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The digest of `bytes`.
    public init(_ bytes: some Collection<UInt8>) {
        let digest = bytes.withContiguousStorageIfAvailable { Self.digest(UnsafeRawBufferPointer($0)) }
        self = digest ?? Array(bytes).withUnsafeBytes { Self.digest($0) }
    }

    private static let (factor1, factor2): (UInt64, UInt64) = (0x87C3_7B91_1142_53D5, 0x4CF5_AD43_2745_937F)

    private static func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        var (low, high): (UInt64, UInt64) = (0, 0)
        let blocks = bytes.count / 16
        for block in 0..<blocks {
            let first = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16 * block, as: UInt64.self))
            let second = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16 * block + 8, as: UInt64.self))
            low ^= scrambled(first, factor1, 31, factor2)
            low = (rotated(low, 27) &+ high) &* 5 &+ 0x52DC_E729
            high ^= scrambled(second, factor2, 33, factor1)
            high = (rotated(high, 31) &+ low) &* 5 &+ 0x3849_5AB5
        }
        var (first, second): (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes[(16 * blocks)...].enumerated() {
            if index < 8 { first |= UInt64(byte) << (8 * index) } else { second |= UInt64(byte) << (8 * (index - 8)) }
        }
        high ^= scrambled(second, factor2, 33, factor1)
        low ^= scrambled(first, factor1, 31, factor2)
        low ^= UInt64(bytes.count)
        high ^= UInt64(bytes.count)
        low &+= high
        high &+= low
        low = finished(low)
        high = finished(high)
        low &+= high
        return ContentDigest(low: low, high: high &+ low)
    }

    private static func rotated(_ word: UInt64, _ places: UInt64) -> UInt64 { word << places | word >> (64 - places) }

    private static func scrambled(_ word: UInt64, _ before: UInt64, _ places: UInt64, _ after: UInt64) -> UInt64 {
        rotated(word &* before, places) &* after
    }

    private static func finished(_ word: UInt64) -> UInt64 {
        var word = (word ^ word >> 33) &* 0xFF51_AFD7_ED55_8CCD
        word = (word ^ word >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return word ^ word >> 33
    }
}

extension ContentDigest: CustomStringConvertible {
    /// 32 hexadecimal digits.
    public var description: String {
        [low, high].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
