import Core
import Testing

@Suite("charrnn: forms of texts") struct CharrnnTextFormTests {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private let place: Workplace

    init() throws { place = try Workplace(tool: "charrnn") }

    private func vocabulary(_ run: String) throws -> [Substring] {
        try place.text("\(run)/vocabulary.txt").split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: "\t").dropFirst().first
        }
    }

    @Test("byte-order marks are skipped, in each of several files, with a word; the run resumes without them, too")
    func marks() throws {
        let windows = Array(String(decoding: SmallText.bytes(), as: UTF8.self).replacing(". ", with: ".\r\n").utf8)
        try place.write(Self.mark + windows, to: "one.txt")
        try place.write(Self.mark + windows, to: "two.txt")
        let outcome = try place.succeed(
            "--text", "one.txt", "--text", "two.txt", "--hidden", "4", "--epochs", "1", "--run", "./a")
        #expect(outcome.messages.contains("one.txt, two.txt: the byte-order mark is skipped\n"))
        #expect(
            outcome.messages.contains("one.txt + two.txt: has carriage returns, which are learned like the other"))
        #expect(try !vocabulary("a").contains("U+FEFF"))
        #expect(try vocabulary("a").prefix(2) == ["U+000A", "U+000D"])
        let sample = try place.succeed("sample", "--run", "./a", "--length", "5", "--greedy")
        #expect(sample.output.hasPrefix("t"))
        // The same text without the mark is the same.
        try place.write(windows, to: "one.txt")
        try place.succeed("--resume", "--run", "./a", "--epochs", "2", "--quiet")
        // A mark within a text is a symbol as any other.
        try place.write(windows + Self.mark, to: "inner.txt")
        try place.succeed("--text", "inner.txt", "--hidden", "4", "--epochs", "1", "--run", "./b", "--quiet")
        #expect(try vocabulary("b").last == "U+FEFF")
    }

    @Test("an error's place counts the mark's bytes; a mark alone is an empty text")
    func places() throws {
        try place.write(Self.mark + [0x61, 0xFF], to: "bad.txt")
        try place.run("--text", "bad.txt").expectRefusal(65, "bad.txt: byte 4: is not UTF-8")
        try place.write(Self.mark, to: "mark.txt")
        try place.run("--text", "mark.txt").expectRefusal(65, "mark.txt: the text is empty")
    }

    @Test(
        "texts of two or four bytes a character are refused with the way to convert them",
        arguments: [
            ("UTF-16", { @Sendable in [0xFF, 0xFE] + $0.flatMap { [$0, 0] } }),
            ("UTF-16", { @Sendable in [0xFE, 0xFF] + $0.flatMap { [0, $0] } }),
            ("UTF-16LE", { @Sendable in $0.flatMap { [$0, 0] } }),
            ("UTF-16BE", { @Sendable in $0.flatMap { [0, $0] } }),
            ("UTF-32", { @Sendable in [0xFF, 0xFE, 0, 0] + $0.flatMap { [$0, 0, 0, 0] } }),
            ("UTF-32", { @Sendable in [0, 0, 0xFE, 0xFF] + $0.flatMap { [0, 0, 0, $0] } }),
        ] as [(String, @Sendable ([UInt8]) -> [UInt8])])
    func wide(name: String, encode: @Sendable ([UInt8]) -> [UInt8]) throws {
        try place.write(encode(SmallText.bytes()), to: "wide.txt")
        try place.write(SmallText.bytes(), to: "plain.txt")
        try place.run("--text", "plain.txt", "--text", "wide.txt", "--run", "./a").expectRefusal(
            65, "wide.txt: is \(name) text, expected UTF-8; iconv -f \(name) -t UTF-8 converts it")
        #expect(!place.exists("a"))
    }

    @Test("a text with a zero here and there is a text")
    func zeros() throws {
        try place.write(SmallText.bytes() + [0, 0] + SmallText.bytes(), to: "text.txt")
        try place.succeed("--text", "text.txt", "--hidden", "4", "--epochs", "1", "--run", "./a", "--quiet")
        #expect(try vocabulary("a").first == "U+0000")
    }

    @Test(
        "a text of one symbol is refused at once, and nothing is written",
        arguments: [
            (["aaaaaaaa"], [], "one0.txt: all 8 characters are 'a'"),
            (["\n\n\n"], [], "one0.txt: all 3 characters are '\\n'"),
            (["aAaA", "A"], ["--lowercase"], "one0.txt + one1.txt: all 5 characters are 'a'"),
            (["――――"], ["--validation", "0.5"], "one0.txt: all 4 characters are '―'"),
            (["\u{1B}\u{1B}"], ["--dry-run"], "one0.txt: all 2 characters are '\\u{1B}'"),
        ])
    func single(texts: [String], options: [String], line: String) throws {
        for (number, text) in texts.enumerated() { try place.write(Array(text.utf8), to: "one\(number).txt") }
        let files = texts.indices.flatMap { ["--text", "one\($0).txt"] }
        try place.start(files + options).outcome().expectRefusal(65, line)
        #expect(place.names().allSatisfy { $0.hasPrefix("one") })
    }

    @Test("files of one symbol each, but not the same, are a text")
    func severalSingle() throws {
        try place.write(Array("aaaaaaaa".utf8), to: "a.txt")
        try place.write(Array("bbbbbbbb".utf8), to: "b.txt")
        try place.succeed("--text", "a.txt", "--text", "b.txt", "--hidden", "4", "--epochs", "1", "--quiet")
    }

    @Test("a temperature whose inverse overflows is as greedy as --greedy, in one text and in several")
    func temperature() throws {
        try place.write(SmallText.bytes(), to: "text.txt")
        for mode in [["--hidden", "16"], ["--hidden", "16", "--preset", "windows"]] {
            let run = "./\(mode.count)"
            let trained = try place.start(
                ["--text", "text.txt", "--epochs", "2", "--run", run, "--quiet"] + mode
            ).outcome()
            try #require(trained.code == 0, "\(trained.messages)")
            let greedy = try place.succeed("sample", "--run", run, "--greedy", "--length", "40")
            for number in ["1e-30", "1e-37", "1e-38", "1e-39", "1e-45", "1e-300", "5e-324"] {
                let sample = try place.succeed("sample", "--run", run, "--temp", number, "--length", "40")
                #expect(sample.output == greedy.output, "\(number)")
                let two = try place.succeed(
                    "sample", "--run", run, "--temp", number, "--length", "40", "--samples", "2")
                #expect(two.output == greedy.output + "----\n" + greedy.output, "\(number)")
            }
            for number in ["1e30", "1e300"] {
                try place.succeed("sample", "--run", run, "--temp", number, "--length", "40")
            }
        }
    }
}
