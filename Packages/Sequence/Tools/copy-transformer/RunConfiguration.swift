import CommandLineSupport
import Core
import FoundationEssentials
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: Codable, Equatable {
    var tool = toolName
    var version = KumikiVersion.current
    var task: String
    var bits: Int
    var trainingSequences: Int
    var validationSequences: Int
    var recipe: CopyRecipe
    var seed: UInt64
    var threads: Int

    static let toolName = "copy-transformer"

    /// The configuration as checkpoints carry it: the same bytes for the same settings.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// The task by its name.
    ///
    /// - Throws: `ToolError` where the name is not known.
    func copyTask() throws -> CopyTask {
        try Suggestions.find(task, kind: "task", in: CopyTask.all, by: \.name)
    }

    /// The model as it begins.
    func makeModel() -> CopyTransformer {
        var random = RandomStream(seed: seed, name: "init")
        return CopyTransformer(recipe.sizes, longest: bits + 2, random: &random)
    }
}

/// A trained model and what it was trained as, read from a run or a single file.
struct StoredModel {
    let configuration: RunConfiguration
    let model: CopyTransformer
    let source: String

    /// The model of a run folder, of a checkpoint file, or of the latest run.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    init(run: String?) throws {
        let file = try Self.file(run)
        let checkpoint = try Checkpoint(file)
        guard let text = checkpoint.configuration,
            let configuration = try? JSONDecoder().decode(RunConfiguration.self, from: Data(text.utf8)),
            configuration.isSound
        else { throw FileError(.badData, file, "was not written by \(RunConfiguration.toolName)") }
        model = configuration.makeModel()
        try checkpoint.restoreWeights(of: model)
        self.configuration = configuration
        source = file
    }

    private static func file(_ run: String?) throws -> String {
        if let run, run.hasSuffix(".safetensors") { return run }
        let folder = run.map { RunFolder.named($0, tool: RunConfiguration.toolName) }
        guard let folder = folder ?? RunFolder.latest(of: RunConfiguration.toolName) else {
            throw ToolError.noInput(
                "no run in runs/\(RunConfiguration.toolName): train a model first, or name one with --run")
        }
        if FileManager.default.fileExists(atPath: folder.modelFile) { return folder.modelFile }
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw ToolError.noInput("\(folder.path): no such run")
        }
        guard let last = CheckpointFile.all(in: folder).last else {
            throw ToolError.noInput("\(folder.path): no model has been saved yet")
        }
        return last.path(in: folder)
    }
}

extension RunConfiguration {
    /// Whether a model can be made of it: a file may say anything.
    var isSound: Bool {
        let sizes = recipe.sizes
        return (1...1_000).contains(bits) && (1...4_096).contains(sizes.width) && sizes.heads > 0
            && sizes.width % sizes.heads == 0 && (0...64).contains(sizes.encoderLayers)
            && (0...64).contains(sizes.decoderLayers) && (1...65_536).contains(sizes.feedForward)
            && (0..<1).contains(sizes.dropout) && recipe.batchSize > 0 && recipe.epochs > 0 && trainingSequences > 0
            && validationSequences > 0
    }
}
