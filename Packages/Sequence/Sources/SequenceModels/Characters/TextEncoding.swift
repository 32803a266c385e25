import Core

/// What a text's first bytes show about its encoding.
enum TextEncoding {
    /// Checks that a file is not in an encoding of two or four bytes per character, whose bytes may be valid UTF-8 by
    /// accident.
    ///
    /// - Throws: `FileError`, with how to convert the file.
    static func refuseWide(_ bytes: [UInt8], of file: String) throws(FileError) {
        guard let name = wide(bytes) else { return }
        throw FileError(
            .badData, file, "is \(name) text", expected: "UTF-8; iconv -f \(name) -t UTF-8 converts it")
    }

    /// By a byte-order mark or, where there is none, by the zeros of letters of the Latin alphabet.
    private static func wide(_ bytes: [UInt8]) -> String? {
        let marks: [([UInt8], String)] = [
            ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE], "UTF-16"),
            ([0xFE, 0xFF], "UTF-16"),
        ]
        if let mark = marks.first(where: { bytes.starts(with: $0.0) }) { return mark.1 }
        let start = bytes.prefix(256)
        let pairs = start.count / 2
        guard pairs > 0 else { return nil }
        let zeros = [0, 1].map { place in (0..<pairs).count { start[2 * $0 + place] == 0 } }
        if 2 * zeros[1] > pairs, zeros[0] == 0 { return "UTF-16LE" }
        return 2 * zeros[0] > pairs && zeros[1] == 0 ? "UTF-16BE" : nil
    }
}
