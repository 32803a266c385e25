import Core
import FoundationEssentials

/// A run as a table shows it: what its files say, whatever tool wrote them.
public struct RunRecord: Equatable, Sendable {
    public let path: String
    /// Its name: the last part of the path.
    public let name: String
    public private(set) var state = RunState.unfinished
    public private(set) var tool: String?
    public private(set) var model: String?
    public private(set) var dataset: String?
    public private(set) var epochs: Int?
    /// The figure that it is compared by.
    public private(set) var metric: Metric?
    public private(set) var value: Double?
    /// When its settings were written, in nanoseconds since 1970; nil where it has none.
    public private(set) var began: Int64?
    /// What is damaged, for a damaged run.
    public private(set) var problem: String?

    /// The figures that a run is compared by, in this order, unless the user names one.
    private static let preferred = [
        Metric.accuracy(.test), .loss(.test), .accuracy(.validation), .loss(.validation), .accuracy(.training),
        .trainLoss,
    ]

    /// Reads a run's folder. Nothing that is in it is an error.
    ///
    /// - Parameters:
    ///   - folder: the run's folder.
    ///   - wanted: the name of the figure to show; nil for the first of the usual ones.
    public init(_ folder: RunFolder, metric wanted: String? = nil) {
        (path, name) = (folder.path, folder.name)
        guard let stamp = FileStamp(folder.configurationFile) else {
            // A tool makes the folder before its settings; one that was killed in between leaves it empty.
            state = FileTree(folder: path).entries().isEmpty ? (folder.isLocked ? .training : .unfinished) : .foreign
            return
        }
        began = stamp.modified
        do {
            try read(folder, wanted)
        } catch {
            (state, problem) = (.damaged, error.description)
        }
    }

    private mutating func read(_ folder: RunFolder, _ wanted: String?) throws(FileError) {
        let settings: RunSettings = try Self.decoded(folder.configurationFile)
        guard let tool = settings.tool else { return state = .foreign }
        (self.tool, model, dataset) = (tool, settings.model, settings.dataset)
        if let format = settings.format, format > RunFormat.current { return state = .newer }
        let choices =
            wanted.map { name in [Self.preferred.first { $0.name == name } ?? Metric(name)] } ?? Self.preferred
        guard folder.isFinished else {
            state = folder.isLocked ? .training : .unfinished
            // Another process may write it at this moment.
            guard let log = try? MetricsLog(reading: folder), let last = log.rows.last else { return }
            func figure(_ name: String) -> Double? { last.first { $0.name == name }?.value }
            epochs = figure(Metric.epoch.name).flatMap { Int(exactly: $0) }
            choose(choices, from: figure)
            return
        }
        let summary: RunFigures = try Self.decoded(folder.summaryFile)
        state = .finished
        (model, dataset) = (summary.text("model") ?? model, summary.text("dataset") ?? dataset)
        epochs = summary.number("epochs").flatMap { Int(exactly: $0) }
        choose(choices, from: summary.number)
    }

    private mutating func choose(_ choices: [Metric], from figure: (String) -> Double?) {
        for choice in choices {
            guard let found = figure(choice.name) else { continue }
            (metric, value) = (choice, found)
            return
        }
    }

    private static func decoded<Value: Decodable>(_ file: String) throws(FileError) -> Value {
        let bytes = try WholeFile.read(file, limit: 64 << 20)
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw FileError(.badData, file, bytes.isEmpty ? "is empty" : "is not a JSON object")
        }
    }

    /// The moment when its settings were written, in UTC, such as "2026-11-29 14:03".
    public var date: String? { began.map(FileStamp.minute(ofNanoseconds:)) }

    /// The run for `--json`.
    public var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "path": .string(path), "state": .string(state.rawValue)]
        object["tool"] = tool.map { .string($0) }
        object["model"] = model.map { .string($0) }
        object["dataset"] = dataset.map { .string($0) }
        object["epochs"] = epochs.map { .integer($0) }
        object["metric"] = metric.map { .string($0.name) }
        object["value"] = value.map { .number($0) }
        object["began"] = date.map { .string($0.replacing(" ", with: "T") + "Z") }
        object["problem"] = problem.map { .string($0) }
        return .object(object)
    }
}

/// What every `config.json` of Kumiki says, of any tool and version. Only these members are decoded.
private struct RunSettings: Decodable {
    var format: Int?
    var tool: String?
    var model: String?
    var dataset: String?

    private enum Keys: String, CodingKey { case format, tool, model, dataset, experiment, data, source }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Keys.self)
        format = try? members.decode(Int.self, forKey: .format)
        tool = try? members.decode(String.self, forKey: .tool)
        let experiment = (try? members.nestedContainer(keyedBy: Keys.self, forKey: .experiment)) ?? members
        model = try? experiment.decode(String.self, forKey: .model)
        dataset = try? experiment.decode(String.self, forKey: .dataset)
        if dataset == nil, let data = try? members.nestedContainer(keyedBy: Keys.self, forKey: .data) {
            dataset = try? data.decode(String.self, forKey: .source)
        }
    }
}

/// The members of a `summary.json`, decoded when they are asked for.
private struct RunFigures: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let members: KeyedDecodingContainer<Name>

    init(from decoder: any Decoder) throws { members = try decoder.container(keyedBy: Name.self) }

    func number(_ name: String) -> Double? {
        try? members.decodeIfPresent(Double.self, forKey: Name(stringValue: name))
    }
    func text(_ name: String) -> String? { try? members.decodeIfPresent(String.self, forKey: Name(stringValue: name)) }
}
