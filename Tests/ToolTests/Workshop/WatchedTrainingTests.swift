import Core
import Foundation
import Testing

@Suite("--watch") struct WatchedTrainingTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "plane-train") }

    /// A training that goes on until it is stopped, and the port of its page.
    static func endless(in place: Workplace, _ others: String...) throws -> (tool: RunningTool, port: Int) {
        let tool = try place.start(
            [
                "--task", "spirals", "--epochs", "1000000", "--stop-at", "1", "--restart-after", "40000", "--run",
                "./one",
                "--watch", "--quiet",
            ] + others)
        try #require(tool.reaches { tool.messagesSoFar.contains("/\n") }, "\(tool.messagesSoFar)")
        return (tool, try WatchTests.port(in: tool.messagesSoFar))
    }

    private func isListening(_ port: Int) -> Bool { (try? SmallClient(port: port)) != nil }

    @Test("a training is shown while it goes on; the page hears of its end, and the server ends with it")
    func training() throws {
        let (tool, port) = try Self.endless(in: place, "--json")
        let reader = try SmallClient(port: port)
        reader.ask("/events")
        _ = try reader.text(until: "\"train_loss\"")
        // The surface, which has no picture before the end.
        _ = try reader.text(until: "\"kind\":\"frames\"")
        #expect(!place.exists("one/figures/output.png"))
        // Ctrl-C saves a checkpoint, which the page still shows.
        tool.signal(SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.code == 130 && outcome.output.isEmpty)
        let rest = try reader.text(until: nil)
        #expect(rest.contains("unfinished") && rest.contains("event: end\ndata: The training has ended.\n\n"))
        while isListening(port) { usleep(10_000) }
    }

    @Test("the server ends with a training that is killed")
    func killed() throws {
        let (tool, port) = try Self.endless(in: place)
        #expect(try SmallClient.answer("GET /", port: port).status == 200)
        tool.killAlone()
        while isListening(port) { usleep(10_000) }
        _ = try tool.outcome()
    }

    @Test("a finished training has the same files as one that nobody watches")
    func finished() throws {
        let outcome = try place.succeed("--epochs", "20", "--run", "./one", "--watch", "--quiet")
        #expect(outcome.messages.hasPrefix("watch: http://127.0.0.1:"))
        try place.succeed("--epochs", "20", "--run", "./two", "--quiet")
        #expect(place.names(in: "one") == place.names(in: "two"))
        #expect(try place.bytes("one/model.safetensors") == place.bytes("two/model.safetensors"))
    }

    @Test("a comparison is shown with all of its trainings")
    func comparison() throws {
        let place = try Workplace(tool: "housing-train")
        let tool = try place.start([
            "--compare", "optimizers", "--dataset", "coast", "--rows", "100", "--iterations", "1000000", "--run",
            "./all",
            "--watch", "--quiet",
        ])
        try #require(tool.reaches { tool.messagesSoFar.contains("/\n") }, "\(tool.messagesSoFar)")
        let reader = try SmallClient(port: try WatchTests.port(in: tool.messagesSoFar))
        reader.ask("/events")
        let seen = try reader.text(until: "Comparison of optimizers")
        #expect(seen.contains("housing-train"))
        tool.signal(SIGINT)
        #expect(try tool.outcome().code == 130)
    }

    @Test("where nothing can be watched the tool says so before it trains")
    func refusals() throws {
        // Nothing is stored, so nothing is shown.
        #expect(try !place.succeed("--dry-run", "--watch").messages.contains("watch: "))
        // A copy of the tool without kumiki beside it.
        let binary = try #require(RunningTool.binary("plane-train"))
        let lonely = place.folder.appending(path: "bin/plane-train")
        try FileManager.default.createDirectory(
            at: lonely.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: binary, to: lonely)
        let libraries = binary.deletingLastPathComponent().path
        let line =
            "--version > /dev/null; export PATH=/none LD_LIBRARY_PATH='\(libraries)'; exec '\(lonely.path)' --watch"
        try place.shell(line).expectRefusal(69, "--watch needs the program kumiki")
        // A program of this name that is another one.
        try place.write(Array("#!/bin/sh\necho 'kumiki: no such command' >&2\nexit 64\n".utf8), to: "bin/kumiki")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path("bin/kumiki"))
        try place.shell(line).expectRefusal(69, "--watch: \(place.path("bin/kumiki")): did not say the address")
        #expect(place.names() == ["bin", "runs"] && !place.exists("runs/plane-train/model.safetensors"))
    }
}
