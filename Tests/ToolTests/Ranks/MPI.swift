import Foundation
import Testing

/// An MPI library of this machine, with its launcher.
enum MPI: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case openMPI = "/usr/bin/mpirun.openmpi"
    case mpich = "/usr/bin/mpirun.mpich"

    /// Those that are installed: `Tools/setup --mpi` installs both.
    static let installed = allCases.filter { FileManager.default.isExecutableFile(atPath: $0.rawValue) }

    /// Why tests of ranks are skipped.
    static let missing = "neither Open MPI nor MPICH is installed (Tools/setup --mpi)"

    var testDescription: String { self == .openMPI ? "Open MPI" : "MPICH" }

    /// The library in names of files, and of `Tools/try-hosts`.
    var name: String { self == .openMPI ? "openmpi" : "mpich" }

    /// The command that starts a tool on several ranks; more of them than cores, as tests have.
    func launcher(_ ranks: Int) -> [String] {
        switch self {
        case .openMPI: [rawValue, "--oversubscribe", "--bind-to", "none", "-n", "\(ranks)"]
        case .mpich: [rawValue, "-n", "\(ranks)"]
        }
    }

    /// What a tool finds in its environment on a rank.
    func variable(_ rank: Int) -> String {
        self == .openMPI ? "OMPI_COMM_WORLD_RANK=\(rank)" : "PMI_RANK=\(rank)"
    }
}

extension Workplace {
    /// Starts the tool on several ranks, with containers' permission for root.
    func start(on ranks: Int, of mpi: MPI, _ arguments: [String], tool other: String? = nil) throws -> RunningTool {
        try start(
            arguments, tool: other, launcher: mpi.launcher(ranks),
            environment: ["OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"])
    }

    /// Checks that a run of `kmnist-train` that was ended by force continues alone from its last checkpoint.
    func expectContinuation(of run: String) throws {
        let checkpoints = "runs/kmnist-train/\(run)/checkpoints"
        let before = names(in: checkpoints).count
        let tool = try start(["--resume", "--run", run, "--quiet", "--no-page"])
        #expect(tool.reaches { names(in: checkpoints).count > before })
        tool.signal(SIGINT)
        #expect(try tool.outcome().code == 130)
    }

    /// The process of a rank that works in this place; nil where there is none.
    func process(of rank: Int, _ mpi: MPI) -> Int32? {
        let known = folder.resolvingSymlinksInPath().path
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let number = Int32(name),
                let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd"),
                link == known, let bytes = FileManager.default.contents(atPath: "/proc/\(name)/environ"),
                bytes.split(separator: 0).contains(where: { String(decoding: $0, as: UTF8.self) == mpi.variable(rank) })
            else { continue }
            return number
        }
        return nil
    }
}
