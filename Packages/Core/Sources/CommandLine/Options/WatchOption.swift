import ArgumentParser
import Foundations
import Training

/// Whether a run can be watched while it trains, in every tool that trains.
public struct WatchOption: ParsableArguments {
    /// Whether a server shows it.
    @Flag(
        name: .customLong("watch"),
        help: "Show the run as a live page while it trains: starts 'kumiki watch' and says the address.")
    public var isOn = false

    public init() {}

    /// Checks before anything is read or written that a run can be watched.
    ///
    /// - Throws: `ToolError` (69) where the program `kumiki` is not found.
    public func check() throws(ToolError) {
        if isOn { _ = try PageServer.program() }
    }

    /// Does something while a run is shown, where `--watch` asks for it, and says where the page is.
    ///
    /// - Parameters:
    ///   - run: the run, whose folder exists and is locked.
    ///   - console: for the address.
    ///   - body: what is done.
    /// - Throws: `ToolError` (69) where the server cannot be started, and what `body` throws.
    public func showing(_ run: RunFolder, _ console: Console, _ body: () throws -> Void) throws {
        guard isOn, Ranks.isFirst else { return try body() }
        let server = try PageServer(PageServer.program(), showing: run)
        console.announce("watch: \(server.address)")
        try withExtendedLifetime(server, body)
    }
}
