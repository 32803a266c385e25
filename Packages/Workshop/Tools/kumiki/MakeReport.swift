import ArgumentParser
import Core
import Workshop

struct MakeReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write runs as one page, which needs nothing else.",
        discussion: """
            The page has the curves of the runs over each other, the settings that differ, the final numbers with their \
            deviation over seeds, every figure, the exact commands, the data with their digests, and the machine. It \
            is one file for any browser, without a network. Every training leaves such a page of its own beside its \
            figures.

            kumiki report runs/kmnist-train/first runs/kmnist-train/second -o report.html
            kumiki report runs/charrnn
            """)

    @Argument(
        help: ArgumentHelp(
            "Runs, by folder or name; a folder with runs stands for all of them.", valueName: "run"),
        completion: .directory, transform: OptionValue.parser(of: "a run") { $0.isEmpty ? nil : $0 })
    var runs: [String]

    @OptionGroup(title: "Page") var page: ReportOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let chosen = try RunChoice(runs, atMost: RunPage.mostRuns).folders
        try page.check()
        let report = RunPage(chosen, title: page.title)
        for problem in report.problems { console.warning(problem) }
        let bytes = Array(report.html().utf8)
        try AtomicFile.write(bytes, to: page.file)
        try console.result(
            "\(page.file): \(Readable.count(report.runCount, "run")), \(Readable.bytes(bytes.count))")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: "kumiki")
        summary.extra["report"] = .string(page.file)
        summary.extra["bytes"] = .integer(bytes.count)
        summary.extra["runs"] = .array(chosen.map { .string($0.path) })
        summary.extra["problems"] = .array(report.problems.map { .string($0) })
        try console.summary(summary)
    }
}

/// The file of a report, and its title.
struct ReportOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("File to write. (default: report.html)", valueName: "file"), completion: .file(),
        transform: OptionValue.parser(of: "a file") { $0.isEmpty ? nil : $0 })
    var file = "report.html"

    @Option(help: ArgumentHelp("Title of the page. (default: what was trained)", valueName: "text"))
    var title: String?

    /// Checks that no file of another kind would be lost.
    ///
    /// - Throws: `FileError` where there is one.
    func check() throws(FileError) {
        guard let stamp = FileStamp(file), stamp.size > 0 else { return }
        let start = String(decoding: WholeFile.prefix(file, count: 15), as: UTF8.self)
        guard start.lowercased() != "<!doctype html>" else { return }
        throw FileError(.cannotCreateOutput, file, "is there already and is no page", expected: "another file's name")
    }
}
