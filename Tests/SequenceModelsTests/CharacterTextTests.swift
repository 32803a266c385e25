import Core
import Foundation
import SequenceModels
import Testing

@Suite("Texts as symbols") struct CharacterTextTests {
    /// A file with these bytes in a folder of its own.
    private func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(component: "kumiki-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(component: "text.txt")
        try Data(bytes).write(to: file)
        return try body(file.path)
    }

    private func read(_ bytes: [UInt8], lowercasing: Bool = false) throws -> CharacterText {
        try withFile(bytes) { try CharacterText(files: [$0], lowercasing: lowercasing) }
    }

    private func string(_ text: CharacterText) -> String {
        String(String.UnicodeScalarView(text.symbols.map { text.vocabulary.symbols[Int($0)] }))
    }

    @Test("a text comes back from its symbols, scalar by scalar")
    func roundTrip() throws {
        // A combining accent and a carriage return are characters of their own.
        let source = "a\r\nb \u{1F600} e\u{301} \u{10FFFF}\u{0}"
        let text = try read(Array(source.utf8))
        #expect(Array(string(text).unicodeScalars) == Array(source.unicodeScalars))
        #expect(text.vocabulary.symbols == Set(source.unicodeScalars).sorted())
    }

    @Test("lower case may be longer than upper case")
    func lowercasing() throws {
        #expect(string(try read(Array("AbÉİ".utf8), lowercasing: true)) == "abéi\u{307}")
    }

    @Test("several files are one text")
    func files() throws {
        let text = try withFile(Array("ab".utf8)) { try CharacterText(files: [$0, $0], lowercasing: false) }
        #expect(text.symbols == [0, 1, 0, 1])
    }

    @Test(
        "bytes that are not UTF-8 are refused with their place",
        arguments: [
            ([0x61, 0xFF], 1), ([0x61, 0x62, 0xC0, 0x80], 2), ([0xE0, 0x80, 0x80], 0), ([0xED, 0xA0, 0x80], 0),
            ([0x61, 0xE2, 0x82], 1), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xF0, 0x80, 0x80, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0x80], 0), ([0xC3, 0x28], 0),
        ] as [([UInt8], Int)])
    func invalid(_ bytes: [UInt8], _ place: Int) throws {
        let error = #expect(throws: FileError.self) { try read(bytes) }
        #expect(error?.place == .byte(place))
        #expect(error?.kind == .badData)
    }

    @Test("random bytes are read as Swift reads them, or refused")
    func randomBytes() throws {
        var random = RandomStream(seed: 1, name: StreamName("utf8"))
        for _ in 0..<300 {
            let pool: [UInt8] = [0x41, 0x7F, 0x80, 0xBF, 0xC2, 0xE0, 0xA0, 0xED, 0xEF, 0xF0, 0x90, 0xF4, 0x8F]
            let bytes = (0..<6).map { _ in pool[Int(random.below(UInt64(pool.count)))] }
            let expected = String(validating: bytes, as: UTF8.self)
            let found = try? read(bytes)
            #expect(found.map(string) == (expected.flatMap { $0.unicodeScalars.count < 2 ? nil : $0 }))
        }
    }

    @Test("texts without a next character are refused")
    func short() {
        #expect(throws: CharacterText.Problem.tooShort("text.txt", characters: 0)) { try read([]) }
        #expect(throws: CharacterText.Problem.tooShort("text.txt", characters: 1)) { try read([0x61]) }
        #expect(throws: CharacterText.Problem.unknown("z")) {
            try CharacterText.symbols(of: "az", in: Vocabulary("abc".unicodeScalars))
        }
    }

    @Test("the soliloquy has 866 characters of 32 symbols")
    func hamlet() throws {
        let text = try CharacterText(HamletSoliloquy.text, name: "Hamlet")
        #expect(text.symbols.count == 866)
        #expect(text.vocabulary.count == 32)
        #expect(HamletSoliloquy.text.hasSuffix("might his quietus make"))
    }
}
