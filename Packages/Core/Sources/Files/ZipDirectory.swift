/// Finds and reads the central directory at the end of a ZIP archive.
struct ZipDirectory {
    private let bytes: [UInt8]
    private let file: String
    private let count: Int
    private let size: Int
    private let offset: Int

    /// Finds the end record, and the zip64 end record if there is one.
    init(_ bytes: [UInt8], file: String) throws(FileError) {
        self.bytes = bytes
        self.file = file
        guard let end = ZipDirectory.endRecord(in: bytes) else {
            throw FileError(
                .badData, file, "not a complete ZIP archive", expected: "an end record (0x06054b50) at its end")
        }
        var cursor = ByteCursor(bytes, file: file, at: end + 10)
        let shortCount = try cursor.littleEndian(UInt16.self, for: "the end record")
        let shortSize = try cursor.littleEndian(UInt32.self, for: "the end record")
        let shortOffset = try cursor.littleEndian(UInt32.self, for: "the end record")
        var counts = (UInt64(shortCount), UInt64(shortSize), UInt64(shortOffset))
        if shortCount == .max || shortSize == .max || shortOffset == .max,
            let wide = try ZipDirectory.wideEndRecord(before: end, bytes, file)
        {
            counts = wide
        }
        guard counts.1 <= UInt64(end), counts.2 <= UInt64(end) - counts.1, counts.0 <= counts.1 / 46 else {
            throw FileError(
                .badData, file, at: .byte(end),
                "a directory of \(counts.0) members in \(counts.1) bytes at byte \(counts.2)",
                expected: "a directory before this record")
        }
        (count, size, offset) = (Int(counts.0), Int(counts.1), Int(counts.2))
    }

    /// All members, in the directory's order.
    func members() throws(FileError) -> [ZipArchive.Member] {
        var cursor = ByteCursor(bytes, file: file, at: offset)
        var members: [ZipArchive.Member] = []
        for _ in 0..<count { members.append(try member(&cursor)) }
        return members
    }

    private func member(_ cursor: inout ByteCursor) throws(FileError) -> ZipArchive.Member {
        let what = "the directory"
        let start = cursor.offset
        let signature = try cursor.littleEndian(UInt32.self, for: what)
        guard signature == 0x0201_4B50 else {
            throw FileError(
                .badData, file, at: .byte(start), "signature \(signature.hexadecimal)",
                expected: "0x02014b50, an entry of the directory")
        }
        _ = try cursor.take(4, for: what)
        let flags = try cursor.littleEndian(UInt16.self, for: what)
        let method = try cursor.littleEndian(UInt16.self, for: what)
        _ = try cursor.take(4, for: what)
        let checksum = try cursor.littleEndian(UInt32.self, for: what)
        let compressedSize = try cursor.littleEndian(UInt32.self, for: what)
        let size = try cursor.littleEndian(UInt32.self, for: what)
        let nameLength = Int(try cursor.littleEndian(UInt16.self, for: what))
        let extraLength = Int(try cursor.littleEndian(UInt16.self, for: what))
        let commentLength = Int(try cursor.littleEndian(UInt16.self, for: what))
        _ = try cursor.take(8, for: what)
        let headerOffset = try cursor.littleEndian(UInt32.self, for: what)
        let path = [UInt8](try cursor.take(nameLength, for: what))
        var wide = wideNumbers(try cursor.take(extraLength, for: what))
        _ = try cursor.take(commentLength, for: what)
        // A field of all ones means that the number is in the zip64 field, in this order.
        var numbers: [Int] = []
        for short in [size, compressedSize, headerOffset] {
            let number = short == .max && !wide.isEmpty ? wide.removeFirst() : UInt64(short)
            guard number <= UInt64(Int.max) else {
                throw FileError(.badData, file, at: .byte(start), "a size of \(number)", expected: "at most \(Int.max)")
            }
            numbers.append(Int(number))
        }
        return ZipArchive.Member(
            path: path, method: method, isEncrypted: flags & 1 == 1, checksum: checksum, compressedSize: numbers[1],
            size: numbers[0], headerOffset: numbers[2])
    }

    /// The 64-bit numbers of the zip64 field (0x0001) among a member's extra fields.
    private func wideNumbers(_ extra: ArraySlice<UInt8>) -> [UInt64] {
        var cursor = ByteCursor([UInt8](extra), file: file)
        while let tag = try? cursor.littleEndian(UInt16.self, for: ""),
            let length = try? cursor.littleEndian(UInt16.self, for: ""),
            let field = try? cursor.take(Int(length), for: "")
        {
            guard tag == 1 else { continue }
            var numbers = ByteCursor([UInt8](field), file: file)
            var result: [UInt64] = []
            while let number = try? numbers.littleEndian(UInt64.self, for: "") { result.append(number) }
            return result
        }
        return []
    }

    /// The offset of the end record, which a comment of up to 65,535 bytes may follow.
    private static func endRecord(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        for start in stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 65_535), by: -1)
        where bytes[start] == 0x50 && bytes[start...].starts(with: [0x50, 0x4B, 5, 6]) {
            let comment = Int(bytes[start + 20]) | Int(bytes[start + 21]) << 8
            if start + 22 + comment == bytes.count { return start }
        }
        return nil
    }

    /// Count, size and offset of the directory from the zip64 end record, to which a locator before `end` points.
    private static func wideEndRecord(
        before end: Int, _ bytes: [UInt8], _ file: String
    ) throws(FileError) -> (UInt64, UInt64, UInt64)? {
        guard end >= 20, bytes[(end - 20)...].starts(with: [0x50, 0x4B, 6, 7]) else { return nil }
        var locator = ByteCursor(bytes, file: file, at: end - 12)
        let position = try locator.littleEndian(UInt64.self, for: "the zip64 locator")
        guard position <= UInt64(end), bytes[Int(position)...].starts(with: [0x50, 0x4B, 6, 6]) else {
            throw FileError(
                .badData, file, at: .byte(end - 12), "no zip64 end record at byte \(position)", expected: "one there")
        }
        var cursor = ByteCursor(bytes, file: file, at: Int(position))
        _ = try cursor.take(32, for: "the zip64 end record")
        return (
            try cursor.littleEndian(UInt64.self, for: "the zip64 end record"),
            try cursor.littleEndian(UInt64.self, for: "the zip64 end record"),
            try cursor.littleEndian(UInt64.self, for: "the zip64 end record")
        )
    }
}
