import Core

/// The words of a text's lines, between blanks and tabs; comments and empty lines are left out.
enum LineWords {
    /// The beginning of a comment.
    static let marks: Set<UInt8> = [UInt8(ascii: "#"), UInt8(ascii: "%")]

    /// - Throws: `FileError` where the file cannot be read or is not UTF-8.
    static func read(_ file: String) throws(FileError) -> [(number: Int, words: [String])] {
        var bytes = try Gzip.read(file)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var lines: [(number: Int, words: [String])] = []
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            guard let first = words.first?.first, !marks.contains(first) else { continue }
            var texts: [String] = []
            for word in words {
                guard let text = String(validating: word, as: UTF8.self) else {
                    throw FileError(.badData, file, at: .line(number + 1), "text that is not UTF-8")
                }
                texts.append(text)
            }
            lines.append((number + 1, texts))
        }
        return lines
    }
}
