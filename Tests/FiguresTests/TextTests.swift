import Testing

@testable import Figures

@Suite struct TextTests {
    @Test func widthsAddUp() {
        let font = Font(size: 12)
        #expect(font.width(of: "") == 0)
        #expect(font.width(of: "loss") > font.width(of: "los"))
        #expect(abs(Font(size: 24).width(of: "epoch") - 2 * font.width(of: "epoch")) < 0.2)
    }

    @Test func longTextIsShortened() {
        let font = Font(size: 12)
        #expect(font.fitted("short", to: 500) == "short")
        let shortened = font.fitted("a caption far too long for its place", to: 80)
        #expect(shortened.hasSuffix("…") && font.width(of: shortened) <= 80)
        #expect(font.fitted("no room", to: 1) == "")
    }

    @Test func latinTextIsOneRun() {
        #expect(Typeface.canShow("epoch 10, loss 0.25 → x₁ − x²"))
        let runs = Typeface.sans.runs(of: "epoch", in: Font(size: 12))
        #expect(runs.map(\.text) == ["epoch"])
        #expect(runs.map(\.family) == ["DejaVu Sans"])
        #expect(Typeface.sans.runs(of: "", in: Font(size: 12)).isEmpty)
    }

    @Test func whatNoFontShowsIsDrawnAnyway() {
        let unassigned = "\u{10FFFD}"
        #expect(!Typeface.canShow("a\(unassigned)"))
        let runs = Typeface.sans.runs(of: "a\(unassigned)b", in: Font(size: 12))
        #expect(runs.map(\.text).joined() == "a\(unassigned)b")
    }

    @Test(.enabled(if: Typeface.canShow("おきすつなはまやれを"), "needs a font with kana"))
    func kanaComeFromAnotherFont() {
        let runs = Typeface.sans.runs(of: "お→は 0.93", in: Font(size: 12))
        #expect(runs.map(\.text).joined() == "お→は 0.93")
        #expect(runs.count >= 3)
        #expect(runs.first?.family != "DejaVu Sans")
        #expect(runs.last?.family == "DejaVu Sans")
    }

    @Test func controlCharactersBecomeSpaces() {
        #expect(Typeface.printable("a\nb\u{0}c") == "a b c")
        #expect(Typeface.printable("a\u{9B}1m\u{202E}b\u{2066}\u{2028}\u{7F}") == "a 1m b   ")
        for text in ["おきす", "e\u{301}", "👩\u{200D}🔬"] { #expect(Typeface.printable(text) == text) }
    }

    @Test func titlesAndDescriptionsOfSVGHaveNoneEither() {
        #expect(SVGDocument.escaped("a\u{1B}<\u{202E}b\u{85}&\u{FFFE}c") == "a &lt; b &amp; c")
    }
}
