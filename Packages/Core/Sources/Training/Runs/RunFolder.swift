import Files
import FoundationEssentials

/// The folder of one run: `config.json`, `metrics.csv`, `checkpoints/`, `figures/`, `model.safetensors`,
/// `summary.json`.
public struct RunFolder: Sendable, Equatable {
    public let path: String

    public init(_ path: String) {
        self.path = path
    }

    public var configurationFile: String { path + "/config.json" }
    public var metricsFile: String { path + "/metrics.csv" }
    public var summaryFile: String { path + "/summary.json" }
    /// Only the weights, with PyTorch's names.
    public var modelFile: String { path + "/model.safetensors" }
    public var checkpointFolder: String { path + "/checkpoints" }
    public var figureFolder: String { path + "/figures" }

    /// The folder that `--run` means: a path where it has a slash or is `.` or `..`, as in a shell, otherwise a name
    /// under `runs/<tool>/`.
    public static func named(_ name: String, tool: String) -> RunFolder {
        if name == "." || name == ".." { return RunFolder(name) }
        guard name.contains("/") else { return RunFolder("runs/\(tool)/\(name)") }
        var path = Substring(name)
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return RunFolder(String(path))
    }

    /// The run's name in tables: the last part of its path.
    public var name: String {
        let whole = path.hasSuffix(".") ? AtomicFile.resolved(path) : path
        return whole.split(separator: "/").last.map(String.init) ?? whole
    }

    /// A folder that does not exist yet, named after the time in UTC.
    public static func new(tool: String, at date: Date = Date()) -> RunFolder {
        let stamp = date.formatted(
            .iso8601.year().month().day().dateSeparator(.dash).time(includingFractionalSeconds: false)
                .timeSeparator(.omitted)
        ).replacing("T", with: "-").replacing("Z", with: "")
        let base = named(stamp, tool: tool).path
        var path = base
        var attempt = 2
        while FileManager.default.fileExists(atPath: path) {
            path = "\(base)-\(attempt)"
            attempt += 1
        }
        return RunFolder(path)
    }

    /// Whether a configuration is there.
    package var isBegun: Bool { FileManager.default.fileExists(atPath: configurationFile) }

    /// Whether the training is finished.
    public var isFinished: Bool { FileManager.default.fileExists(atPath: summaryFile) }

    /// All folders of `tool`, by name.
    public static func all(of tool: String) -> [RunFolder] {
        let parent = "runs/\(tool)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.sorted().map { RunFolder("\(parent)/\($0)") }
    }

    /// The run of `tool` whose configuration was written last, of all runs or of those that are suitable.
    public static func latest(of tool: String, where isSuitable: (RunFolder) -> Bool = { _ in true }) -> RunFolder? {
        let dated = all(of: tool).compactMap { run -> (RunFolder, Date)? in
            let attributes = try? FileManager.default.attributesOfItem(atPath: run.configurationFile)
            return (attributes?[.modificationDate] as? Date).map { (run, $0) }
        }
        return dated.sorted { ($0.1, $0.0.path) > ($1.1, $1.0.path) }.first { isSuitable($0.0) }?.0
    }

    /// Writes `value` as JSON with sorted keys.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public func write(_ value: some Encodable, to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write([UInt8](encoder.encode(value)) + [0x0A], to: file)
    }

    /// The configuration that began the run.
    ///
    /// - Throws: `FileError` where it is missing or damaged.
    public func configuration<Value: Decodable>(_ type: Value.Type) throws(FileError) -> Value {
        let bytes = try WholeFile.read(configurationFile)
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw FileError(.badData, configurationFile, "is not a configuration of this tool")
        }
    }
}
