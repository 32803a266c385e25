/// The SHA-1 of bytes that come in parts, which names the files of git repositories. It does not protect against files
/// that are made to collide; ``SHA256`` does.
///
/// Source: NIST, FIPS 180-4, "Secure Hash Standard", 2015.
public struct SHA1 {
    private var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    private var blocks = DigestBlocks()

    /// The digest of no bytes yet.
    public init() {}

    /// Adds bytes.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        blocks.add(bytes) { Self.compress(&state, $0) }
    }

    /// The digest of all bytes so far, as 40 hexadecimal digits in lower case.
    public func hexadecimal() -> String {
        var copy = self
        copy.blocks.end { Self.compress(&copy.state, $0) }
        return copy.state.hexadecimal
    }

    private static func compress(_ state: inout [UInt32], _ block: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { words in
            for index in 0..<16 {
                words.initializeElement(
                    at: index, to: UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
            }
            for index in 16..<80 {
                let word = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
                words.initializeElement(at: index, to: word << 1 | word >> 31)
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for index in 0..<80 {
                let (mixed, constant): (UInt32, UInt32) =
                    switch index {
                    case ..<20: (b & c | ~b & d, 0x5A82_7999)
                    case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                    case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                let next = (a << 5 | a >> 27) &+ mixed &+ e &+ constant &+ words[index]
                (e, d, c, b, a) = (d, c, b << 30 | b >> 2, a, next)
            }
            for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
        }
    }
}
