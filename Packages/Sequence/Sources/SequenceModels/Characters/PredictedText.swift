import Core

/// A text and a model's predictions of it, one line under the other, with a mark under every wrong character.
public struct PredictedText {
    private let predictions: CharacterPredictions
    private let truths: [UInt16]
    private let glyphs: [Glyph]

    /// A symbol as a cell of the two lines.
    private typealias Glyph = (text: String, cells: Int)

    /// The cell of a character without a prediction.
    static let unpredicted = "·"
    private static let titles = ["text", "predicted", "wrong"]

    /// - Parameters:
    ///   - predictions: of this text.
    ///   - text: the whole text, its symbols by number.
    ///   - symbols: the character of each number.
    public init(_ predictions: CharacterPredictions, of text: ArraySlice<UInt16>, symbols: [Unicode.Scalar]) {
        (self.predictions, truths) = (predictions, Array(text))
        glyphs = symbols.map { symbol in
            switch symbol {
            case "\n": return ("↵", 1)
            case "\t": return ("⇥", 1)
            default:
                // A symbol without width would move all following cells.
                let cells = TextWidth.cells(in: String(Character(symbol)))
                return cells == 0 ? ("�", 1) : (String(Character(symbol)), cells)
            }
        }
    }

    /// The first characters in pairs of lines, a third with marks where one is wrong, and an empty one between pairs.
    ///
    /// - Parameters:
    ///   - count: how many characters of the text to show.
    ///   - width: cells of a line, its title included.
    public func lines(first count: Int, width: Int = 80) -> [String] {
        let margin = (Self.titles.map(\.count).max() ?? 0) + 2
        var (lines, rows, used): ([String], [String], Int) = ([], ["", "", ""], 0)
        func flush() {
            guard used > 0 else { return }
            if !lines.isEmpty { lines.append("") }
            for (title, row) in zip(Self.titles, rows) where title != "wrong" || row.contains("^") {
                var line = title + String(repeating: " ", count: margin - title.count) + row
                while line.last == " ", title == "wrong" { line.removeLast() }
                lines.append(line)
            }
            (rows, used) = (["", "", ""], 0)
        }
        for position in truths.indices.prefix(count) {
            let number = position - predictions.first
            let place = number < 0 ? nil : predictions.places[number]
            let (truth, guess) = (
                glyphs[Int(truths[position])], place.map { glyphs[Int($0.predicted)] } ?? (Self.unpredicted, 1)
            )
            let cells = max(truth.cells, guess.1)
            if used + cells > width - margin { flush() }
            let mark = place.map { $0.isRight ? "" : "^" } ?? ""
            for (row, (text, own)) in [truth, guess, (mark, mark.count)].enumerated() {
                rows[row] += text + String(repeating: " ", count: cells - own)
            }
            used += cells
        }
        flush()
        return lines
    }
}
