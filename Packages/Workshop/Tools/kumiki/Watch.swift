import ArgumentParser
import Core
import LiveServer
import Workshop

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show runs as a page that follows their training.",
        discussion: """
            The page is that of 'kumiki report', and stays the same page while the runs grow: zooms and sliders stay as \
            they are. Its address is the first line of the output; Ctrl-C ends the server. It answers this machine \
            alone. From another machine: ssh -L 8080:127.0.0.1:8080 MACHINE, with --port 8080. '--watch' of a tool that \
            trains starts it beside the training.

            kumiki watch
            kumiki watch runs/charrnn --port 8080
            """)

    @Argument(
        help: ArgumentHelp(
            "Runs, by folder or name; a folder with runs stands for all of them. (default: the latest run)",
            valueName: "run"),
        completion: .directory, transform: OptionValue.parser(of: "a run") { $0.isEmpty ? nil : $0 })
    var runs: [String] = []

    @OptionGroup(title: "Server") var server: ServerOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let watched = try WatchedRuns(runs)
        // The processors are for the training.
        _ = setpriority(.init(PRIO_PROCESS.rawValue), 0, 10)
        let page = PageFollower(title: server.title) { watched.folders }
        let live = try LivePageServer(page, port: server.port)
        try say(live.address, watched.folders, console)
        let isInterrupted = server.waitsForInput ? !Self.waitForEndOfInput() : Self.waitForInterruption()
        if !isInterrupted { Self.waitForLocks(of: watched.folders) }
        live.end(saying: isInterrupted ? "The server has ended." : "The training has ended.")
        if isInterrupted { throw Interruption.error() }
    }

    private func say(_ address: String, _ folders: [RunFolder], _ console: Console) throws {
        console.note("watching \(folders.map(\.path).joined(separator: ", ")); Ctrl-C ends")
        guard console.isJSON else { return try console.result(address) }
        var summary = RunSummary(tool: "kumiki")
        summary.extra["address"] = .string(address)
        summary.extra["runs"] = .array(folders.map { .string($0.path) })
        try console.summary(summary)
    }

    /// Returns true after Ctrl-C or `kill`.
    private static func waitForInterruption() -> Bool {
        // A signal ends the wait at once.
        while !Interruption.isRequested { _ = poll(nil, 0, 100) }
        return true
    }

    /// Returns true once standard input has ended, false after `kill`.
    private static func waitForEndOfInput() -> Bool {
        var block = [UInt8](repeating: 0, count: 256)
        while !Interruption.isRequested {
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            if poll(&input, 1, 100) == 1, read(STDIN_FILENO, &block, block.count) <= 0 { return true }
        }
        return false
    }

    /// Waits until nobody trains the runs: a training that ends, also by force, closes our input and gives up its lock one
    /// after the other, and the last page would say that it still runs. Another process may go on with parts of a series.
    private static func waitForLocks(of runs: [RunFolder]) {
        let end = ContinuousClock.now + .seconds(2)
        while runs.contains(where: \.isLocked), ContinuousClock.now < end { _ = poll(nil, 0, 10) }
    }
}

/// The server's options, and the page's title.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Port on this machine; 0 for a free one. (default: 0)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: 65_535))
    var port = 0

    @Option(help: ArgumentHelp("Title of the page. (default: what is trained)", valueName: "text"))
    var title: String?

    @Flag(
        name: .customLong("until-input-ends"),
        help: "End with standard input, as for a training that starts this command.")
    var waitsForInput = false
}
