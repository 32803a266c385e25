import Engine
import Files
import FoundationEssentials
import Foundations

/// Several trainings as one resumable series, each with its own run: seeds, sweeps, comparisons.
public struct ExperimentSeries<E: Experiment> {
    /// One of the trainings.
    public struct Member: Codable, Equatable {
        /// The name of its folder within the series.
        public let name: String
        /// Its name in tables and figures.
        public let title: String
        /// The experiment.
        public let experiment: E

        /// A training of a series.
        public init(name: String, title: String, experiment: E) {
            (self.name, self.title, self.experiment) = (name, title, experiment)
        }

        /// The identity of the training: its settings without the number of threads and the version.
        var settings: String {
            get throws {
                var experiment = experiment
                experiment.threads = 1
                return try RunConfigurationFile(experiment).settings
            }
        }
    }

    /// The result of a training.
    public struct Result {
        /// The training.
        public let member: Member
        /// The contents of `summary.json`.
        public let summary: JSONObject
        /// The figures of its epochs.
        public let log: MetricsLog

        /// A number of the summary; nil where it has none of that name.
        public func number(_ name: String) -> Double? { summary.number(name) }
        /// The same for a whole number.
        public func wholeNumber(_ name: String) -> Int? { summary.wholeNumber(name) }
    }

    /// The member of a result with the peak memory of that training, in bytes: `peak_memory_bytes` is the process's.
    /// Missing where the system does not report it; for an interrupted training, it is the last process's.
    public static var memoryName: String { "training_memory_bytes" }

    /// The trainings, in order.
    public let members: [Member]
    /// The folder of the series.
    public let folder: RunFolder
    let console: Console
    /// The command that continues the series.
    let resumeCommand: String
    /// Steps from one report of the loss to the next, for every member; nil for none.
    public var logEvery: Int?
    /// What every member measures besides its results.
    public var measures = Measures()
    /// The part of the trainings that this process does.
    public var part = TaskPart.whole
    /// The place of the first member among the tasks that are divided into parts.
    var firstTask = 0
    /// Whether divergence is a result, whose summary has a member `diverged`, and the next training follows; otherwise
    /// it is an error.
    public var keepsDiverged = false

    /// - Parameters:
    ///   - members: the trainings, in order.
    ///   - folder: gets a folder for each member.
    ///   - resumeCommand: the command that continues an interrupted series.
    ///   - console: where the trainings report.
    public init(_ members: [Member], in folder: RunFolder, continuedBy resumeCommand: String, console: Console) {
        (self.members, self.folder, self.console) = (members, folder, console)
        self.resumeCommand = resumeCommand
    }

    /// The folder of a member's run.
    public func folder(of member: Member) -> RunFolder { RunFolder("\(folder.path)/\(member.name)") }

    /// Trains the unfinished members, one after the other, and continues those that have begun; ranks do their parts at
    /// the same time.
    ///
    /// - Parameters:
    ///   - isQuiet: whether members show no progress.
    ///   - done: called after every training.
    ///   - begin: what comes before the first member.
    /// - Returns: the results of all members; nil where others are to do the rest, or rank 0 reports.
    /// - Throws: as `TrainingRun.perform` does.
    public func train(
        isQuiet: Bool = false, done: (Result) -> Void = { _ in }, after begin: () throws -> Void = {}
    ) throws -> [Result]? {
        let world = Ranks.world
        let own = try Ranks.together {
            try begin()
            return try train(part.own, isQuiet, done)
        }
        if world.size == 1 { return own }
        if world.rank > 0 { return nil }
        // What the others have finished is in the folder by now.
        guard let all = try own ?? train(.none, true, { _ in }) else { throw Ranks.missingResults(in: folder) }
        return all
    }

    private func train(_ part: TaskPart, _ isQuiet: Bool, _ done: (Result) -> Void) throws -> [Result]? {
        var series = try Series(in: folder, part)
        var results: [Result] = []
        var isComplete = true
        let silent = Console(isQuiet: true)
        for (number, member) in members.enumerated() {
            let own = folder(of: member)
            let settings = try member.settings
            if let known = series.result(of: member.name, with: settings) {
                results.append(Result(member: member, summary: known, log: try MetricsLog(reading: own)))
                continue
            }
            guard part.contains(firstTask + number) else {
                isComplete = false
                continue
            }
            if !isQuiet { console.note("\(member.title) (\(number + 1) of \(members.count))") }
            let voice = isQuiet ? silent : console
            let reader = number == 0 || isQuiet ? voice : silent
            let ownMemory = PeakMemory.ofPart()
            var (known, log) = try self.result(of: member, in: own, voice, readingWith: reader)
            known[Self.memoryName] = ownMemory?().map { .integer($0) }
            try series.finish(member.name, with: settings, known)
            let summary = series.result(of: member.name, with: settings) ?? known
            let result = Result(member: member, summary: summary, log: log)
            results.append(result)
            done(result)
        }
        guard isComplete else { return nil }
        try writeEmissions()
        return results
    }

    /// The energy of all members in one table for other programs.
    private func writeEmissions() throws {
        let records = try members.map { try EnergyRecord(of: folder(of: $0)) }
        let rows = zip(records, members).flatMap { record, member in
            EmissionsTable.rows(record?.parts ?? [], tool: E.tool, run: member.name)
        }
        if !rows.isEmpty { try AtomicFile.write(EmissionsTable.bytes(rows), to: folder.emissionsFile) }
    }

    private func result(
        of member: Member, in own: RunFolder, _ voice: Console, readingWith reader: Console
    ) throws -> (summary: JSONObject, log: MetricsLog) {
        do {
            let outcome = try train(member, in: own, voice, readingWith: reader)
            return (outcome.summary.json, outcome.trained.log)
        } catch let error as TrainingError where keepsDiverged {
            console.warning("\(member.title): \(error)")
            var summary: JSONObject = ["run": .string(own.path), "diverged": .string("\(error)")]
            for member in try EnergyRecord(of: own)?.total?.members.members ?? [] { summary[member.key] = member.value }
            return (summary, try MetricsLog(reading: own))
        }
    }

    /// Trains one member, or continues it.
    private func train(
        _ member: Member, in own: RunFolder, _ voice: Console, readingWith reader: Console
    ) throws -> TrainingRun<E>.Outcome {
        ComputeContext.threads = member.experiment.threads
        let data = try member.experiment.readData(reader)
        var experiment = member.experiment
        try experiment.adopt(data)
        try AtomicFile.createFolder(own.path)
        let lock = try own.lock()
        return try withExtendedLifetime(lock) {
            let isBegun = FileManager.default.fileExists(atPath: own.configurationFile)
            if isBegun {
                let stored = try own.configuration(of: E.self).experiment
                try stored.requireUnchanged(data, of: own)
                try experiment.requireContinuing(stored, in: own)
            }
            var run = TrainingRun(experiment, data, in: own, console: voice)
            (run.resumeCommand, run.logEvery, run.measures) = (resumeCommand, logEvery, measures)
            run.isBrief = member.name != members[0].name
            return try run.perform(continuing: isBegun)
        }
    }
}

extension Experiment {
    /// Checks that this experiment can continue the run in a folder.
    ///
    /// - Throws: `ToolError` where settings differ that a continuation cannot change.
    fileprivate func requireContinuing(_ stored: Self, in folder: RunFolder) throws(ToolError) {
        let allowed = stored.continued(as: self)
        guard allowed != self else { return }
        let changes = SettingDifference.between(allowed, self).joined(separator: ", ")
        throw .usage("\(folder.path) was begun with other settings; \(changes)")
    }
}

extension JSONObject {
    /// A member with a whole number.
    public func wholeNumber(_ name: String) -> Int? { number(name).flatMap(Int.init(exactly:)) }

    /// A member with a number.
    public func number(_ name: String) -> Double? {
        switch self[name] {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        default: nil
        }
    }
}
