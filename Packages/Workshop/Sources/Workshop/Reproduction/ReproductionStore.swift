import Core
import FoundationEssentials

/// What earlier calls have begun, finished and failed at: `progress.json` in the folder.
struct ReproductionStore {
    /// An experiment that was begun.
    struct Entry: Equatable {
        enum State: String {
            case begun, done, failed
        }

        let name: String
        /// The identity of its setting; an entry of another identity is of another experiment.
        let identity: String
        var state = State.begun
        /// What the finished commands printed.
        var outputs: [JSONObject] = []
        /// Seconds of all commands, over all calls.
        var seconds = 0.0
        /// Seconds on processors.
        var processorSeconds = 0.0
        /// The most memory of a command, in bytes.
        var peakMemory = 0
        /// The moment of its end, in UTC; empty before.
        var ended = ""
        /// The last line of a failure.
        var problem: String?
        /// The exit code of a failure.
        var code: Int?
    }

    private let file: String
    private(set) var entries: [Entry] = []

    /// - Throws: `FileError` where the file is damaged.
    init(in folder: RunFolder) throws(FileError) {
        file = folder.path + "/progress.json"
        guard FileManager.default.fileExists(atPath: file) else { return }
        let bytes = try WholeFile.read(file)
        guard case .array(let rows)? = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)),
            case let known = rows.compactMap(Entry.init), known.count == rows.count
        else {
            throw FileError(
                .badData, file, "is not a list of finished experiments",
                expected: "the original file; without its folder, all experiments are run again")
        }
        entries = known
    }

    /// What is known of an experiment, of whatever setting.
    func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// Keeps an entry instead of any other of its name.
    ///
    /// - Throws: `FileError` where the file cannot be written.
    mutating func keep(_ entry: Entry) throws(FileError) {
        entries.removeAll { $0.name == entry.name }
        entries.append(entry)
        try write()
    }

    /// Forgets experiments.
    ///
    /// - Throws: `FileError` where the file cannot be written.
    mutating func forget(_ names: [String]) throws(FileError) {
        entries.removeAll { names.contains($0.name) }
        try write()
    }

    private func write() throws(FileError) {
        try AtomicFile.write(Array((JSONValue.array(entries.map(\.json)).text + "\n").utf8), to: file)
    }
}

extension ReproductionStore.Entry {
    fileprivate init?(_ value: JSONValue) {
        guard case .object(let members) = value, case .string(let name)? = members["name"],
            case .string(let identity)? = members["identity"], case .string(let word)? = members["state"],
            let state = State(rawValue: word), case .array(let outputs)? = members["outputs"]
        else { return nil }
        self.init(name: name, identity: identity, state: state)
        self.outputs = outputs.compactMap { if case .object(let output) = $0 { output } else { nil } }
        seconds = members.number("seconds") ?? 0
        processorSeconds = members.number("processor_seconds") ?? 0
        peakMemory = members.wholeNumber("peak_memory_bytes") ?? 0
        if case .string(let text)? = members["ended"] { ended = text }
        if case .string(let text)? = members["problem"] { problem = text }
        code = members.wholeNumber("code")
    }

    fileprivate var json: JSONValue {
        var members: JSONObject = [
            "name": .string(name), "identity": .string(identity), "state": .string(state.rawValue),
            "seconds": .number(seconds), "processor_seconds": .number(processorSeconds),
            "peak_memory_bytes": .integer(peakMemory), "ended": .string(ended),
            "outputs": .array(outputs.map { .object($0) }),
        ]
        members["problem"] = problem.map { .string($0) }
        members["code"] = code.map { .integer($0) }
        return .object(members)
    }
}
