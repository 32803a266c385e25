/// Makes a ZIP archive of stored members, all dated 1 January 1980, so that equal contents give equal archives.
///
/// Source: PKWARE, "APPNOTE.TXT, .ZIP file format specification", version 6.3.10.
struct ZipWriter {
    private var output: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0
    /// Numbers from here on are written in zip64 fields; tests lower it.
    private let wideFrom: Int

    init(wideFrom: Int = Int(UInt32.max)) {
        self.wideFrom = wideFrom
    }

    /// Adds a member.
    mutating func add(_ name: String, _ contents: [UInt8]) {
        let checksum = Deflate.checksum(contents[...])
        let offset = output.count
        let isWide = contents.count >= wideFrom
        let sizes = isWide ? [contents.count, contents.count] : []
        let size = isWide ? UInt32.max : UInt32(contents.count)

        output.append(littleEndian: UInt32(0x0403_4B50))
        appendCommon(to: &output, isWide: isWide, checksum, size, name, extra: sizes)
        output += Array(name.utf8)
        appendExtra(sizes, to: &output)
        output += contents

        let offsets = offset >= wideFrom ? [offset] : []
        directory.append(littleEndian: UInt32(0x0201_4B50))
        directory.append(littleEndian: UInt16(isWide || offset >= wideFrom ? 45 : 20))
        appendCommon(to: &directory, isWide: isWide || offset >= wideFrom, checksum, size, name, extra: sizes + offsets)
        directory += [UInt8](repeating: 0, count: 10)  // no comment, first disk, no attributes
        directory.append(littleEndian: offset >= wideFrom ? UInt32.max : UInt32(offset))
        directory += Array(name.utf8)
        appendExtra(sizes + offsets, to: &directory)
        count += 1
    }

    /// The archive with all members added so far.
    func finished() -> [UInt8] {
        var output = self.output
        let start = output.count
        output += directory
        if count >= min(wideFrom, Int(UInt16.max)) || start >= wideFrom || directory.count >= wideFrom {
            let end = output.count
            output.append(littleEndian: UInt32(0x0606_4B50))
            output.append(littleEndian: UInt64(44))
            output.append(littleEndian: UInt32(45 | 45 << 16))
            output.append(littleEndian: UInt64(0))
            for number in [count, count, directory.count, start] { output.append(littleEndian: UInt64(number)) }
            output.append(littleEndian: UInt32(0x0706_4B50))
            output.append(littleEndian: UInt32(0))
            output.append(littleEndian: UInt64(end))
            output.append(littleEndian: UInt32(1))
        }
        output.append(littleEndian: UInt32(0x0605_4B50))
        output.append(littleEndian: UInt32(0))
        let shortCount = count >= min(wideFrom, Int(UInt16.max)) ? UInt16.max : UInt16(count)
        output.append(littleEndian: shortCount)
        output.append(littleEndian: shortCount)
        output.append(littleEndian: directory.count >= wideFrom ? UInt32.max : UInt32(directory.count))
        output.append(littleEndian: start >= wideFrom ? UInt32.max : UInt32(start))
        output.append(littleEndian: UInt16(0))
        return output
    }

    /// The common part of the local header and the directory's entry: from the version to the lengths.
    private func appendCommon(
        to bytes: inout [UInt8], isWide: Bool, _ checksum: UInt32, _ size: UInt32, _ name: String, extra: [Int]
    ) {
        bytes.append(littleEndian: UInt16(isWide ? 45 : 20))
        bytes.append(littleEndian: UInt16(0x0800))  // the name is UTF-8
        bytes.append(littleEndian: UInt16(0))  // stored
        bytes.append(littleEndian: UInt16(0))  // midnight
        bytes.append(littleEndian: UInt16(1 << 5 | 1))  // 1 January 1980
        bytes.append(littleEndian: checksum)
        bytes.append(littleEndian: size)
        bytes.append(littleEndian: size)
        bytes.append(littleEndian: UInt16(name.utf8.count))
        bytes.append(littleEndian: UInt16(extra.isEmpty ? 0 : 4 + 8 * extra.count))
    }

    private func appendExtra(_ numbers: [Int], to bytes: inout [UInt8]) {
        guard !numbers.isEmpty else { return }
        bytes.append(littleEndian: UInt16(1))
        bytes.append(littleEndian: UInt16(8 * numbers.count))
        for number in numbers { bytes.append(littleEndian: UInt64(number)) }
    }
}
