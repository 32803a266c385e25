import Core
import Foundation
import Testing

@Suite("Ranks", .enabled(if: !MPI.installed.isEmpty, Comment(rawValue: MPI.missing))) struct RankTests {
    /// A training of a tool whose batches are divided.
    struct Case: CustomTestStringConvertible, Sendable {
        let tool: String
        let settings: [String]
        var testDescription: String { ([tool] + settings).joined(separator: " ") }
    }

    static let cases = [
        Case(tool: "kmnist-train", settings: ["--model", "conv", "--dataset", "set", "--batch-size", "16"]),
        Case(tool: "mri-train", settings: ["--dataset", "set", "--batch-size", "8"]),
        Case(
            tool: "charrnn",
            settings: [
                "--text", "text.txt", "--hidden", "24", "--cell", "lstm", "--layers", "2", "--dropout", "0.3",
                "--batch-size", "8",
            ]),
        Case(tool: "gan-train", settings: ["--model", "dcgan", "--dataset", "set", "--batch-size", "16"]),
        Case(
            tool: "gan-train",
            settings: ["--model", "dcgan", "--dataset", "set", "--batch-size", "16", "--sync-batchnorm"]),
        Case(
            tool: "gnn-train",
            settings: ["--model", "sage", "--dataset", "karate", "--batch-size", "3", "--epochs", "4"]),
    ]

    static let one = ["--run", "one", "--shards", "8", "--quiet", "--no-page"]

    @Test("the same bytes on one process and on 2 and 4 ranks of every library", arguments: cases)
    func bytes(of training: Case) throws {
        let place = try Workplace.withSmallData(for: training.tool)
        let settings = training.settings + (training.settings.contains("--epochs") ? [] : ["--epochs", "2"])
        let folder = "runs/\(training.tool)"
        let alone = try place.start(settings + Self.one + ["--threads", "2"]).outcome()
        try #require(alone.code == 0, "\(alone.messages)")
        let summary = try place.text("\(folder)/one/summary.json")
        #expect(!summary.contains("energy_is_partial"))
        #expect(summary.contains("\"threads\":2,\"ranks\":{\"count\":1,\"shards\":8,\"threads\":2,"), "\(summary)")
        for mpi in MPI.installed {
            for ranks in [2, 4] {
                let name = "\(mpi)-\(ranks)"
                let outcome = try place.start(
                    on: ranks, of: mpi, settings + ["--run", name, "--quiet", "--no-page"]
                ).outcome()
                try #require(outcome.code == 0, "\(outcome.messages)")
                #expect(
                    try place.bytes("\(folder)/\(name)/model.safetensors")
                        == place.bytes("\(folder)/one/model.safetensors"), "\(name)")
                #expect(
                    try place.rows("\(folder)/\(name)/metrics.csv") == place.rows("\(folder)/one/metrics.csv"),
                    "\(name)")
                let summary = try place.text("\(folder)/\(name)/summary.json")
                #expect(!summary.contains("energy_is_partial"))
                #expect(summary.contains("\"ranks\":{\"count\":\(ranks),\"shards\":8,"), "\(summary)")
                #expect(!summary.contains("\"bytes_sent_per_step\":0}"), "\(summary)")
            }
        }
    }

    @Test("asked to stop on 4 ranks, on 2, and on one: the weights of one process", arguments: MPI.installed)
    func resumption(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let settings = ["--model", "lin", "--dataset", "set", "--batch-size", "16", "--quiet", "--no-page"]
        let checkpoints = "runs/kmnist-train/many/checkpoints"
        func wholeEpochs() -> [String] { place.names(in: checkpoints).filter { !$0.contains("step") } }
        // Without an end, so that no stop comes too late.
        for ranks in [4, 2, 1] {
            let before = wholeEpochs().count
            let start = ranks == 4 ? settings + ["--epochs", "1000000"] : ["--resume", "--quiet"]
            let words = start + ["--run", "many"]
            let tool = try ranks == 1 ? place.start(words) : place.start(on: ranks, of: mpi, words)
            #expect(tool.reaches { wholeEpochs().count > before + 1 })
            // Open MPI forwards both; MPICH only Ctrl-C.
            tool.signal(mpi == .openMPI && ranks > 1 ? SIGUSR1 : SIGINT)
            let outcome = try tool.outcome()
            #expect(outcome.messages.contains("continue with: kmnist-train --resume --run"), "\(outcome.messages)")
        }
        let last = try #require(wholeEpochs().last)
        let epoch = try #require(last.split(separator: "-").last?.split(separator: ".").first.flatMap { Int($0) })
        let alone = try place.start(settings + ["--epochs", "\(epoch)", "--run", "one", "--shards", "8"]).outcome()
        try #require(alone.code == 0, "\(alone.messages)")
        // The settings in it differ in the number of epochs.
        #expect(
            try Safetensors.read(place.path("\(checkpoints)/\(last)")).tensors
                == Safetensors.read(place.path("runs/kmnist-train/one/checkpoints/\(last)")).tensors)
    }

    @Test("a rank that dies ends all, and the last checkpoint continues", arguments: MPI.installed, [0, 1])
    func death(mpi: MPI, rank: Int) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let settings = ["--dataset", "set", "--batch-size", "16", "--epochs", "1000000", "--quiet", "--no-page"]
        let tool = try place.start(on: 2, of: mpi, settings + ["--run", "many"])
        let checkpoints = "runs/kmnist-train/many/checkpoints"
        #expect(tool.reaches { place.names(in: checkpoints).count > 1 })
        kill(try #require(place.process(of: rank, mpi)), SIGKILL)
        #expect(try tool.outcome().code != 0)
        #expect(place.process(of: 1 - rank, mpi) == nil)
        try place.expectContinuation(of: "many")
    }

    @Test("seeds are divided among ranks, with the results of one process", arguments: MPI.installed)
    func seeds(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let settings = ["--dataset", "set", "--epochs", "1", "--runs", "3", "--threads", "1", "--no-page"]
        let alone = try place.start(settings + ["--run", "one"]).outcome()
        let outcome = try place.start(on: 2, of: mpi, settings + ["--run", "many"]).outcome()
        #expect(alone.code == 0 && outcome.code == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("2 ranks on "))
        for name in ["", "seeds/seed-1/", "seeds/seed-2/"] {
            #expect(
                try place.bytes("runs/kmnist-train/many/\(name)model.safetensors")
                    == place.bytes("runs/kmnist-train/one/\(name)model.safetensors"), "\(name)")
        }
        #expect(try place.text("runs/kmnist-train/many/runs.csv") == place.text("runs/kmnist-train/one/runs.csv"))
    }

    @Test("only rank 0 speaks, and its exit code is that of the launcher", arguments: MPI.installed)
    func voice(mpi: MPI) throws {
        let place = try Workplace(tool: "kmnist-train")
        for (arguments, code, text) in [
            (["--bogus"], 64, "Unknown option '--bogus'"),
            (["--dataset", "nothing"], 66, "nothing"),
            (["--part", "1/2", "--run", "x"], 64, "ranks of MPI divide the tasks"),
            (["--dataset", "strokes", "--shards", "1"], 64, "at least one shard for each of 2 ranks"),
        ] {
            let outcome = try place.start(on: 2, of: mpi, arguments).outcome()
            #expect(outcome.code == code, "\(outcome.messages)")
            let lines = outcome.messageLines.filter { $0.contains("error:") }
            #expect(lines.count == 1 && lines[0].contains(text), "\(outcome.messages)")
        }
        let whole = try place.start(on: 2, of: mpi, ["--cell", "srn", "--max-n", "3"], tool: "anbn-train").outcome()
        #expect(whole.code == 64 && whole.messages.contains("2 ranks: a step is averaged"), "\(whole.messages)")
        let many = try place.start(on: 9, of: mpi, ["--dataset", "strokes"]).outcome()
        #expect(many.code == 64 && many.messages.contains("9 ranks: a step has 8 shards"), "\(many.messages)")
        let version = try place.start(on: 2, of: mpi, ["--version"]).outcome()
        #expect(version.output.split(separator: "\n").count == 1)
    }

    @Test("ranks with other data or other settings are refused before the first step", arguments: MPI.installed)
    func different(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        try place.write(SmallSet(training: 50), to: "other")
        let tool = try #require(RunningTool.binary("kmnist-train")).path
        for (second, text) in [
            (["--dataset", "other"], "other data than rank 0"),
            (["--dataset", "set", "--lr", "0.5"], "other settings"),
        ] {
            let both = ["--dataset", "set", ":", "-n", "1", tool] + second
            let outcome = try place.start(on: 1, of: mpi, both).outcome()
            #expect(outcome.code == 65 && outcome.messages.contains(text), "\(outcome.messages)")
            #expect(place.names(in: "runs/kmnist-train").isEmpty)
        }
    }

    @Test(
        "a full disk on rank 0 ends all ranks with its error, and the last checkpoint stays",
        .enabled(if: SmallDisk.isPossible), arguments: MPI.installed)
    func disk(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let disk = try SmallDisk(at: place.path("small"), bytes: 3 << 20)
        try withExtendedLifetime(disk) {
            let settings = ["--dataset", "set", "--batch-size", "16", "--epochs", "30", "--quiet", "--no-page"]
            let outcome = try place.start(on: 2, of: mpi, settings + ["--run", "small/full"]).outcome()
            #expect(outcome.code == 74 && outcome.messages.contains("No space left"), "\(outcome.messages)")
            #expect(place.names(in: "small/full/checkpoints").contains("epoch-0001.safetensors"))
        }
    }

    @Test("a library that is missing is named with its package")
    func libraries() throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let environment = ["PMI_RANK": "0", "PMI_SIZE": "2", "KUMIKI_MPI": "libnothing.so"]
        let missing = try place.start(["--dataset", "set"], environment: environment).outcome()
        #expect(missing.code == 69 && missing.messages.contains("install mpich"))
    }
}

extension Workplace {
    /// The rows of a run's metrics without the seconds, which are their last number.
    fileprivate func rows(_ metrics: String) throws -> [String] {
        try text(metrics).split(separator: "\n").map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).dropLast().joined(separator: ",")
        }
    }
}
