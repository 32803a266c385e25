import Foundation
import Testing

/// A command that a document shows in a block of code.
struct ShownCommand: Sendable, CustomTestStringConvertible {
    /// The document, from the repository's root on.
    let document: String
    /// The words of the command, the tool's name first.
    let words: [String]

    var testDescription: String { "\(document): \(words.joined(separator: " "))" }
    var tool: String { words.first ?? "" }
    var arguments: [String] { Array(words.dropFirst()) }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// README.md, the tools' pages, and the lessons, which are the articles of the libraries' documentation catalogs.
    static let documents: [String] = {
        let articles = pages(below: "Packages").filter { $0.contains(".docc/") }
        return ["README.md", "docs/lessons/README.md", "docs/own-models.md"] + pages(below: "docs/tools") + articles
    }()

    private static func pages(below folder: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
            .sorted()
    }

    /// What a document says.
    static func text(of document: String) throws -> String {
        try String(contentsOf: root.appending(path: document), encoding: .utf8)
    }

    /// The different commands of all documents: every line of a block `sh`, and what follows `$ ` in a block `console`.
    static let all: [ShownCommand] = {
        var known: Set<[String]> = []
        return documents.flatMap { document in
            commands(in: (try? text(of: document)) ?? "").map { ShownCommand(document: document, words: $0) }
        }.filter { known.insert($0.words).inserted }
    }()

    /// The words of each command in Markdown.
    static func commands(in markdown: String) -> [[String]] {
        var language: Substring?
        return markdown.split(separator: "\n").flatMap { line -> [[String]] in
            if line.hasPrefix("```") {
                language = language == nil ? line.dropFirst(3) : nil
                return []
            }
            switch language {
            case "sh": return commands(inLine: line)
            case "console" where line.hasPrefix("$ "): return commands(inLine: line.dropFirst(2))
            default: return []
            }
        }
    }

    /// The commands of a line for the shell, without a remark, and without other tools that a pipe leads to.
    private static func commands(inLine line: Substring) -> [[String]] {
        var (commands, word, quote): ([[String]], String?, Character?) = ([[]], nil, nil)
        // A remark follows # or, as in tables, two spaces.
        let end = [" #", "  ", " | "].compactMap { line.range(of: $0)?.lowerBound }.min() ?? line.endIndex
        for character in line[..<end] + " " {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                (quote, word) = (character, word ?? "")
            } else if quote == nil, character == " " {
                if word == "&&" { commands.append([]) } else if let word { commands[commands.count - 1].append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return commands.filter { !$0.isEmpty }.map(withoutLauncher)
    }

    private static let launchers: Set = ["mpirun", "mpirun.mpich", "srun"]

    /// The command that a launcher starts on several ranks.
    private static func withoutLauncher(_ words: [String]) -> [String] {
        guard let first = words.first, launchers.contains(first) else { return words }
        return Array(words.dropFirst().drop { !HelpTests.pages.contains($0) })
    }
}
