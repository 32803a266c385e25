/// Reads numbers and runs of bytes from a file's contents one after the other, never past the end.
struct ByteCursor {
    /// The file's whole contents.
    let bytes: [UInt8]
    /// The file's path, for errors.
    let file: String
    /// Where the next read begins.
    private(set) var offset = 0

    init(_ bytes: [UInt8], file: String, at offset: Int = 0) {
        self.bytes = bytes
        self.file = file
        self.offset = offset
    }

    /// The number of remaining bytes.
    var remaining: Int { bytes.count - offset }

    /// The next `count` bytes.
    ///
    /// - Throws: `FileError` if fewer remain; it names them as `what`.
    mutating func take(_ count: Int, for what: String) throws(FileError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw FileError(
                .badData, file, at: .byte(offset), "the file ends after \(remaining) bytes of \(what)",
                expected: "\(count)")
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    mutating func bigEndian<Number: FixedWidthInteger>(
        _ type: Number.Type, for what: String
    ) throws(FileError) -> Number {
        try take(MemoryLayout<Number>.size, for: what).reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    mutating func littleEndian<Number: FixedWidthInteger>(
        _ type: Number.Type, for what: String
    ) throws(FileError) -> Number {
        try take(MemoryLayout<Number>.size, for: what).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }
}

extension [UInt8] {
    /// Appends a number, lowest byte first.
    mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// Appends a number, highest byte first.
    mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    /// Reverses the bytes of every element of `width` bytes (1, 2, 4 or 8), which turns big into little endian and
    /// back.
    mutating func reverseBytes(ofWidth width: Int) {
        withUnsafeMutableBytes { buffer in
            switch width {
            case 2: buffer.swapBytes(as: UInt16.self)
            case 4: buffer.swapBytes(as: UInt32.self)
            case 8: buffer.swapBytes(as: UInt64.self)
            default: break
            }
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    fileprivate func swapBytes<Number: FixedWidthInteger & BitwiseCopyable>(as type: Number.Type) {
        let width = MemoryLayout<Number>.size
        for offset in stride(from: 0, to: count - count % width, by: width) {
            storeBytes(of: loadUnaligned(fromByteOffset: offset, as: type).byteSwapped, toByteOffset: offset, as: type)
        }
    }
}
