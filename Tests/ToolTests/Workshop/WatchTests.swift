import Core
import Foundation
import Testing

@Suite("kumiki watch") struct WatchTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "kumiki") }

    private func writeRun(_ name: String, losses: [Double] = [2, 1]) throws {
        let text =
            #"{"format":2,"tool":"a","version":"9","experiment":{"model":"lin","dataset":"strokes","recipe":{"learningRate":0.1}}}"#
        try place.write(Array(text.utf8), to: "\(name)/config.json")
        try writeLosses(losses, of: name)
    }

    private func writeLosses(_ losses: [Double], of name: String) throws {
        let rows = losses.enumerated().map { "\($0.offset + 1),\($0.element)\n" }
        try AtomicFile.write(Array(("epoch,train_loss\n" + rows.joined()).utf8), to: place.path("\(name)/metrics.csv"))
    }

    /// A server that has said its address.
    private func watch(_ arguments: String...) throws -> (tool: RunningTool, port: Int) {
        let tool = try place.start(["watch"] + arguments)
        try #require(tool.reaches { tool.outputSoFar.hasSuffix("\n") }, "\(tool.messagesSoFar)")
        return (tool, try Self.port(in: tool.outputSoFar))
    }

    /// The port of the first address in a text.
    static func port(in text: String) throws -> Int {
        let match = try #require(text.firstMatch(of: #/http://127\.0\.0\.1:([0-9]+)/\n/#), "\(text)")
        return try #require(Int(match.1))
    }

    @Test("the page comes with its policy, and nothing else is served, to nobody else")
    func answers() throws {
        try writeRun("runs/a/first")
        let (tool, port) = try watch("first")
        let page = try SmallClient.answer("GET /", port: port)
        #expect(page.status == 200 && page.body.hasPrefix("<!doctype html>"))
        #expect(page.body.contains("lin on strokes") && page.body.contains(" data-events=\"events?after="))
        #expect(page.headers["cache-control"] == "no-store" && page.headers["x-content-type-options"] == "nosniff")
        let policy = try #require(page.headers["content-security-policy"])
        #expect(policy.hasPrefix("default-src 'none'; ") && policy.hasSuffix("; frame-ancestors 'none'"))
        #expect(page.body.contains("content=\"\(policy.replacing("; frame-ancestors 'none'", with: ""))\""))
        let head = try SmallClient.answer("HEAD /", port: port)
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == page.headers["content-length"])

        for path in [
            "/index.html", "/runs/a/first/config.json", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd", "/events/", "http://127.0.0.1/", "*",
        ] {
            #expect(try SmallClient.answer("GET \(path)", port: port).status == 404, "\(path)")
        }
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let answer = try SmallClient.answer("\(method) /", port: port)
            #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD", "\(method)")
        }
        let near = ["127.0.0.1", "127.0.0.1:\(port)", "localhost:8080", "LOCALHOST", "[::1]", "[::1]:9"]
        let far = [
            "example.org", "127.0.0.1.example.org", "localhost.", "localhost:x", "localhost:", "[::1]x", "127.0.0.1@x",
            "",
            "10.0.0.1", "0.0.0.0",
        ]
        for host in near { #expect(try status(port, "Host: \(host)") == 200, "\(host)") }
        for host in far { #expect(try status(port, "Host: \(host)") == 403, "\(host)") }
        #expect(try status(port) == 403, "no host at all")
        #expect(try [400, 403].contains(status(port, "Host: localhost", "Host: example.org")))
        for host in near { #expect(try status(port, "Host: localhost", "Origin: http://\(host)") == 200, "\(host)") }
        for origin in far.map({ "https://\($0)" }) + ["null", "localhost", "file://"] {
            #expect(try status(port, "Host: localhost", "Origin: \(origin)") == 403, "\(origin)")
        }
        let noise = try SmallClient(port: port)
        noise.send("\u{16}\u{3}\u{1}\r\n\r\n")
        #expect(try noise.text(until: nil).hasPrefix("HTTP/1.1 400"))

        tool.signal(SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.code == 130 && outcome.messageLines.last == "kumiki: interrupted")
        #expect(outcome.output == "http://127.0.0.1:\(port)/\n")
    }

    private func status(_ port: Int, _ headers: String...) throws -> Int {
        try SmallClient.answer("GET /", port: port, headers: headers).status
    }

    @Test("browsers see a run grow, be deleted and come back, and the end; one that never reads delays nobody")
    func follows() throws {
        try writeRun("runs/a/first")
        let (tool, port) = try watch("runs/a/first")
        let page = try SmallClient.answer("GET /", port: port).body
        let state = try #require(page.firstMatch(of: #/ data-events="([^"]+)"/#)).1
        let (reader, sleeper) = (try SmallClient(port: port), try SmallClient(port: port))
        sleeper.ask("/events")
        // The page's own state is not sent a second time.
        reader.ask("/\(state)")
        let head = try reader.text(until: "\r\n\r\n")
        #expect(head.hasPrefix("HTTP/1.1 200") && head.contains("text/event-stream") && head.contains("no-store"))
        try writeLosses([2, 1, 0.3125], of: "runs/a/first")
        let change = try reader.text(until: "0.3125")
        #expect(change.contains("data: {\"title\":\"lin on strokes\""))
        #expect(!change.contains("settings-title"), "sections that are the same are left out")

        try FileManager.default.removeItem(atPath: place.path("runs/a/first"))
        #expect(try reader.text(until: "deleted meanwhile").contains("config.json"))
        try writeRun("runs/a/first", losses: [7])
        _ = try reader.text(until: "\"ys\":[7")
        // Another browser gets everything at once.
        let late = try SmallClient(port: port)
        late.ask("/events?after=unknown")
        #expect(try late.text(until: "\n\n").contains("settings-title"))

        for number in 2...9 {
            try writeLosses((1...200).map { Double($0 * number) }, of: "runs/a/first")
            _ = try reader.text(until: "[\(number),")
        }
        tool.signal(SIGTERM)
        #expect(try reader.text(until: nil).contains("event: end\ndata: The server has ended.\n\n"))
        #expect(try tool.outcome().code == 143)
        withExtendedLifetime(sleeper) {}
    }

    @Test("without a name the latest of very many runs is shown, then the one that begins later")
    func latest() throws {
        for number in 0..<300 { try writeRun("runs/a/\(number)") }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: place.path("runs/a/77/config.json"))
        let (tool, port) = try watch("--title", "Mine & yours")
        #expect(try SmallClient.answer("GET /", port: port).body.contains("runs/a/77"))
        let reader = try SmallClient(port: port)
        reader.ask("/events")
        _ = try reader.text(until: "Mine & yours")
        try writeRun("runs/b/new")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 120)], ofItemAtPath: place.path("runs/b/new/config.json"))
        _ = try reader.text(until: "runs/b/new")
        tool.signal(SIGINT)
        #expect(try tool.outcome().code == 130)
    }

    @Test("the last page waits until the training has given up its run, and says that it has not finished")
    func lastPage() throws {
        try writeRun("runs/a/first")
        let lock = open(place.path("runs/a/first"), O_RDONLY | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0 && mkfifo(place.path("input"), 0o600) == 0)
        let tool = try place.start(
            ["watch", "first", "--until-input-ends"],
            launcher: ["/bin/sh", "-c", #"exec "$0" "$@" <input"#])
        let input = open(place.path("input"), O_WRONLY | O_CLOEXEC)
        try #require(tool.reaches { tool.outputSoFar.hasSuffix("\n") }, "\(tool.messagesSoFar)")
        let reader = try SmallClient(port: try Self.port(in: tool.outputSoFar))
        reader.ask("/events")
        _ = try reader.text(until: "The training is still running")
        close(input)
        usleep(200_000)
        close(lock)
        let rest = try reader.text(until: nil)
        #expect(rest.contains("The training has not finished") && rest.contains("event: end\n"))
        #expect(try tool.outcome().code == 0)
    }

    @Test("what cannot be watched is refused in one line")
    func refusals() throws {
        try place.run("watch").expectRefusal(66, "there is no folder runs here")
        try FileManager.default.createDirectory(atPath: place.path("runs"), withIntermediateDirectories: true)
        try place.run("watch").expectRefusal(66, "runs: contains no run")
        try place.run("watch", "third").expectRefusal(66, "third: no such run")
        try place.run("watch", "./none/here").expectRefusal(66, "./none/here: no such run")
        try place.run("watch", "--port", "65536").expectRefusal(64, "")
        for number in 0..<60 { try place.write(Array("{}".utf8), to: "runs/a/\(number)/config.json") }
        try place.run("watch", "runs").expectRefusal(64, "runs: has 60 runs, and a page shows at most 50")
        let other = try SmallServer { _ in .init() }
        try place.run("watch", "--port", "\(other.port)").expectRefusal(69, "--port \(other.port): ")
    }

    @Test("with --json the address is in the one object")
    func json() throws {
        try writeRun("runs/a/first")
        let tool = try place.start(["watch", "first", "--json", "--until-input-ends"])
        // Its standard input is at its end from the beginning.
        let outcome = try tool.outcome()
        #expect(outcome.code == 0)
        let object = try outcome.json()
        #expect((object["address"] as? String)?.hasPrefix("http://127.0.0.1:") == true)
        #expect(object["runs"] as? [String] == ["runs/a/first"])
    }
}
