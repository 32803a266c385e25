import Core
import Foundation
import Testing

@Suite("kmnist-train: Ctrl-C") struct InterruptionTests {
    /// The settings of a training that would take hours, and how it is told that it runs.
    static let trainings = [
        // Interrupted between epochs or within one, as it comes.
        (["--model", "lin", "--training-examples", "60"], "epoch-0002.safetensors"),
        // Its epochs are long, so that it is interrupted within one.
        (["--model", "full", "--batch-size", "1", "--optimizer", "adam", "--lr", "0.001"], nil),
    ]

    @Test("saves a checkpoint, says how to go on, and going on ends as if never stopped", arguments: trainings)
    func once(settings: [String], awaited: String?) throws {
        let place = try Workplace()
        try place.write(SmallSet(training: 2_000), to: "set")
        let common = settings + ["--dataset", "set", "--quiet"]
        let tool = try place.start(common.filter { $0 != "--quiet" } + ["--epochs", "1000000", "--run", "my run/a"])
        #expect(
            tool.reaches {
                awaited.map { place.exists("my run/a/checkpoints/\($0)") } ?? tool.messagesSoFar.contains("set: ")
            })
        tool.signal(SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.code == 130)
        #expect(outcome.output.isEmpty)
        let line = try #require(outcome.messageLines.last)
        let match = try #require(
            line.wholeMatch(
                of: /kmnist-train: interrupted (?:after epoch (\d+)|at step \d+ of epoch (\d+)); continue with: (.+)/))
        #expect(match.3 == "kmnist-train --resume --run 'my run/a'")
        let last = try #require(place.names(in: "my run/a/checkpoints").last)
        #expect(last.contains("-step-") == (match.2 != nil))
        let reached = try #require(Int(match.1 ?? match.2 ?? ""))

        let epochs = "\(reached + 2)"
        try place.succeed("--resume", "--run", "my run/a", "--epochs", epochs, "--quiet")
        _ = try place.start(common + ["--epochs", epochs, "--run", "./whole"]).outcome()
        for file in ["model.safetensors", "checkpoints/epoch-\(padded(reached + 2)).safetensors"] {
            #expect(try place.bytes("my run/a/" + file) == place.bytes("whole/" + file))
        }
        let (metrics, expected) = (
            try CSVTable.read(place.path("my run/a/metrics.csv")), try CSVTable.read(place.path("whole/metrics.csv"))
        )
        #expect(metrics.rows.map { $0.dropLast() } == expected.rows.map { $0.dropLast() })
        #expect(!place.names(in: "my run/a/checkpoints").contains { $0.contains("-step-") }, "superseded")
    }

    @Test("twice ends at once, and the run can still go on")
    func twice() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let tool = try place.start(["--model", "lin", "--dataset", "set", "--epochs", "1000000", "--run", "./a"])
        #expect(tool.reaches { place.exists("a/checkpoints/epoch-0001.safetensors") })
        tool.signal(SIGINT)
        tool.signal(SIGINT)
        #expect(try tool.outcome().code == 130)
        // Where the second came while a file was being written, a temporary one is left: going on removes it.
        let reached = try #require(CheckpointFile.all(in: RunFolder(place.path("a"))).last?.epoch)
        let resumed = try place.run("--resume", "--run", "./a", "--epochs", "\(reached + 1)", "--quiet")
        #expect(resumed.code == 0)
        #expect(place.names(in: "a/checkpoints").allSatisfy { $0.hasPrefix("epoch-") })
    }

    @Test("SIGTERM is as polite, and a sweep stops as well")
    func others() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let tool = try place.start(["--model", "lin", "--dataset", "set", "--epochs", "1000000", "--run", "./a"])
        #expect(tool.reaches { place.exists("a/checkpoints/epoch-0001.safetensors") })
        tool.signal(SIGTERM)
        #expect(try tool.outcome().code == 143)
        let sweep = try place.start([
            "sweep", "--model", "lin", "--dataset", "set", "--lr", "0.1,0.2", "--epochs", "1000000", "--run", "./s",
        ])
        #expect(sweep.reaches { place.exists("s/lr-0.1/checkpoints/epoch-0001.safetensors") })
        sweep.signal(SIGINT)
        let outcome = try sweep.outcome()
        #expect(outcome.code == 130)
        let last = try #require(outcome.messageLines.last)
        #expect(last.hasPrefix("kmnist-train: interrupted "))
        #expect(last.hasSuffix("; continue with: kmnist-train sweep --resume --run ./s"))
    }

    private func padded(_ epoch: Int) -> String { String(("000" + "\(epoch)").suffix(max(4, "\(epoch)".count))) }
}
