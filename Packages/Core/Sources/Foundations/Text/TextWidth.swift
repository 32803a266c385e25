/// The width of a text in cells of a terminal.
public enum TextWidth {
    /// The width in cells: two for East Asian wide characters such as kana, none for combining marks and controls.
    ///
    /// Unicode Standard Annex #11, East Asian Width.
    public static func cells(in text: String) -> Int {
        text.reduce(0) { $0 + cells(in: $1) }
    }

    /// The beginning of a text that fits into a width.
    public static func prefix(of text: String, cells limit: Int) -> String {
        var (result, width) = ("", 0)
        for character in text {
            width += cells(in: character)
            if width > limit { break }
            result.append(character)
        }
        return result
    }

    /// Spaces around a text, to make it a given width. A longer text does not change.
    public static func padded(_ text: String, to width: Int, alignment: TextTable.Alignment) -> String {
        let space = String(repeating: " ", count: max(0, width - cells(in: text)))
        return alignment == .left ? text + space : space + text
    }

    /// A character's width is that of its first scalar; following marks are drawn above it.
    private static func cells(in character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.value < 0x7F { return scalar.value < 0x20 ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
