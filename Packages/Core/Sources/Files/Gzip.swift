import CZlib

/// The gzip format, RFC 1952.
public enum Gzip {
    /// Whether `bytes` begin with gzip's signature.
    public static func isGzip(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x1F, 0x8B])
    }

    /// All bytes of the file at `path`, decompressed if its contents are gzip, independently of its name.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - limit: the maximum number of bytes, compressed and decompressed.
    /// - Throws: `FileError` if the file cannot be read, is damaged, or is larger than `limit`.
    public static func read(_ path: String, limit: Int = WholeFile.defaultLimit) throws(FileError) -> [UInt8] {
        let bytes = try WholeFile.read(path, limit: limit)
        return isGzip(bytes) ? try decompress(bytes, file: path, limit: limit) : bytes
    }

    /// The beginning of the file at `path`, decompressed if it is gzip: the contents of its first `count` bytes; empty
    /// where it cannot be read.
    public static func prefix(_ path: String, count: Int) -> [UInt8] {
        let bytes = WholeFile.prefix(path, count: count)
        guard isGzip(bytes), let inflater = try? Inflater(.gzip) else { return bytes }
        var output: [UInt8] = []
        _ = inflater.decompress(bytes, from: 0, to: bytes.count, into: &output, limit: max(count, 1 << 24))
        return output
    }

    /// The decompressed contents of a gzip file of one or several members, with its checksums checked.
    ///
    /// - Parameters:
    ///   - bytes: the compressed file.
    ///   - file: its path, for errors.
    ///   - limit: the maximum number of decompressed bytes.
    /// - Throws: `FileError` if the file is damaged, truncated, followed by something else, or exceeds `limit`.
    public static func decompress(
        _ bytes: [UInt8], file: String, limit: Int = WholeFile.defaultLimit
    ) throws(FileError) -> [UInt8] {
        guard isGzip(bytes) else {
            throw FileError(.badData, file, at: .byte(0), "not a gzip file", expected: "the bytes 0x1f 0x8b")
        }
        var output: [UInt8] = []
        guard let inflater = try? Inflater(.gzip) else { throw FileError(.badData, file, "no memory to decompress") }
        var position = 0
        while position < bytes.count {
            guard bytes[position...].starts(with: [0x1F, 0x8B]) else {
                throw FileError(
                    .badData, file, at: .byte(position),
                    "\(bytes.count - position) bytes follow the compressed data", expected: "the end of the file")
            }
            switch inflater.decompress(bytes, from: position, to: bytes.count, into: &output, limit: limit) {
            case .complete(let next): position = next
            case .truncated:
                throw FileError(.badData, file, at: .byte(bytes.count), "the file ends within the compressed data")
            case .damaged(let offset, let message):
                throw FileError(.badData, file, at: .byte(offset), "damaged gzip data (\(message))")
            case .tooLarge:
                throw FileError(.badData, file, "decompresses to more than the limit of \(limit) bytes")
            case .noMemory: throw FileError(.badData, file, "no memory to decompress")
            }
        }
        return output
    }

    /// `bytes` compressed as a gzip file of one member, without name and time, so that equal bytes give equal files.
    ///
    /// - Parameters:
    ///   - bytes: the contents to compress.
    ///   - level: from 1 (fast) to 9 (small).
    public static func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        let deflated = Deflate.compress(bytes, level: level)
        var output = header + deflated
        output.append(littleEndian: Deflate.checksum(bytes[...]))
        output.append(littleEndian: UInt32(truncatingIfNeeded: bytes.count))
        return output
    }
}
