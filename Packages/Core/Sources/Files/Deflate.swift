import CZlib
import Foundations

/// Compression in the deflate format (RFC 1951), and the CRC-32 of gzip and ZIP files.
enum Deflate {
    /// `bytes` as one raw deflate stream.
    static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let code = deflateInit2_(
            stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        Contract.require(code == Z_OK, "Deflate.compress", "level \(level), expected 1 to 9")
        defer { deflateEnd(stream) }
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 17)
        defer { chunk.deallocate() }
        var output: [UInt8] = []
        bytes.withUnsafeBufferPointer { buffer in
            var position = 0
            var ended = false
            while !ended {
                // zlib counts in 32 bits.
                let piece = min(buffer.count - position, 1 << 30)
                stream.pointee.next_in = buffer.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
                stream.pointee.avail_in = UInt32(piece)
                stream.pointee.next_out = chunk.baseAddress
                stream.pointee.avail_out = UInt32(chunk.count)
                let isLast = position + piece == buffer.count
                ended = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END
                position += piece - Int(stream.pointee.avail_in)
                let made = chunk.count - Int(stream.pointee.avail_out)
                output.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[..<made]))
            }
        }
        return output
    }

    /// The CRC-32 of `bytes`.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}
