import Core

/// Strict decoding of UTF-8 (RFC 3629) that reports where it fails.
enum UTF8Scalars {
    /// The byte-order mark that some programs begin a text with.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Calls `body` with each scalar of `bytes`; a byte-order mark at the beginning is skipped.
    ///
    /// - Throws: `FileError` at the first byte that is not part of a scalar.
    @inline(__always)
    static func visit(_ bytes: [UInt8], of file: String, _ body: (Unicode.Scalar) -> Void) throws(FileError) {
        var at = bytes.starts(with: mark) ? mark.count : 0
        while at < bytes.count {
            let first = bytes[at]
            if first < 0x80 {
                body(Unicode.Scalar(first))
                at += 1
                continue
            }
            let length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
            var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
            var isWhole = length > 0 && at + length <= bytes.count
            if isWhole {
                for next in (at + 1)..<(at + length) {
                    if bytes[next] & 0xC0 != 0x80 { isWhole = false }
                    value = value << 6 | UInt32(bytes[next] & 0x3F)
                }
            }
            // An overlong form of a smaller number is as wrong as a surrogate.
            let smallest: UInt32 = length == 4 ? 0x1_0000 : length == 3 ? 0x800 : 0x80
            guard isWhole, value >= smallest, let scalar = Unicode.Scalar(value) else {
                throw FileError(.badData, file, at: .byte(at), "is not UTF-8", expected: "text in UTF-8")
            }
            body(scalar)
            at += length
        }
    }
}
