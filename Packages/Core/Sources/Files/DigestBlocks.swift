/// Bytes that come in parts, cut into the blocks of 64 bytes of SHA-1 and SHA-256.
struct DigestBlocks {
    private static let size = 64
    /// The bytes of the block that is not full.
    private var rest: [UInt8] = []
    private var count: UInt64 = 0

    /// Adds bytes; every block that becomes full goes to `compress`.
    mutating func add(_ bytes: some Collection<UInt8>, _ compress: (UnsafeRawBufferPointer) -> Void) {
        count += UInt64(bytes.count)
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { cut(UnsafeRawBufferPointer($0), compress) }
        if isDone == nil { Array(bytes).withUnsafeBytes { cut($0, compress) } }
    }

    private mutating func cut(_ bytes: UnsafeRawBufferPointer, _ compress: (UnsafeRawBufferPointer) -> Void) {
        var start = 0
        if !rest.isEmpty {
            start = min(Self.size - rest.count, bytes.count)
            rest += bytes[..<start]
            guard rest.count == Self.size else { return }
            rest.withUnsafeBytes(compress)
            rest.removeAll(keepingCapacity: true)
        }
        while bytes.count - start >= Self.size {
            compress(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Self.size]))
            start += Self.size
        }
        rest += bytes[start...]
    }

    /// The padding: a one, zeros, and the number of bits in 64 bits.
    mutating func end(_ compress: (UnsafeRawBufferPointer) -> Void) {
        let bits = count &* 8
        let zeros = (2 * Self.size - 9 - rest.count) % Self.size
        var padding: [UInt8] = [0x80] + [UInt8](repeating: 0, count: zeros)
        padding += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
        padding.withUnsafeBytes { cut($0, compress) }
    }
}

extension [UInt32] {
    /// The words as eight hexadecimal digits each.
    var hexadecimal: String {
        map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}
