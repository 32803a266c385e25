import Datasets
import Foundations

extension Ranks {
    /// An outcome of a rank, as the others get to know it.
    private struct Outcome: Codable {
        var host: String?
        var message: String?
        var code: Int32 = 0
    }

    /// Does something on all ranks and waits for all of them. What one of them throws ends the command on all; rank 0
    /// reports it.
    ///
    /// - Parameters:
    ///   - communicator: the ranks; nil for all.
    ///   - body: what all do.
    /// - Throws: the own error, or that of another rank.
    public static func together<Value>(
        _ communicator: Communicator? = nil, _ body: () throws -> Value
    ) throws -> Value {
        let world = communicator ?? world
        guard world.size > 1 else { return try body() }
        let result = Result { try body() }
        var own = Outcome()
        if case .failure(let error) = result {
            let code = (error as? any ExitCodeProviding)?.exitCode ?? ExitStatus.software
            own = Outcome(host: RankFacts.current.host, message: String(describing: error), code: code)
        }
        let all = try world.values(own)
        guard let failed = all.firstIndex(where: { $0.message != nil }) else { return try result.get() }
        agree()
        if case .failure(let error) = result { throw error }
        throw ToolError(
            "rank \(failed) on \(all[failed].host ?? ""): \(all[failed].message ?? "")", exitCode: all[failed].code)
    }

    /// Checks that all ranks have the same settings and the same data.
    ///
    /// - Parameters:
    ///   - experiment: with the facts of its data; only the number of threads may differ.
    ///   - data: what this rank has read.
    /// - Throws: `ToolError` where another rank's differ.
    package static func requireEqual<E: Experiment>(_ experiment: E, _ data: E.Data) throws {
        guard world.size > 1 else { return }
        var common = experiment
        common.threads = 1
        try requireEqual(common, facts: experiment.facts(of: data))
    }

    /// The same for other settings.
    ///
    /// - Parameters:
    ///   - settings: what must be equal on all ranks, so without their numbers of threads.
    ///   - facts: what this rank's reader found in the data.
    /// - Throws: `ToolError` where another rank's differ.
    package static func requireEqual(_ settings: some StoredSettings, facts: DataFacts?) throws {
        let world = world
        guard world.size > 1 else { return }
        let own = Known(
            host: RankFacts.current.host, facts: facts, settings: try RunConfigurationFile(settings).text)
        let all = try world.values(own)
        for (rank, other) in all.enumerated() {
            let difference = all[0].facts.flatMap { other.facts?.difference(from: $0) }
            if difference == nil, other.settings == all[0].settings { continue }
            agree()
            throw ToolError.badData(
                "rank \(rank) on \(other.host) has other "
                    + (difference.map { "data than rank 0: \($0)" } ?? "settings or data than rank 0"))
        }
    }

    /// The error of rank 0 where it does not see what other ranks have written.
    package static func missingResults(in folder: RunFolder) -> ToolError {
        .ioError("\(folder.path): the results of other ranks are not there: is it a folder that all hosts share?")
    }

    private struct Known: Codable {
        let host: String
        let facts: DataFacts?
        let settings: String
    }

    /// The folder of a run that rank 0 makes or finds; the others get to know its name and hold no lock.
    public static func folder(
        _ make: () throws -> (run: RunFolder, lock: RunLock)
    ) throws -> (run: RunFolder, lock: RunLock?) {
        let world = world
        guard world.size > 1 else { return try make() }
        let made = try together { world.rank == 0 ? try make() : nil }
        let path = try world.values(made?.run.path ?? "")[0]
        return (RunFolder(path), made?.lock)
    }
}
