import Core
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Reproduction {
    /// Runs what is not finished, one experiment after the other. A failure is kept, and the others go on.
    ///
    /// - Parameters:
    ///   - chosen: the experiments to run.
    ///   - fresh: whether finished and begun ones are run again from the start.
    ///   - command: the command that continues after an interruption.
    ///   - console: where they report.
    ///   - done: called after each experiment, and before an interruption is thrown.
    /// - Throws: `ToolError` after an interruption, `FileError` where the folder cannot be used.
    public func run(
        _ chosen: [ClassicExperiment], fresh: Bool = false, continuedBy command: String, on console: Console,
        done: ([ExperimentRecord]) throws -> Void = { _ in }
    ) throws -> [ExperimentRecord] {
        let lock = try locked()
        return try withExtendedLifetime(lock) {
            var (store, plans) = try (ReproductionStore(in: folder), try plans())
            if fresh { try forget(chosen, &store) }
            try run(chosen, plans, &store, continuedBy: command, on: console, done: done)
            return records(plans, store)
        }
    }

    private func locked() throws(FileError) -> RunLock {
        try AtomicFile.createFolder(folder.path)
        if folder.isLocked {
            throw FileError(
                .cannotCreateOutput, folder.path, "another process reproduces experiments here",
                expected: "its end, or another --output")
        }
        return try folder.lock()
    }

    private func run(
        _ chosen: [ClassicExperiment], _ plans: [String: Plan], _ store: inout ReproductionStore,
        continuedBy command: String, on console: Console, done: ([ExperimentRecord]) throws -> Void
    ) throws {
        let open = chosen.compactMap { experiment -> Double? in
            guard case .run(let ready)? = plans[experiment.name],
                known(experiment, plans[experiment.name], store)?.state != .done
            else { return nil }
            return ready.setting.seconds
        }
        var (clock, progress) = (RemainingTime(open), ReproductionProgress(console, chosen))
        for experiment in chosen {
            switch plans[experiment.name] {
            case .run(let ready)?:
                if known(experiment, plans[experiment.name], store)?.state != .done {
                    let start = ContinuousClock.now
                    do {
                        try run(experiment, ready, &store, console) { seconds in
                            progress.waiting(experiment, seconds, clock.left(after: seconds))
                        }
                    } catch {
                        try done(records(plans, store))
                        if Interruption.isRequested {
                            throw Interruption.error("in \(experiment.name)", resumeWith: command)
                        }
                        throw error
                    }
                    clock.finish(ready.setting.seconds, in: (ContinuousClock.now - start).seconds)
                }
                let record = ExperimentRecord(
                    experiment, .run(ready), store.entry(experiment.name), folder: run(of: experiment).path)
                progress.finished(record, clock.left)
                try done(records(plans, store))
            case .skip(let reason)?: progress.skipped(experiment, reason)
            case nil: break
            }
            progress.next()
        }
    }

    /// Forgets experiments and removes their folders.
    private func forget(_ chosen: [ClassicExperiment], _ store: inout ReproductionStore) throws {
        for experiment in chosen where store.entry(experiment.name) != nil { try remove(run(of: experiment)) }
        try store.forget(chosen.map(\.name))
    }

    private func remove(_ run: RunFolder) throws(FileError) {
        guard FileManager.default.fileExists(atPath: run.path) else { return }
        do { try FileManager.default.removeItem(atPath: run.path) } catch {
            throw FileError(.cannotCreateOutput, run.path, "cannot be removed")
        }
    }

    /// Runs an experiment's commands, from the first one that is not finished on.
    private func run(
        _ experiment: ClassicExperiment, _ ready: Ready, _ store: inout ReproductionStore, _ console: Console,
        waiting: (Double) -> Void
    ) throws {
        let own = run(of: experiment)
        var entry = try begun(experiment, ready, own, &store)
        (entry.state, entry.problem, entry.code) = (.begun, nil, nil)
        try store.keep(entry)
        let log = "\(folder.path)/\(experiment.name).log"
        if entry.outputs.isEmpty { try AtomicFile.write([], to: log) }
        var variables = environment
        if let data = ready.data { variables["KUMIKI_DATA"] = data.root }
        for (number, command) in ready.setting.commands.enumerated().dropFirst(entry.outputs.count) {
            // A tool whose kumiki was killed may still train here.
            if own.isLocked {
                console.note("\(experiment.name): another process trains \(own.path); waiting for its end")
                while own.isLocked, !Interruption.isRequested { usleep(50_000) }
            }
            if Interruption.isRequested { throw Interruption.error() }
            var arguments = command.arguments(run: own.path, data: ready.data?.path) + ["--json"]
            // The folder's configuration shows that the tool has begun.
            if number == 0, command.hasRun, FileManager.default.fileExists(atPath: own.configurationFile) {
                arguments.append("--resume")
            } else if number == 0 {
                (entry.seconds, entry.processorSeconds, entry.peakMemory) = (0, 0, 0)
            }
            let before = entry.seconds
            let output = "\(folder.path)/\(experiment.name).json"
            let child = ChildProcess(
                program: ready.tools[number].path, arguments: arguments, environment: variables, output: output,
                messages: log)
            let ended = try child.run(isInterrupted: { Interruption.isRequested }) {
                waiting(before + $0)
            }
            entry.seconds += ended.seconds
            entry.processorSeconds += ended.processorSeconds
            if Interruption.isRequested, ended.code != ExitStatus.success {
                try store.keep(entry)
                throw Interruption.error()
            }
            guard ended.code == ExitStatus.success, let result = Self.object(in: output) else {
                (entry.state, entry.code) = (.failed, Int(ended.code))
                if ended.code == ExitStatus.success { entry.code = Int(ExitStatus.software) }
                entry.problem = Self.problem(ended, command.tool, log: log)
                return try store.keep(entry)
            }
            entry.outputs.append(result)
            // The system's number may be that of kumiki, whose memory a child has until its program is loaded.
            entry.peakMemory = max(entry.peakMemory, result.wholeNumber("peak_memory_bytes") ?? ended.peakMemory)
            try store.keep(entry)
        }
        (entry.state, entry.ended) = (.done, Date().formatted(.iso8601))
        try store.keep(entry)
    }

    /// What an earlier call has begun with this setting, or a new beginning in an empty folder.
    private func begun(
        _ experiment: ClassicExperiment, _ ready: Ready, _ own: RunFolder, _ store: inout ReproductionStore
    ) throws -> ReproductionStore.Entry {
        let known = store.entry(experiment.name)
        if let known, known.identity == ready.identity, FileManager.default.fileExists(atPath: own.path) {
            return known
        }
        // Only a folder that an earlier call has made may go.
        if known == nil, FileManager.default.fileExists(atPath: own.path) {
            throw FileError(
                .cannotCreateOutput, own.path, "was not made by kumiki reproduce", expected: "another --output")
        }
        try remove(own)
        return ReproductionStore.Entry(name: experiment.name, identity: ready.identity)
    }

    /// The object that a tool printed; nil where it printed something else.
    private static func object(in file: String) -> JSONObject? {
        guard let bytes = try? WholeFile.read(file, limit: 256 << 20),
            case .object(let object)? = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        else { return nil }
        return object
    }

    /// The error line of a tool, its last line, or its signal.
    private static func problem(_ ended: ChildProcess.Outcome, _ tool: String, log: String) -> String {
        if let signal = ended.signal { return "ended by signal \(signal)" }
        if ended.code == ExitStatus.success { return "printed no JSON object" }
        let lines = String(decoding: (try? WholeFile.read(log, limit: 256 << 20)) ?? [], as: UTF8.self)
            .split(whereSeparator: \.isNewline)
        let label = "\(tool): error: "
        let line = lines.last { $0.hasPrefix(label) }.map { $0.dropFirst(label.count) } ?? lines.last
        return line.map { String($0).displayed } ?? "said nothing"
    }
}

/// The seconds that are left, from what the table expects and the pace so far.
struct RemainingTime {
    private var expected: Double
    private var (spent, spentExpected) = (0.0, 0.0)

    /// - Parameter expected: the seconds of every experiment that is run.
    init(_ expected: [Double]) { self.expected = expected.reduce(0, +) }

    /// An experiment has ended.
    mutating func finish(_ expected: Double, in seconds: Double) {
        self.expected -= expected
        spent += seconds
        spentExpected += expected
    }

    /// The seconds that are left.
    var left: Double {
        // The table's guess counts as a minute of experience.
        max(0, expected) * (spent + 60) / (spentExpected + 60)
    }

    /// The same within an experiment.
    func left(after seconds: Double) -> Double { max(0, left - seconds) }
}
