/// The cyclic redundancy check of Castagnoli's polynomial, as records of event files have it.
///
/// Source: RFC 3720, section 12.1 and appendix B.4; the mask is TensorFlow's, `tensorflow/core/lib/hash/crc32c.h`.
package enum CRC32C {
    /// The polynomial 0x1EDC6F41 with its bits in reverse order.
    private static let polynomial: UInt32 = 0x82F6_3B78

    /// The check of every byte by itself.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { check, _ in check & 1 == 1 ? check >> 1 ^ polynomial : check >> 1 }
    }

    /// The check of some bytes.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            ~bytes.reduce(~0) { check, byte in check >> 8 ^ table[Int(UInt8(truncatingIfNeeded: check) ^ byte)] }
        }
    }

    /// The masked check of some bytes: a check over bytes that contain checks would be weak.
    package static func masked(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let check = of(bytes)
        return (check >> 15 | check << 17) &+ 0xA282_EAD8
    }
}
