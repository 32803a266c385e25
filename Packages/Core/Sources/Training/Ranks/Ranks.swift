import Engine
import FoundationEssentials
import Foundations
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The ranks that a command runs on: started once, at the beginning of a command that uses them.
public enum Ranks {
    /// Started on first use: MPI starts only once in a process.
    private static let started: Result<Communicator, ToolError> = Result { () throws(ToolError) in
        try Communicator.start(Launch.current)
    }
    private static let isUsed = Atomic<Bool>(false)
    /// Whether all ranks have agreed on the end, so that none waits for another any more.
    private static let isAgreed = Atomic<Bool>(false)

    /// All ranks of the launch; only this process where it was started alone, or where no command has used them.
    public static var world: Communicator {
        guard isUsed.load(ordering: .relaxed), case .success(let world) = started else { return .alone }
        return world
    }

    /// Whether this process is rank 0, which alone writes and speaks. Known before MPI starts.
    public static var isFirst: Bool {
        guard let launch = Launch.current, launch.launcher != .unconnected else { return true }
        return launch.rank == 0
    }

    /// This rank's share of its host's cores; 0 where it has not begun.
    private static let share = Atomic<Int>(0)
    /// Read before anything changes it.
    private static let all = ComputeContext.threads

    /// The threads that this process uses by default: all of a process alone, a rank's share of its host's cores.
    package static var threads: Int {
        let share = share.load(ordering: .relaxed)
        return share > 0 ? share : all
    }

    /// Starts the ranks, compares them, and chooses the number of threads of each.
    ///
    /// - Parameters:
    ///   - console: where rank 0 describes them.
    ///   - requested: the threads of each; nil for its share of the cores.
    ///   - task: the part of the tasks that was given to this process, which then needs no others.
    /// - Throws: `ToolError` where MPI cannot be started, or the ranks have different versions.
    public static func begin(_ console: Console, threads requested: Int?, _ task: TaskPart?) throws(ToolError) {
        _ = all
        guard let launch = Launch.current, launch.isShared else { return }
        if launch.launcher == .unconnected, task != nil { return }
        isUsed.store(true, ordering: .relaxed)
        let world = try started.get()
        if world.size == 1 { return }
        Interruption.bePatient()
        if task != nil {
            agree()
            throw ToolError.usage("--part: ranks of MPI divide the tasks themselves")
        }
        let table = RankTable(ranks: try world.values(RankFacts.current))
        if let problem = table.problem {
            agree()
            throw ToolError(problem, exitCode: ExitStatus.unavailable)
        }
        let threads = table.ranks.indices.map { requested ?? table.threads(of: $0) }
        ComputeContext.threads = threads[world.rank]
        Self.share.store(threads[world.rank], ordering: .relaxed)
        guard world.rank == 0 else { return }
        console.note(table.line(threads: threads, library: world.version))
        for warning in table.warnings(threads: threads) { console.warning(warning) }
    }

    /// Notes that all ranks have come to their end, and that none waits for a step of another.
    package static func agree() { isAgreed.store(true, ordering: .relaxed) }

    /// Shows the error of a rank that rank 0 does not have; rank 0's own ends all ranks before it is shown here.
    package static func report(_ message: String) {
        guard world.size > 1, !message.isEmpty, !isAgreed.load(ordering: .relaxed) else { return }
        sleep(1)
        try? StandardStream.error.write("rank \(world.rank) on \(RankFacts.current.host): \(message)")
    }

    /// Ends this process's part, before it exits.
    ///
    /// - Parameter code: the exit code of the command here.
    /// - Returns: the exit code of the process: only rank 0's own is that of the launcher.
    package static func end(_ code: Int32) -> Int32 {
        let world = world
        guard world.size > 1 else { return code }
        if code != 0, !isAgreed.load(ordering: .relaxed) { world.abort(code) }
        world.finish()
        return world.rank == 0 ? code : 0
    }
}

extension Communicator {
    /// A value of every rank, in their order.
    ///
    /// - Throws: `ToolError` where another rank's value cannot be read.
    package func values<Value: Codable>(_ own: Value) throws(ToolError) -> [Value] {
        do {
            return try gather([UInt8](JSONEncoder().encode(own))).map {
                try JSONDecoder().decode(Value.self, from: Data($0))
            }
        } catch {
            throw .software("another rank has sent something that cannot be read: \(error)")
        }
    }
}
