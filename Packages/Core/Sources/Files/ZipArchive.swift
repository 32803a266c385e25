/// A ZIP archive in memory: its directory, and its members on demand.
///
/// Members are stored or deflated. Sizes beyond 32 bits (zip64) are read.
/// Source: PKWARE, "APPNOTE.TXT, .ZIP file format specification", version 6.3.10.
struct ZipArchive: Sendable {
    /// One member, as the central directory describes it.
    struct Member: Equatable, Sendable {
        /// The name in the archive, with its folders; it need not be UTF-8.
        var path: [UInt8]
        var method: UInt16
        var isEncrypted: Bool
        var checksum: UInt32
        var compressedSize: Int
        var size: Int
        var headerOffset: Int

        /// The name as text.
        var name: String { String(decoding: path, as: UTF8.self) }
    }

    /// The members in the directory's order.
    let members: [Member]
    private let bytes: [UInt8]
    private let file: String

    /// Reads the directory of the archive in `bytes`.
    init(_ bytes: [UInt8], file: String) throws(FileError) {
        self.bytes = bytes
        self.file = file
        self.members = try ZipDirectory(bytes, file: file).members()
    }

    /// The decompressed contents of `member`, with its size and checksum checked.
    ///
    /// - Throws: `FileError` if the member is damaged or larger than `limit` bytes.
    func contents(of member: Member, limit: Int) throws(FileError) -> [UInt8] {
        let place = FileError.Place.item(kind: "member", name: member.name)
        guard !member.isEncrypted else { throw FileError(.badData, file, at: place, "is encrypted") }
        guard member.size <= limit else {
            throw FileError(.badData, file, at: place, "\(member.size) bytes, more than the limit of \(limit)")
        }
        var cursor = ByteCursor(bytes, file: file, at: min(member.headerOffset, bytes.count))
        let signature = try cursor.littleEndian(UInt32.self, for: "a member's header")
        guard signature == 0x0403_4B50 else {
            throw FileError(
                .badData, file, at: .byte(member.headerOffset), "signature \(signature.hexadecimal)",
                expected: "0x04034b50, the header of member \(member.name.quoted())")
        }
        _ = try cursor.take(22, for: "a member's header")
        let nameLength = Int(try cursor.littleEndian(UInt16.self, for: "a member's header"))
        let extraLength = Int(try cursor.littleEndian(UInt16.self, for: "a member's header"))
        _ = try cursor.take(nameLength + extraLength, for: "a member's name")
        let start = cursor.offset
        let data = try cursor.take(member.compressedSize, for: "member \(member.name.quoted())")
        let contents: [UInt8]
        switch member.method {
        case 0: contents = [UInt8](data)
        case 8: contents = try inflate(from: start, to: cursor.offset, member, place)
        default:
            throw FileError(
                .badData, file, at: place, "compression method \(member.method)", expected: "0 (stored) or 8 (deflated)"
            )
        }
        guard contents.count == member.size else {
            throw FileError(.badData, file, at: place, "\(contents.count) bytes", expected: "\(member.size)")
        }
        let checksum = Deflate.checksum(contents[...])
        guard checksum == member.checksum else {
            throw FileError(
                .badData, file, at: place, "checksum \(checksum.hexadecimal)", expected: member.checksum.hexadecimal)
        }
        return contents
    }

    private func inflate(
        from start: Int, to end: Int, _ member: Member, _ place: FileError.Place
    ) throws(FileError) -> [UInt8] {
        guard let inflater = try? Inflater(.none) else { throw FileError(.badData, file, "no memory to decompress") }
        var contents: [UInt8] = []
        switch inflater.decompress(bytes, from: start, to: end, into: &contents, limit: member.size) {
        case .complete: return contents
        case .truncated: throw FileError(.badData, file, at: place, "its compressed data ends too early")
        case .damaged(let offset, let message):
            throw FileError(.badData, file, at: .byte(offset), "damaged data of \(place) (\(message))")
        case .tooLarge: throw FileError(.badData, file, at: place, "more bytes than its \(member.size)")
        case .noMemory: throw FileError(.badData, file, "no memory to decompress")
        }
    }
}
