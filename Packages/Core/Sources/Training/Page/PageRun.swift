import Files
import FoundationEssentials
import Foundations

/// A run as a page shows it. Reading never fails: what is damaged or missing becomes a problem in words.
struct PageRun: Sendable {
    let folder: RunFolder
    private(set) var state = RunState.foreign
    /// What could not be read, one sentence each.
    private(set) var problems: [String] = []
    private(set) var tool: String?
    /// `config.json` without its experiment.
    private(set) var configuration: JSONObject = [:]
    /// The settings, by their names in `config.json`.
    private(set) var settings: [String: String] = [:]
    /// `summary.json`; empty before the end of the training.
    private(set) var summary: JSONObject = [:]
    private(set) var metrics = RunTable()
    private(set) var steps = RunTable()
    private(set) var commands: [CommandRecord] = []
    private(set) var figures: [PageFigure] = []
    /// When the settings were written, in nanoseconds since 1970.
    private(set) var began: Int64?
    /// The runs of the other seeds.
    private(set) var seeds: [PageRun] = []

    /// The most seeds whose curves are read.
    private static let mostSeeds = 30
    /// The largest file that is read, in bytes.
    private static let mostBytes = 64 << 20

    init(_ folder: RunFolder, withSeeds: Bool = true) {
        self.folder = folder
        guard let stamp = FileStamp(folder.configurationFile) else {
            problems = ["\(folder.path): no config.json, so it is no run of Kumiki, or it was deleted meanwhile"]
            return
        }
        began = stamp.modified
        readSettings()
        guard state != .foreign, state != .newer else { return }
        if FileStamp(folder.summaryFile) != nil { readSummary() }
        metrics = table(folder.metricsFile)
        steps = table(folder.path + "/steps.csv")
        do { commands = try folder.commands() } catch { problems.append(error.description) }
        figures = PageFigure.all(in: folder)
        if withSeeds { readSeeds() }
    }

    /// Its name.
    var name: String { folder.name }

    private mutating func fail(_ problem: String) {
        problems.append(problem)
        if state == .finished || state == .unfinished || state == .training || state == .foreign { state = .damaged }
    }

    private mutating func readSettings() {
        guard let members = object(folder.configurationFile) else { return }
        guard case .string(let tool)? = members["tool"] else {
            problems.append("\(folder.path): no tool of Kumiki wrote its config.json")
            return
        }
        self.tool = tool
        if case .integer(let format)? = members["format"], format > RunFormat.current {
            state = .newer
            problems.append(
                "\(folder.path): written by a later version of Kumiki (format \(format), expected at most "
                    + "\(RunFormat.current))")
            return
        }
        state = folder.isFinished ? .finished : folder.isLocked ? .training : .unfinished
        configuration = members
        let experiment = members["experiment"] ?? .object(members)
        configuration["experiment"] = nil
        settings = SettingDifference.leaves(of: experiment)
    }

    private mutating func readSummary() {
        if let members = object(folder.summaryFile) { summary = members }
    }

    /// The members of a JSON file; nil where it is damaged, which is noted.
    private mutating func object(_ file: String) -> JSONObject? {
        do {
            let bytes = try WholeFile.read(file, limit: Self.mostBytes)
            if case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) {
                return members
            }
            fail("\(file): is not a JSON object")
        } catch {
            fail(error.description)
        }
        return nil
    }

    /// A table of numbers; empty where there is none or it is damaged, which is noted.
    private mutating func table(_ file: String) -> RunTable {
        guard let stamp = FileStamp(file), stamp.size <= Self.mostBytes else { return RunTable() }
        do { return try RunTable(reading: file) } catch {
            // The training writes it at this moment, or the process was killed within a row on a foreign file system.
            problems.append(error.description)
            return RunTable()
        }
    }

    private mutating func readSeeds() {
        let parent = folder.path + "/seeds"
        let names = FileTree(folder: parent).entries().filter(\.isFolder).map { String(describing: $0.name) }
            .filter { FileStamp("\(parent)/\($0)/config.json") != nil }
        seeds = names.prefix(Self.mostSeeds).map { PageRun(RunFolder("\(parent)/\($0)"), withSeeds: false) }
        if names.count > Self.mostSeeds {
            problems.append(
                "\(folder.path): the curves of the first \(Self.mostSeeds) of \(Readable.count(names.count)) other seeds "
                    + "are drawn")
        }
    }
}

extension PageRun {
    /// The model's name.
    var model: String? { summary.text("model") ?? settings["model"] }
    /// The data set's name or folder.
    var dataset: String? {
        if let name = summary.text("dataset") ?? settings["dataset"] { return name }
        guard case .object(let facts)? = configuration["data"] else { return nil }
        return facts.text("source")
    }
    /// The last part of the data set's path.
    var shortDataset: String? { dataset.map { $0.split(separator: "/").last.map(String.init) ?? $0 } }

    /// The moment when its settings were written, in UTC: "2026-11-29 14:03".
    var date: String? { began.map(FileStamp.minute(ofNanoseconds:)) }

    /// The energy of the training; nil where the summary does not say it.
    var energy: EnergyTotal? { EnergyTotal(of: [summary]) }

    /// The latest value of a column of the metrics.
    func latest(_ metric: Metric) -> Double? {
        guard let place = metrics.header.firstIndex(of: metric.name) else { return nil }
        return metrics.rows.last { $0.count > place && !$0[place].isNaN }?[place]
    }

    /// The value of a metric: that of the kept weights, or of the latest epoch where the training is not finished.
    func value(_ metric: Metric) -> Double? { summary.members.isEmpty ? latest(metric) : summary.number(metric.name) }
}

extension JSONObject {
    /// A member with a text.
    func text(_ name: String) -> String? { if case .string(let text)? = self[name] { text } else { nil } }
}
