import CZlib

/// Decompresses the deflate format (RFC 1951) and its gzip wrapping (RFC 1952) with zlib.
struct Inflater: ~Copyable {
    /// What surrounds the compressed data.
    enum Wrapping: Int32 {
        case none = -15
        case gzip = 31
    }

    /// How a decompression ended.
    enum Outcome: Equatable {
        /// The stream is complete; the next one, or other data, begins at `next`.
        case complete(next: Int)
        /// The input ends before the stream does.
        case truncated
        /// The stream is damaged before the byte `at`; zlib's own words say how.
        case damaged(at: Int, String)
        /// The output exceeds the limit.
        case tooLarge
        /// zlib has too little memory.
        case noMemory
    }

    // zlib remembers the address of its state, so the state must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let chunk: UnsafeMutableBufferPointer<UInt8>

    init(_ wrapping: Wrapping) throws(OutOfMemory) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        chunk = .allocate(capacity: 1 << 17)
        let code = inflateInit2_(stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            chunk.deallocate()
            throw OutOfMemory()
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        chunk.deallocate()
    }

    /// zlib cannot start.
    struct OutOfMemory: Error {}

    /// Decompresses one stream that begins at `start` of `input` and ends before `end`, and appends it to `output`.
    ///
    /// The output grows with the decompressed data, up to a total of `limit` bytes.
    func decompress(
        _ input: borrowing [UInt8], from start: Int, to end: Int, into output: inout [UInt8], limit: Int
    ) -> Outcome {
        guard inflateReset(stream) == Z_OK else { return .noMemory }
        return input.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return .truncated }
            var position = start
            while true {
                // zlib counts in 32 bits.
                let piece = min(end - position, 1 << 30)
                stream.pointee.next_in = UnsafeMutablePointer(mutating: base + position)
                stream.pointee.avail_in = UInt32(piece)
                stream.pointee.next_out = chunk.baseAddress
                stream.pointee.avail_out = UInt32(chunk.count)
                let code = inflate(stream, Z_NO_FLUSH)
                position += piece - Int(stream.pointee.avail_in)
                let made = chunk.count - Int(stream.pointee.avail_out)
                guard made <= limit - output.count else { return .tooLarge }
                output.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[..<made]))
                switch code {
                case Z_STREAM_END: return .complete(next: position)
                case Z_OK where made > 0 || position < end: continue
                case Z_OK, Z_BUF_ERROR: return .truncated
                case Z_MEM_ERROR: return .noMemory
                case Z_NEED_DICT: return .damaged(at: position, "a preset dictionary is required")
                default:
                    return .damaged(at: position, stream.pointee.msg.map { String(cString: $0) } ?? "damaged stream")
                }
            }
        }
    }
}
