import Core
import Foundation
import Testing

@Suite("Text as it is displayed") struct VisibleTextTests {
    @Test(
        "what steers a display becomes an escape",
        arguments: [
            ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("a\nb\r\tc\u{0}", "a\\u{a}b\\u{d}\\u{9}c\\u{0}"),
            ("\u{7F}\u{80}\u{9B}1m\u{9F}", "\\u{7f}\\u{80}\\u{9b}1m\\u{9f}"),
            ("\u{202E}gpj\u{202C}", "\\u{202e}gpj\\u{202c}"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("\u{200E}\u{200F}\u{61C}", "\\u{200e}\\u{200f}\\u{61c}"), ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
            ("\u{FEFF}a\u{200B}", "\\u{feff}a\\u{200b}"),
        ])
    func steering(text: String, shown: String) { #expect(text.displayed == shown) }

    @Test(
        "every other text stays as it is",
        arguments: [
            "", "plain, 'quoted' \\ words", "おきすつな 日本語", "e\u{301} か\u{3099}", "👩\u{200D}🔬 ❤\u{FE0F}",
            "نص عربي، עברית", "ซ\u{200C}x", "x₁ − x² → 98.5 %", "\u{A0}¡ÿ",
        ])
    func plain(text: String) { #expect(Array(text.displayed.utf8) == Array(text.utf8)) }

    @Test("lines stay lines, tabs stay tabs, and CR LF ends a line as LF does")
    func lines() {
        #expect("a\nb\r\n\tc\u{1B}\n".displayedLines == ["a", "b", "\tc\\u{1b}", ""])
        #expect("a\rb".displayedLines == ["a\\u{d}b"])
        #expect("".displayedLines == [""])
    }

    @Test("JSON with such escapes means what it meant")
    func json() throws {
        let text = "a\u{1B}\u{9B}\u{202E}お\u{FEFF}\"\\\n"
        let shown = JSONString.displayed("[" + JSONString.quoted(text) + "]")
        #expect(!shown.unicodeScalars.contains { $0.steersDisplay })
        let decoded = try JSONDecoder().decode([String].self, from: Data(shown.utf8))
        #expect(decoded == [text])
    }
}
