/// The words for an unknown value in tables.
public enum MissingValue {
    /// In addition to an empty field; case does not matter.
    ///
    /// Source: the words that pandas' `read_csv` takes for NaN by default, and the question mark of the UCI repository.
    public static let words: Set<String> = [
        "nan", "-nan", "na", "n/a", "#n/a", "#na", "<na>", "?", "null", "none", "1.#qnan", "-1.#qnan", "1.#ind",
        "-1.#ind",
    ]

    private static let longest = words.reduce(0) { max($0, $1.utf8.count) }

    /// Whether a field, without blanks around it, is empty or one of the words.
    public static func isMissing(_ field: ArraySlice<UInt8>) -> Bool {
        var rest = field
        while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        guard let first = rest.first else { return true }
        // Most fields are numbers, which begin with a digit.
        guard rest.count <= longest, !(0x32...0x39).contains(first) else { return false }
        return words.contains(String(decoding: rest, as: UTF8.self).lowercased())
    }

    /// Whether a text is empty or one of the words.
    public static func isMissing(_ text: String) -> Bool { isMissing(Array(text.utf8)[...]) }
}
