import ArgumentParser
import Core
import FoundationEssentials
import Workshop

struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Get data sets, verified, to where the tools find them.",
        discussion: """
            \(known)

            Files are verified by their digests before they get their names. What an interruption leaves is continued, \
            and what is here is not moved again. Proxies are those of https_proxy and no_proxy.

            kumiki fetch mnist kmnist
            kumiki fetch emnist --dry-run
            kumiki fetch mnist --from ~/Downloads
            """)

    /// The names of the built-in list, for the help.
    private static var known: String {
        let names = (try? Catalog.builtIn())?.entries.map(\.name) ?? []
        return "Data sets: " + names.joined(separator: ", ") + "."
    }

    @Argument(help: ArgumentHelp("Data sets.", valueName: "name"))
    var names: [String]

    @OptionGroup(title: "Data") var options: FetchOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let catalog =
            try options.catalog.map { path throws(FileError) in try Catalog(reading: path) } ?? Catalog.builtIn()
        var entries: [Catalog.Entry] = []
        for name in names where !entries.contains(where: { $0.name == name }) {
            entries.append(try catalog.entry(name))
        }
        let root = try options.root()
        Interruption.install()
        let progress = FetchProgress(console)
        let fetcher = Fetcher(
            into: root, by: CurlTransport(patience: options.timeout), continuedBy: resumeCommand, report: progress.show)
        if options.dryRun { return try plan(entries, fetcher, console) }
        var rows: [JSONValue] = []
        if !options.from.isEmpty {
            let count = try fetcher.adopt(options.from, for: entries)
            console.note("\(Readable.count(count, "file")) taken")
        }
        for entry in entries {
            var moved = 0
            if options.from.isEmpty {
                moved = try fetcher.fetch(entry)
                console.clearLiveLine()
            } else if let missing = try fetcher.need(of: entry).files.first {
                throw ToolError.noInput("\(entry.name) still lacks \(missing.name); give it with --from, too")
            }
            let folder = fetcher.folder(of: entry)
            let how = moved > 0 ? "\(Readable.bytes(moved)) moved" : "nothing to move"
            try console.result("\(entry.name): in \(folder), \(how); license: \(entry.license)")
            if let use = entry.use { console.note("use it with: \(command(use, in: folder))") }
            rows.append(row(entry, folder, ["moved_bytes": .integer(moved)]))
        }
        try finish(rows, console)
    }

    /// The command that continues after Ctrl-C.
    private var resumeCommand: String {
        let chosen = [("--data", options.data), ("--catalog", options.catalog)].compactMap { name, value in
            value.map { "\(name) \(ShellWord.quoted($0))" }
        }
        return (["kumiki fetch"] + names + chosen).joined(separator: " ")
    }

    /// The command that uses a set, with the folder where it is not the usual one.
    private func command(_ use: String, in folder: String) -> String {
        let place = options.data.map { " --data \(ShellWord.quoted($0))" } ?? ""
        return use.contains("{folder}") ? use.replacing("{folder}", with: ShellWord.quoted(folder)) : use + place
    }

    private func row(_ entry: Catalog.Entry, _ folder: String, _ own: JSONObject) -> JSONValue {
        var object: JSONObject = [
            "name": .string(entry.name), "folder": .string(folder), "license": .string(entry.license),
            "home": .string(entry.home), "bytes": .integer(entry.bytes),
        ]
        for member in own.members { object[member.key] = member.value }
        return .object(object)
    }

    /// What would be moved.
    private func plan(_ entries: [Catalog.Entry], _ fetcher: Fetcher, _ console: Console) throws {
        var table = TextTable([.left("data set"), .right("files"), .right("size"), .right("to move"), .left("license")])
        var (rows, total): ([JSONValue], Int) = ([], 0)
        for entry in entries {
            let need = try fetcher.need(of: entry)
            total += need.bytes
            table.add([
                entry.name, Readable.count(entry.files.count), entry.size, Readable.bytes(need.bytes), entry.license,
            ])
            rows.append(
                row(
                    entry, fetcher.folder(of: entry),
                    [
                        "files_to_move": .integer(need.files.count), "bytes_to_move": .integer(need.bytes),
                    ]))
        }
        try console.result(table)
        for entry in entries { try console.result("\(entry.name) comes from \(entry.home)") }
        try console.result("\(Readable.bytes(total)) would be moved to \(fetcher.root)")
        try finish(rows, console)
    }

    private func finish(_ rows: [JSONValue], _ console: Console) throws {
        guard console.isJSON else { return }
        var summary = RunSummary(tool: "kumiki")
        summary.extra["sets"] = .array(rows)
        try console.summary(summary)
    }
}

/// The options of `kumiki fetch`.
struct FetchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Data folder, in which each set gets its folder. (default: the user's cache folder, where tools look)",
            valueName: "folder"), completion: .directory,
        transform: OptionValue.parser(of: "a folder") { $0.isEmpty ? nil : $0 })
    var data: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Files got by hand, or folders with them, instead of a download.", valueName: "file|folder"),
        completion: .file())
    var from: [String] = []

    @Option(
        help: ArgumentHelp(
            "List of data sets instead of the built-in one, in the form of datasets.json.", valueName: "file"),
        completion: .file())
    var catalog: String?

    @Option(
        help: ArgumentHelp(
            "Seconds without a byte after which a connection counts as broken. (default: 30)", valueName: "seconds"),
        transform: OptionValue.wholeNumber(atMost: 86_400))
    var timeout = 30

    @Flag(help: "Print sizes and licenses, and move nothing.")
    var dryRun = false

    /// The data folder.
    func root() throws(ToolError) -> String {
        if let data { return data }
        guard let cache = CacheFolder.path(ProcessInfo.processInfo.environment) else {
            throw .usage("neither HOME nor XDG_CACHE_HOME is set: name a folder with --data")
        }
        return cache + "/kumiki"
    }
}

/// Progress on standard error: a live line on a terminal, elsewhere a line for each attempt.
private final class FetchProgress {
    private let console: Console
    private var start = ContinuousClock.now
    private var atStart = 0
    private var shown = ContinuousClock.now

    init(_ console: Console) { self.console = console }

    func show(_ progress: Fetcher.Progress) {
        let name = "\(progress.entry): \(progress.file)"
        if progress.isStart {
            (start, atStart) = (.now, progress.done)
            let size = progress.total.map { Readable.bytes($0) }
            let rest = progress.done > 0 ? ", from \(Readable.bytes(progress.done)) on" : ""
            console.note("\(name)\(size.map { ", \($0)" } ?? "")\(rest), from \(progress.address)")
            return
        }
        guard console.isInteractive, ContinuousClock.now - shown > .milliseconds(100) else { return }
        shown = .now
        let seconds = (shown - start) / .seconds(1)
        let rate = seconds > 0.2 ? Double(progress.done - atStart) / seconds : 0
        var line = name
        if let total = progress.total, total > 0 {
            line +=
                "  \(Readable.percent(Double(progress.done) / Double(total), places: 0)) of \(Readable.bytes(total))"
        } else {
            line += "  \(Readable.bytes(progress.done))"
        }
        if rate > 0 {
            line += "  \(Readable.bytes(Int(rate)))/s"
            if let total = progress.total {
                line += "  \(Readable.duration(Double(total - progress.done) / rate)) left"
            }
        }
        console.progress(line)
    }
}
