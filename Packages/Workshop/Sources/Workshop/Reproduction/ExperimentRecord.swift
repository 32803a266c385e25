import Core

/// An experiment of the table with what is known of it: its results beside their references, and what it took.
public struct ExperimentRecord: Sendable {
    /// How far it is.
    public enum State: String, Sendable {
        /// Every command has ended well.
        case done
        /// A command has failed.
        case failed
        /// It cannot be run here.
        case skipped
        /// It was not run to its end yet.
        case open

        init(_ state: ReproductionStore.Entry.State) {
            switch state {
            case .begun: self = .open
            case .done: self = .done
            case .failed: self = .failed
            }
        }
    }

    /// A result beside its reference.
    public struct Result: Sendable {
        public let figure: ComparedFigure
        /// Nil where the run has no such number.
        public let ours: Double?

        /// Whether it is as good as the reference.
        public var isMet: Bool { ours.map { figure.isMet(by: $0) } ?? false }
        /// "met", "missed", or "no result".
        public var verdict: String { ours == nil ? "no result" : isMet ? "met" : "missed" }
        /// The number in words; a dash where there is none.
        public var words: String { ours.map { figure.text($0) } ?? "–" }
        /// The difference from the reference in words; empty where there is none.
        public var deviation: String { ours.map { figure.deviation($0) } ?? "" }
    }

    public let experiment: ClassicExperiment
    public let state: State
    /// Why it was skipped, or the last line of its failure.
    public let reason: String?
    /// The exit code of its failure.
    public let code: Int?
    /// The commands, as a reader types them.
    public let commands: [String]
    /// The data set; nil for built-in data.
    public let data: String?
    /// The seconds that it is expected to take.
    public let expectedSeconds: Double
    public let results: [Result]
    /// Seconds of all commands.
    public let seconds: Double
    /// Seconds on processors, of all threads.
    public let processorSeconds: Double
    /// The most memory at once, in bytes.
    public let peakMemory: Int
    /// The moment of its end, in UTC; empty before.
    public let ended: String
    /// The folder of its run.
    public let folder: String
    /// The pictures that show most, by their paths in the folder.
    public let pictures: [String]
    /// The energy of all commands, as the tools measured or estimated it; nil where they say nothing.
    public let energy: EnergyTotal?

    init(
        _ experiment: ClassicExperiment, _ plan: Reproduction.Plan, _ entry: ReproductionStore.Entry?, folder: String
    ) {
        (self.experiment, self.folder) = (experiment, folder)
        switch plan {
        case .skip(let reason):
            (state, self.reason, code) = (.skipped, reason, nil)
            (commands, data, expectedSeconds, results, pictures) = ([], nil, 0, [], [])
        case .run(let ready):
            let state = entry.map { State($0.state) } ?? .open
            (self.state, reason, code) = (state, entry?.problem, entry?.code)
            let (setting, outputs) = (ready.setting, entry?.outputs ?? [])
            commands = setting.commands.map { $0.shown(data: ready.data?.path) }
            (data, expectedSeconds, pictures) = (setting.data, setting.seconds, setting.pictures)
            results = setting.figures.map { figure in
                Result(figure: figure, ours: state == .done ? figure.result(in: outputs, folder: folder) : nil)
            }
        }
        (seconds, processorSeconds) = (entry?.seconds ?? 0, entry?.processorSeconds ?? 0)
        (peakMemory, ended) = (entry?.peakMemory ?? 0, entry?.ended ?? "")
        energy = EnergyTotal(of: entry?.outputs ?? [])
    }

    /// The whole in a word or two: "met", "2 of 3 met", "failed (65): …".
    public var verdict: String {
        switch state {
        case .done:
            let met = results.count { $0.isMet }
            return results.isEmpty
                ? "done"
                : met == results.count
                    ? "met"
                    : results.count == 1
                        ? results[0].verdict
                        : "\(met) of \(results.count) met"
        case .failed: return "failed (\(code ?? 0)): \(reason ?? "")"
        case .skipped: return "skipped: \(reason ?? "")"
        case .open: return "not run yet"
        }
    }

    /// Time, memory and energy in words; empty where they are not known.
    var costs: [String] {
        [
            seconds > 0 ? Readable.duration(seconds) : "", peakMemory > 0 ? Readable.bytes(peakMemory) : "",
            energy?.joulesWords ?? "",
        ]
    }

    /// The record for `--json`.
    public var json: JSONValue {
        var object: JSONObject = [
            "name": .string(experiment.name), "group": .string(experiment.group),
            "title": .string(experiment.title), "state": .string(state.rawValue),
        ]
        object["reason"] = reason.map { .string($0) }
        object["code"] = code.map { .integer($0) }
        if !commands.isEmpty {
            object["commands"] = .array(commands.map { .string($0) })
            object["data"] = .string(data ?? "built in")
            object["expected_seconds"] = .number(expectedSeconds)
        }
        if !ended.isEmpty {
            object["ended"] = .string(ended)
            object["seconds"] = .number(seconds)
            object["processor_seconds"] = .number(processorSeconds)
            object["peak_memory_bytes"] = .integer(peakMemory)
            for member in energy?.members.members ?? [] { object[member.key] = member.value }
            object["run"] = .string(folder)
        }
        object["figures"] = results.isEmpty ? nil : .array(results.map(\.json))
        return .object(object)
    }
}

extension ExperimentRecord.Result {
    /// The comparison for `--json`.
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "figure": .string(figure.name), "is": .string(figure.rule.rawValue),
            "reference": .number(figure.reference), "tolerance": .number(figure.tolerance),
            "source": .string(figure.source),
        ]
        object["note"] = figure.note.map { .string($0) }
        if let ours {
            object["ours"] = .number(ours)
            object["deviation"] = .number(ours - figure.reference)
            object["met"] = .bool(isMet)
        }
        return .object(object)
    }
}
