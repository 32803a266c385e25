// Text from outside, for display on a terminal, in a figure or on a page.

extension Unicode.Scalar {
    /// Whether the character controls a display instead of being visible: C0 and C1 controls, delete, line and
    /// paragraph separators, marks of direction (embeddings, overrides, isolates), and marks without width or glyph.
    ///
    /// Joiners, combining marks and variation selectors are not such characters: many scripts and emoji need them.
    ///
    /// Source: Unicode Standard Annex #9, table 4; Boucher and Anderson, "Trojan Source", 2021.
    public var steersDisplay: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB:
            true
        default: false
        }
    }
}

extension String {
    /// The text with every control character as `\u{..}`, so that it stays one line.
    public var displayed: String {
        guard unicodeScalars.contains(where: \.steersDisplay) else { return self }
        var shown = UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.steersDisplay {
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The lines of a text, each as ``displayed`` except its tabs; CR LF ends a line like LF.
    public var displayedLines: [String] {
        split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).displayed }
                .joined(separator: "\t")
        }
    }
}
