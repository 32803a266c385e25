/// A text with some structure, for character models.
enum SmallText {
    static func bytes(lines: Int = 12) -> [UInt8] {
        Array(String(repeating: "the cat sat on the mat, and the dog sat on the log. ", count: lines).utf8)
    }
}
