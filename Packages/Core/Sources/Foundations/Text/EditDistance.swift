/// The number of typing errors between two words.
enum EditDistance {
    /// The Damerau–Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions,
    /// substitutions, and swaps of neighbors, none of them edited twice.
    ///
    /// F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7 (1964).
    static func between(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first), Array(second))
        // Three rows of the table are enough, because a swap looks two rows back.
        var before = [Int](repeating: 0, count: b.count + 1)
        var above = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var smallest = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { smallest = min(smallest, before[j - 1] + 1) }
                row.append(smallest)
            }
            (before, above) = (above, row)
        }
        return above[b.count]
    }
}
