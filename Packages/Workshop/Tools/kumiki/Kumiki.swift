import ArgumentParser
import Core
import Workshop

/// The process: a tool's name as the first word starts that tool, everything else is a command of `kumiki`.
@main
enum Start {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        if let word = words.first, !word.hasPrefix("-"), !Kumiki.commands.contains(word) {
            let shelf = ToolShelf(in: ToolShelf.folders())
            guard let tool = shelf.tool(word) else { Kumiki.fail(Kumiki.unknown(word, shelf)) }
            Kumiki.fail(ToolShelf.start(tool, Array(words.dropFirst())))
        }
        Kumiki.main()
    }
}

struct Kumiki: Tool {
    static let configuration = CommandConfiguration.tool(
        "kumiki", abstract: "The workshop: its tools, the data sets and runs of this machine.",
        discussion: """
            A tool's name starts that tool: 'kumiki charrnn train' is 'charrnn train'. Programs called kumiki-NAME on \
            the PATH are tools, too.

            kumiki list                 the tools
            kumiki doctor               what this machine has and lacks
            kumiki fetch kmnist         a data set, to where the tools find it
            kumiki runs --sort metric   finished and unfinished trainings
            kumiki report first second  runs as one page
            kumiki watch                the latest run as a page that follows it
            kumiki reproduce --quick    the classic experiments, with their references
            """,
        subcommands: [List.self, Diagnose.self, Runs.self, MakeReport.self, Watch.self, Fetch.self, Reproduce.self])

    /// The first words that start no tool.
    static let commands = configuration.subcommands.map { $0._commandName } + ["help"]

    /// The error of a word that is neither a command nor a tool.
    static func unknown(_ word: String, _ shelf: ToolShelf) -> ToolError {
        if let known = shelf.missing.first(where: { $0.name == word }) {
            return ToolError(
                "\(known.name) is neither beside kumiki nor on the PATH; build it with: swift build --product \(known.name)",
                exitCode: ExitStatus.unavailable)
        }
        return .usage(
            Suggestions.message(
                unknown: word, kind: "command or tool", known: commands + shelf.tools.map(\.command)))
    }
}
