import Foundation
import Testing

@testable import Workshop

@Suite("Installed: manual pages and completions") struct PackagingTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let tools = KnownTool.all.map(\.name) + ["kumiki"]

    @Test("a manual page has every command and every option of the help, once for each command", arguments: tools)
    func manual(tool: String) throws {
        let binary = try #require(RunningTool.binary(tool))
        let script = Self.root.appending(path: "Tools/packaging/man-page").path
        let outcome = try Workplace(tool: tool).shell("--version >version; '\(script)' '\(binary.path)' 2026-01-02")
        #expect(outcome.code == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        // As a reader sees it: without the marks of fonts and characters.
        let page = outcome.output.replacing(/\\f[BIR]/, with: "").replacing("\\-", with: "-")
            .replacing("\\(aq", with: "'")
        let lines = page.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix(".TH \"\(tool.uppercased())\" 1 \"2026-01-02\" \"Kumiki ") })
        for heading in [".SH NAME", ".SH \"SYNOPSIS\"", ".SH \"OPTIONS\""] { #expect(lines.contains(heading)) }
        if let purpose = KnownTool.all.first(where: { $0.name == tool })?.purpose {
            #expect(lines.contains("\(tool) - \(purpose)"))
        }
        for name in HelpTests.pages where name == tool || name.hasPrefix("\(tool)+") {
            let command = name.dropFirst(tool.count + 1)
            let heading = ".SH \"\(tool.uppercased()) \(command.uppercased())\""
            if !command.isEmpty { #expect(lines.contains(heading)) }
            // The part of the page from this command's heading to the next one's.
            let start = command.isEmpty ? 0 : (lines.firstIndex(of: heading) ?? 0) + 1
            let part = lines[start...].prefix { !$0.hasPrefix(".SH \"\(tool.uppercased()) ") }
            for term in Self.terms(of: try HelpTests.page(name)) {
                let isOfEvery = !command.isEmpty && ["--version", "-h, --help"].contains(term)
                #expect(part.count { $0 == term } == (isOfEvery ? 0 : 1), "\(name): \(term)")
            }
        }
    }

    /// The options and arguments of a help page, as it writes them: what begins in column 3 and ends before column 27, or
    /// with its line.
    private static func terms(of page: String) -> [String] {
        // An overview may have lines that look like those of options, such as a matrix.
        let lines = page.split(separator: "\n").drop { !$0.hasPrefix("USAGE: ") }
        return lines.compactMap { line in
            guard line.hasPrefix("  -") || line.hasPrefix("  <") else { return nil }
            let letters = Array(line)
            let isAlone = letters.count < 27 || letters[25] != " "
            let term = String(letters[2..<(isAlone ? letters.count : 25)])
            return String(term.reversed().drop { $0 == " " }.reversed())
        }
    }

    @Test(
        "completions are scripts that name the tool's commands and options", arguments: tools, ["bash", "zsh", "fish"])
    func completions(tool: String, shell: String) throws {
        let outcome = try Workplace(tool: tool).run("--generate-completion-script", shell)
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        for name in HelpTests.pages where name.hasPrefix("\(tool)+") {
            #expect(outcome.output.contains(name.dropFirst(tool.count + 1)))
        }
        #expect(outcome.output.contains(tool) && outcome.output.contains("version"))
        guard shell == "bash" else { return }
        let place = try Workplace(tool: tool)
        try place.write(Array(outcome.output.utf8), to: "completions")
        let checked = try place.shell("--version >version; bash -n completions")
        #expect(checked.code == 0 && checked.messages.isEmpty, "\(checked.messages)")
    }

    @Test(
        "what Tools/package and Tools/setup refuse",
        arguments: [
            ("package", ["--onto", "x"], 64), ("package", ["--into"], 64), ("package", ["--into", "/dev/null/x"], 73),
            ("setup", ["--install"], 64), ("setup", ["--into", "x"], 64), ("check-package", ["a", "b"], 64),
        ])
    func refused(script: String, arguments: [String], code: Int32) throws {
        let path = Self.root.appending(path: "Tools/\(script)").path
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        let outcome = try Workplace(tool: "kumiki").shell("--version >version; '\(path)' \(words)")
        #expect(outcome.code == code && outcome.output.isEmpty)
        #expect(outcome.messages.hasPrefix("\(script): ") && outcome.messageLines.count == 1, "\(outcome.messages)")
    }
}
