import Core
import FoundationEssentials

/// What a run of a tool was begun with: everything that its result depends on, kept in `config.json` and in every
/// checkpoint.
public protocol RunSettings: Codable, Equatable {
    /// The tool's name, under which its runs are kept.
    static var toolName: String { get }
    /// Threads to compute with.
    var threads: Int { get set }
    /// The name of the tool that wrote them.
    var tool: String { get }
    /// Whether a model can be made by them: a damaged file may say anything.
    var isSound: Bool { get }
}

/// The settings of a run whose training is told by a recipe of epochs.
public protocol TrainingSettings: RunSettings {
    associatedtype Recipe: TrainingRecipe
    /// How the model is trained.
    var recipe: Recipe { get set }
}

extension RunSettings {
    /// The settings as checkpoints carry them: the same bytes for the same settings.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// The settings of the run that wrote `checkpoint`, which was read from `file`.
    ///
    /// - Throws: `FileError` where another program wrote it, or the settings are damaged.
    public init(of checkpoint: Checkpoint, file: String) throws(FileError) {
        guard let text = checkpoint.configuration,
            let settings = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)), settings.tool == Self.toolName
        else { throw FileError(.badData, file, "was not written by \(Self.toolName)") }
        guard settings.isSound else { throw FileError(.badData, file, "holds settings that no model can have") }
        self = settings
    }

    /// The run to go on with, by name or folder, or else the latest, and the settings that it was begun with.
    ///
    /// - Throws: `ToolError` where there is none, `FileError` where its settings are damaged.
    public static func toResume(_ name: String?) throws -> (run: RunFolder, settings: Self) {
        guard let run = named(name) ?? .latest(of: toolName) else {
            throw ToolError.noInput("no run in runs/\(toolName) to go on with")
        }
        guard FileManager.default.fileExists(atPath: run.configurationFile) else {
            throw ToolError.noInput("\(run.path): no run to go on with, for it has no config.json")
        }
        let settings = try run.configuration(Self.self)
        guard settings.tool == toolName else {
            throw FileError(.badData, run.configurationFile, "is no configuration of this tool")
        }
        guard settings.isSound else {
            throw FileError(.badData, run.configurationFile, "holds settings that no model can have")
        }
        return (run, settings)
    }

    /// The run to use a model of, by name or folder, or else the latest that has one.
    ///
    /// - Throws: `ToolError` where there is none.
    public static func trained(_ name: String?) throws(ToolError) -> RunFolder {
        guard let run = named(name) ?? latestTrained else {
            let none = RunFolder.latest(of: toolName) == nil ? "no run in" : "no model has been saved yet in"
            throw ToolError.noInput("\(none) runs/\(toolName): train a model first, or name one with --run")
        }
        return run
    }

    /// The latest run that has a model: one that was killed at its beginning has none.
    public static var latestTrained: RunFolder? {
        .latest(of: toolName) { (try? $0.savedModel()) != nil }
    }

    /// The file of a model: a run's, by name or folder, the latest run's, or a `.safetensors` file itself.
    ///
    /// - Throws: `ToolError` where there is none.
    public static func modelFile(_ name: String?) throws(ToolError) -> String {
        if let name, name.hasSuffix(".safetensors") { return name }
        return try trained(name).savedModel()
    }

    private static func named(_ name: String?) -> RunFolder? {
        name.map { RunFolder.named($0, tool: toolName) }
    }
}

extension RunFolder {
    /// The file of the run's model, or of its latest checkpoint before there is one.
    ///
    /// - Throws: `ToolError` where nothing has been saved.
    public func savedModel() throws(ToolError) -> String {
        if FileManager.default.fileExists(atPath: modelFile) { return modelFile }
        guard FileManager.default.fileExists(atPath: path) else { throw ToolError.noInput("\(path): no such run") }
        guard let last = CheckpointFile.all(in: self).last else {
            throw ToolError.noInput("\(path): no model has been saved yet")
        }
        return last.path(in: self)
    }

    /// Makes what a killed run may lack, and removes what it may have left behind.
    ///
    /// - Throws: `FileError` where a folder cannot be made.
    public func prepareToGoOn() throws(FileError) {
        for folder in [checkpointFolder, figureFolder] { try AtomicFile.createFolder(folder) }
        for folder in [path, checkpointFolder, figureFolder] { AtomicFile.removeLeftovers(in: folder) }
    }
}
