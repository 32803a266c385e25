import CCairo

/// A list of font families that replace each other, character by character.
///
/// Cairo's plain text interface takes one family and draws a box for missing characters. So a text is split into
/// runs, and each run is drawn in the first family that can show it.
public struct Typeface: Sendable {
    let families: [String]

    /// DejaVu Sans, then families with Japanese kana; `fonts-motoya-l-cedar` is Debian's smallest.
    static let sans = Typeface(families: [
        "DejaVu Sans", "MotoyaLCedar", "IPAexGothic", "IPAGothic", "Noto Sans CJK JP", "VL Gothic", "TakaoPGothic",
        "Droid Sans Fallback",
    ])

    /// Whether the fonts of this machine have a glyph for every character of `text`.
    public static func canShow(_ text: String) -> Bool {
        let font = Font(size: 12)
        return text.allSatisfy { character in
            sans.families.contains { Typeface.shows(String(character), family: $0, font: font) }
        }
    }

    /// A run of text in one family.
    struct Run: Equatable {
        let family: String
        let text: String
        /// The advance, in points.
        let width: Double
    }

    /// `text` in runs, each in the first family that shows it, or in the first of all where none does.
    func runs(of text: String, in font: Font) -> [Run] {
        guard let first = families.first, !text.isEmpty else { return [] }
        if Typeface.shows(text, family: first, font: font) {
            return [Run(family: first, text: text, width: Typeface.advance(text, family: first, font: font))]
        }
        var stretches: [(family: String, text: String)] = []
        for character in text {
            let letter = String(character)
            let family = families.first { Typeface.shows(letter, family: $0, font: font) } ?? first
            if let last = stretches.last, last.family == family {
                stretches[stretches.count - 1].text.append(character)
            } else {
                stretches.append((family, letter))
            }
        }
        return stretches.map {
            Run(family: $0.family, text: $0.text, width: Typeface.advance($0.text, family: $0.family, font: font))
        }
    }

    /// `text` with control characters, which no font shows, replaced by spaces.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.steersDisplay) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.steersDisplay ? " " : $0 }))
    }

    /// Gray antialiasing without hinting: a text has the same proportions at every scale.
    static func configure(_ options: OpaquePointer?) {
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    }

    /// Whether the family has a glyph, one other than number 0, for all of `text`.
    private static func shows(_ text: String, family: String, font: Font) -> Bool {
        withScaledFont(family, font) { scaled in
            var glyphs: UnsafeMutablePointer<cairo_glyph_t>?
            var count: Int32 = 0
            let status = cairo_scaled_font_text_to_glyphs(
                scaled, 0, 0, text, Int32(text.utf8.count), &glyphs, &count, nil, nil, nil)
            defer { cairo_glyph_free(glyphs) }
            guard status == CAIRO_STATUS_SUCCESS else { return false }
            return UnsafeBufferPointer(start: glyphs, count: Int(count)).allSatisfy { $0.index != 0 }
        }
    }

    private static func advance(_ text: String, family: String, font: Font) -> Double {
        withScaledFont(family, font) { scaled in
            var extents = cairo_text_extents_t()
            cairo_scaled_font_text_extents(scaled, text, &extents)
            return extents.x_advance
        }
    }

    /// Cairo keeps recently used fonts, so a repeated request is cheap.
    private static func withScaledFont<Result>(
        _ family: String, _ font: Font, _ body: (OpaquePointer?) -> Result
    ) -> Result {
        _ = InstalledFonts.areAvailable
        let face = cairo_toy_font_face_create(family, CAIRO_FONT_SLANT_NORMAL, font.weight.cairo)
        defer { cairo_font_face_destroy(face) }
        let options = cairo_font_options_create()
        configure(options)
        defer { cairo_font_options_destroy(options) }
        var size = cairo_matrix_t()
        cairo_matrix_init_scale(&size, font.size, font.size)
        var identity = cairo_matrix_t()
        cairo_matrix_init_identity(&identity)
        let scaled = cairo_scaled_font_create(face, &size, &identity, options)
        defer { cairo_scaled_font_destroy(scaled) }
        return body(scaled)
    }
}
