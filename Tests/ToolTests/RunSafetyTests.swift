import Core
import Foundation
import Testing

@Suite("Runs that are safe from each other, from signals and from scarcity") struct RunSafetyTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "curve-train") }

    /// A training that would take hours.
    private func endless(_ run: String) throws -> RunningTool {
        let tool = try place.start(["--epochs", "1000000000", "--quiet", "--run", run])
        #expect(tool.reaches { place.exists("\(run)/checkpoints/epoch-0002.safetensors") })
        return tool
    }

    @Test("eight trainings begun at once without --run have eight folders, each with its own settings and weights")
    func simultaneous() throws {
        let seeds = 1...8
        let tools = try seeds.map { try place.start(["--epochs", "3", "--quiet", "--seed", "\($0)"]) }
        for tool in tools { #expect(try tool.outcome().code == 0) }
        let runs = place.names(in: "runs/curve-train")
        #expect(runs.count == 8)
        for seed in seeds {
            try place.succeed("--epochs", "3", "--quiet", "--seed", "\(seed)", "--run", "./alone-\(seed)")
            let own = runs.filter { name in
                (try? place.text("runs/curve-train/\(name)/config.json").contains("\"seed\" : \(seed)\n")) == true
                    || (try? place.text("runs/curve-train/\(name)/config.json").contains("\"seed\" : \(seed),")) == true
            }
            #expect(own.count == 1, "seed \(seed)")
            for name in own {
                let weights = try place.bytes("runs/curve-train/\(name)/model.safetensors")
                #expect(weights == (try place.bytes("alone-\(seed)/model.safetensors")))
            }
        }
    }

    @Test(
        "of two trainings with one name the second is refused, and so is whoever continues a run that is being trained")
    func locked() throws {
        let tool = try endless("./a")
        for arguments in [["--run", "./a"], ["--resume", "--run", "./a"]] {
            let outcome = try place.start(arguments).outcome()
            #expect(outcome.code == 73)
            let words = #/./a: process (\d+) is training this run, expected the end of that process, or another --run/#
            #expect(outcome.errorLine?.wholeMatch(of: words) != nil, "\(outcome.messages)")
        }
        tool.signal(SIGKILL)
        _ = try tool.outcome()
        // The lock went with the process.
        #expect(try later().code == 0)
    }

    @Test("a closed terminal saves a checkpoint, as Ctrl-C and SIGTERM do", arguments: [SIGHUP, SIGINT, SIGTERM])
    func signals(number: Int32) throws {
        let tool = try endless("./a")
        tool.signal(number)
        let outcome = try tool.outcome()
        #expect(outcome.code == 128 + number)
        #expect(outcome.messageLines.last?.contains("curve-train --resume --run ./a") == true)
        #expect(try later().code == 0)
    }

    /// The run continued by an epoch or two.
    private func later() throws -> Outcome {
        let reached = CheckpointFile.all(in: RunFolder(place.path("a"))).last?.epoch ?? 0
        return try place.run("--resume", "--run", "./a", "--epochs", "\(reached + 2)", "--quiet")
    }

    @Test("a file beyond the limit on sizes is an error of writing")
    func fileLimit() throws {
        let outcome = try place.start(
            [], shellLine: "--quiet --hidden 2000 --run ./a", limits: "ulimit -f 8"
        ).outcome()
        #expect(outcome.code == 74)
        #expect(outcome.errorLine?.hasSuffix(": File too large") == true, "\(outcome.messages)")
        #expect(!place.names(in: "a/checkpoints").contains { $0.hasPrefix(".kumiki") })
    }

    @Test("where memory is too scarce, one line says so")
    func memoryLimit() throws {
        let little = try place.start([], shellLine: "--quiet", limits: "ulimit -v 300000").outcome()
        little.expectRefusal(70, "the limit on memory is 307.2 MB, expected 512 MB or more")
        let large = try place.start(
            [], shellLine: "--quiet --hidden 10000 --points 100000 --batch-size 100000", limits: "ulimit -v 700000"
        ).outcome()
        large.expectRefusal(70, "there is no memory for ")
    }

    @Test("temporary files of an earlier death are removed at the next beginning")
    func leftovers() throws {
        try place.write([1], to: "a/checkpoints/.kumiki-dead.tmp")
        try place.succeed("--epochs", "1", "--quiet", "--run", "./a")
        #expect(place.names(in: "a/checkpoints") == ["epoch-0001.safetensors"])
    }

    @Test("a link out of the run is not written through")
    func links() throws {
        try place.succeed("--epochs", "1", "--quiet", "--run", "./a")
        try place.write([1, 2, 3], to: "precious")
        for file in ["model.safetensors", "figures/curve.png", "metrics.csv", "config.json"] {
            let (link, kept) = (place.path("a/\(file)"), try place.bytes("a/\(file)"))
            try FileManager.default.removeItem(atPath: link)
            let isRead = file == "config.json"
            if isRead { try place.write(kept, to: "precious") }
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: place.path("precious"))
            let outcome = try place.run("--resume", "--run", "./a", "--epochs", "2", "--quiet")
            #expect(outcome.code == 73)
            #expect(outcome.errorLine?.contains("is a symbolic link that leads out of the run") == true)
            #expect(try place.bytes("precious") == (isRead ? kept : [1, 2, 3]))
            try FileManager.default.removeItem(atPath: link)
            try place.write(kept, to: "a/\(file)")
        }
    }

    @Test("a length that makes the learning rate jump is reported", arguments: ["cosine", "one-cycle"])
    func schedules(name: String) throws {
        try place.succeed("--epochs", "2", "--schedule", name, "--quiet", "--run", "./a")
        let longer = try place.succeed("--resume", "--run", "./a", "--epochs", "4", "--quiet")
        #expect(
            longer.messages.contains(
                "warning: the learning rate of the schedule \(name) follows the length of the whole training"))
        let same = try place.succeed("--resume", "--run", "./a", "--quiet")
        #expect(!same.messages.contains("warning"))
    }
}
