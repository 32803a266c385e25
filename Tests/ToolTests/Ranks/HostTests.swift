import Core
import Foundation
import Testing

/// Hosts with networks of their own, which `Tools/try-hosts` makes on this machine.
enum Hosts {
    static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Tools/try-hosts")
        .standardizedFileURL.path

    /// The libraries whose ranks can run on such hosts here: none where the user is not root, or the kernel or a program
    /// is missing. MPICH 4.0 sometimes never leaves `MPI_Finalize` over TCP, when all results are written.
    static let libraries = MPI.installed.filter { mpi in
        mpi == .openMPI && getuid() == 0 && (try? run(script, "--library", mpi.name, "--", "/bin/true")) != nil
    }

    private struct Failure: Error { let words: [String] }

    /// Runs a program of the system, and throws where it does not succeed.
    static func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        // No expectation: also asked outside of tests.
        if process.terminationStatus != 0 { throw Failure(words: words) }
    }

    /// Why tests of hosts are skipped.
    static let missing = "no hosts can be made here: that needs root, iproute2, tbf in the kernel, and MPI"
}

@Suite("Hosts", .serialized, .enabled(if: !Hosts.libraries.isEmpty, Comment(rawValue: Hosts.missing)))
struct HostTests {
    private static let settings = ["--dataset", "set", "--batch-size", "16", "--no-page"]

    private func start(_ mpi: MPI, _ arguments: [String], in place: Workplace) throws -> RunningTool {
        try place.start(
            Self.settings + arguments, launcher: [Hosts.script, "--hosts", "2", "--library", mpi.name, "--"])
    }

    @Test("two hosts that only a network connects end in the bytes of one process", arguments: Hosts.libraries)
    func bytes(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let settings = ["--model", "conv", "--epochs", "2"]
        let alone = try place.start(Self.settings + settings + ["--shards", "8", "--run", "one"]).outcome()
        try #require(alone.code == 0, "\(alone.messages)")
        let outcome = try start(mpi, settings + ["--run", "two"], in: place).outcome()
        try #require(outcome.code == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("2 ranks on node1, node2, "), "\(outcome.messages)")
        #expect(
            try place.bytes("runs/kmnist-train/two/model.safetensors")
                == place.bytes("runs/kmnist-train/one/model.safetensors"))
        let summary = try place.text("runs/kmnist-train/two/summary.json")
        #expect(!summary.contains("energy_is_partial"))
        // A row for each host, after the names of the columns.
        #expect(try place.text("runs/kmnist-train/two/emissions.csv").split(separator: "\n").count == 3)
    }

    @Test("a rank that dies ends that of the other host, and the last checkpoint continues", arguments: Hosts.libraries)
    func death(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let tool = try start(mpi, ["--epochs", "1000000", "--quiet", "--run", "two"], in: place)
        let checkpoints = "runs/kmnist-train/two/checkpoints"
        #expect(tool.reaches { place.names(in: checkpoints).count > 1 })
        kill(try #require(place.process(of: 1, mpi)), SIGKILL)
        let outcome = try tool.outcome()
        #expect(outcome.code != 0 && !outcome.messages.isEmpty)
        #expect(place.process(of: 0, mpi) == nil && place.process(of: 1, mpi) == nil)
        try place.expectContinuation(of: "two")
    }

    @Test("a host that nobody reaches ends the others", arguments: Hosts.libraries.filter { $0 == .openMPI })
    func loss(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let tool = try start(mpi, ["--epochs", "1000000", "--quiet", "--run", "two"], in: place)
        let checkpoints = "runs/kmnist-train/two/checkpoints"
        #expect(tool.reaches { place.names(in: checkpoints).count > 1 })
        let rank = try #require(place.process(of: 1, mpi))
        try Hosts.run("nsenter", "--target", "\(rank)", "--net", "ip", "link", "set", "eth0", "down")
        let outcome = try tool.outcome()
        #expect(outcome.code != 0 && outcome.messages.contains("node2"), "\(outcome.messages)")
        #expect(place.process(of: 0, mpi) == nil && place.process(of: 1, mpi) == nil)
        try place.expectContinuation(of: "two")
    }

    @Test("asked to stop, both hosts save and stop", arguments: Hosts.libraries)
    func stop(mpi: MPI) throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let tool = try start(mpi, ["--epochs", "1000000", "--quiet", "--run", "two"], in: place)
        #expect(tool.reaches { place.names(in: "runs/kmnist-train/two/checkpoints").count > 1 })
        tool.signal(mpi == .openMPI ? SIGUSR1 : SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.messages.contains("continue with: kmnist-train --resume --run"), "\(outcome.messages)")
        #expect(place.process(of: 0, mpi) == nil && place.process(of: 1, mpi) == nil)
    }
}
