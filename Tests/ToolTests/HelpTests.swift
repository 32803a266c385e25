import Core
import Foundation
import Testing

@Suite("Help") struct HelpTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/help")

    /// The commands that have a page, such as "charrnn+sample".
    static let pages = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

    /// The help page of this name.
    static func page(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name + ".txt"), encoding: .utf8)
    }

    private func help(_ name: String) throws -> Outcome {
        let words = name.split(separator: "+").map(String.init)
        return try Workplace(tool: words[0]).start(words.dropFirst() + ["--help"], environment: ["COLUMNS": "80"])
            .outcome()
    }

    @Test(
        "every page is, to the letter, the one that was read and found good (Tools/update-help-pages)", arguments: pages
    )
    func letters(name: String) throws {
        let outcome = try help(name)
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        #expect(try outcome.output == Self.page(name))
    }

    @Test("no line is wider than 80 columns, and no example is broken", arguments: pages)
    func width(name: String) throws {
        let (text, tool) = (try Self.page(name), name.split(separator: "+")[0])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for line in lines { #expect(TextWidth.cells(in: line) <= 80, "\(line)") }
        // A line of examples begins with a tool's name; what follows it is another example, or nothing.
        for (line, next) in zip(lines, lines.dropFirst())
        where line.hasPrefix("\(tool) ") || line.hasPrefix("gan-grid ") {
            #expect(next.isEmpty || next.hasPrefix("\(tool) ") || next.hasPrefix("gan-grid "), "\(line)\n\(next)")
        }
    }

    @Test("a command's own options have a title that says what they are", arguments: pages)
    func titles(name: String) throws {
        let lines = try Self.page(name).split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "OPTIONS:"))
        let options = lines[(start + 1)...].prefix { !$0.isEmpty }
        let names = options.filter { $0.hasPrefix("  -") }.map { $0.split(separator: " ")[0] }
        #expect(Set(names).isSubset(of: ["--version", "-h,"]), "\(names)")
    }

    @Test("every command has a page", arguments: pages.filter { !$0.contains("+") })
    func complete(tool: String) throws {
        let commands = try Self.page(tool).split(separator: "SUBCOMMANDS:\n").dropFirst().first?.split(separator: "\n")
            .prefix { $0.hasPrefix("  ") && !$0.hasPrefix("  See") }.filter { !$0.hasPrefix("   ") }
            .map { String($0.split(separator: " ")[0]) }
        for command in commands ?? [] { #expect(Self.pages.contains("\(tool)+\(command)")) }
    }

    @Test("defaults are the experiments' own")
    func defaults() throws {
        for (name, words) in [
            ("kmnist-train+train", "(default: 10; dnn 1)"), ("kmnist-train+train", "sgd, momentum 0.5"),
            ("gnn-train+train", "(default: 50; grand 200)"), ("mri-train+train", "(default: adamax; best adamw)"),
        ] {
            let text = try Self.page(name).split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            #expect(text.contains(words), "\(name): \(words)")
        }
    }
}
