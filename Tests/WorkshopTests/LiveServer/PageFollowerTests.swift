import Core
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import LiveServer

@Suite("A followed page") struct PageFollowerTests {
    private let folder = TemporaryFolder()

    private var run: RunFolder { RunFolder("\(folder.path)/run") }

    private func writeRun(losses: [Double]) throws {
        try folder.write(Array(#"{"format":2,"tool":"a","experiment":{"model":"lin"}}"#.utf8), to: "run/config.json")
        let rows = losses.enumerated().map { "\($0.offset + 1),\($0.element)\n" }
        try folder.write(Array(("epoch,train_loss\n" + rows.joined()).utf8), to: "run/metrics.csv")
    }

    /// One that looks whenever it is asked.
    private func follower() -> PageFollower {
        let run = run
        return PageFollower(pauses: Duration.zero...Duration.zero) { [run] }
    }

    private func text(_ update: PageFollower.Update?) throws -> String {
        String(buffer: try #require(update).message)
    }

    @Test("a browser gets the whole state, then what has changed, and the whole one again where it missed a change")
    func states() async throws {
        try writeRun(losses: [2, 1])
        let follower = follower()
        let page = String(buffer: await follower.currentPage())
        let first = try #require(await follower.update(after: nil))
        #expect(page.contains(" data-events=\"events?after=\(first.state)\""))
        let whole = try text(first)
        #expect(whole.hasPrefix("id: \(first.state)\ndata: {\"title\":\"lin\"") && whole.hasSuffix("}\n\n"))
        #expect(whole.split(separator: "\n").count == 2 && whole.contains("settings-title"))
        #expect(await follower.update(after: first.state) == nil)

        try writeRun(losses: [2, 1, 0.25])
        let second = try #require(await follower.update(after: first.state))
        #expect(try text(second).contains("0.25") && !text(second).contains("settings-title"))
        try writeRun(losses: [2, 1, 0.25, 0.125])
        let third = await follower.update(after: first.state)
        #expect(try text(third).contains("0.125") && text(third).contains("settings-title"))
        // A state of another server at this address, and what no server wrote.
        for other in ["0-3", "", "\n", "\(first.state)0"] {
            #expect(try text(await follower.update(after: other)).contains("settings-title"))
        }
        try FileManager.default.removeItem(atPath: run.path)
        #expect(try text(await follower.update(after: nil)).contains("deleted meanwhile"))
    }

    @Test("any number of changes is one signal, and the end is another")
    func signals() async throws {
        try writeRun(losses: [2, 1])
        let follower = follower()
        let signals = await follower.listen()
        for count in 3...6 {
            try writeRun(losses: (0..<count).map(Double.init))
            _ = await follower.update(after: nil)
        }
        await follower.end(saying: "That was all.")
        var count = 0
        for await _ in signals { count += 1 }
        #expect(count == 1)
        #expect(String(buffer: await follower.farewell) == "event: end\ndata: That was all.\n\n")
        for await _ in await follower.listen() { count += 1 }
        #expect(count == 2, "one look, and the end")
    }

    @Test("files of a run, its figures, its other seeds and its members count, and whether it is trained")
    func stamps() throws {
        try writeRun(losses: [2, 1])
        var known = RunStamps([run])
        #expect(RunStamps([run], after: known) == known)
        for name in ["steps.csv", "figures/a.png", "seeds/1/metrics.csv"] {
            try folder.write([1, 2, 3], to: "run/\(name)")
            let new = RunStamps([run], after: known)
            #expect(new != known, "\(name)")
            known = new
        }
        try folder.write([1], to: "run/checkpoints/epoch-0001.safetensors")
        #expect(RunStamps([run], after: known) == known, "no page shows checkpoints")
        try folder.write([1], to: "run/member/config.json")
        let members = RunStamps([run], after: known)
        try folder.write([1], to: "run/member/metrics.csv")
        #expect(RunStamps([run], after: members) != members)

        var lock: RunLock? = try run.lock()
        // A run that begins to train has new settings.
        try folder.write(Array(#"{"tool":"b"}"#.utf8), to: "run/config.json")
        let trained = RunStamps([run], after: members)
        #expect(RunStamps([run], after: trained) == trained && lock != nil)
        lock = nil
        #expect(RunStamps([run], after: trained) != trained, "it has ended")
    }
}
