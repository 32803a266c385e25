import ArgumentParser
import Core
import Workshop

struct Diagnose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Show what this machine has and lacks, and what to do.",
        discussion: """
            Looks at the engine, threads and what limits them, memory, energy counters, fonts, the cache folder and data \
            sets. 'missing' is a data set that can be fetched, 'warning' is a problem.

            kumiki doctor
            kumiki doctor --json | jq '.findings[] | select(.state != "ok")'
            """)

    @OptionGroup(title: "Data") var options: FolderOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let findings = Doctor(options.data, catalog: try Catalog.builtIn()).findings
        let width = findings.map { TextWidth.cells(in: $0.subject) }.max() ?? 0
        for finding in findings {
            let subject = TextWidth.padded(finding.subject, to: width, alignment: .left)
            let state = TextWidth.padded(finding.state.rawValue, to: 7, alignment: .left)
            try console.result("\(subject)  \(state)  \(finding.text)")
            if let remedy = finding.remedy {
                try console.result(String(repeating: " ", count: width + 11) + "→ \(remedy)")
            }
        }
        guard console.isJSON else { return }
        var summary = RunSummary(tool: "kumiki")
        summary.extra["warnings"] = .integer(findings.count { $0.state == .warning })
        summary.extra["findings"] = .array(findings.map(\.json))
        try console.summary(summary)
    }
}

/// `--data`, of the commands that look for data sets.
struct FolderOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder to look in, before $KUMIKI_DATA and the user's cache folder.", valueName: "folder"),
        completion: .directory)
    var data: String?
}
