import CommandLineSupport
import Core
import FoundationEssentials
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: Codable, Equatable {
    var tool = toolName
    var version = KumikiVersion.current
    var language: String
    var cell: CellName
    var recipe: CountingRecipe
    var seed: UInt64
    /// One by default: these networks are too small to share.
    var threads: Int

    static let toolName = "anbn-train"

    /// The configuration as checkpoints carry it: the same bytes for the same settings.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// The language of this name.
    ///
    /// - Throws: `ToolError` where the name is not known.
    static func language(_ name: String) throws -> CountingLanguage {
        try Suggestions.find(name, kind: "language", in: CountingLanguage.all, by: \.name)
    }

    /// The network as it begins.
    ///
    /// - Throws: `ToolError` where the language is not known.
    func makeNetwork() throws -> CountingNetwork {
        var random = RandomStream(seed: seed, name: "init")
        return CountingNetwork(
            try Self.language(language), cell: cell.cell, hidden: recipe.hidden, forgetBias: recipe.forgetBias,
            random: &random)
    }

    /// What is learnt by what, such as "LSTM on aⁿbⁿ".
    ///
    /// - Throws: `ToolError` where the language is not known.
    func title() throws -> String {
        "\(cell.rawValue.uppercased()) on \(try Self.language(language).notation)"
    }
}

/// A trained network and what it was trained as, read from a run.
struct StoredNetwork {
    let configuration: RunConfiguration
    let network: CountingNetwork
    let run: RunFolder

    /// The network of a run folder, or of the latest run.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    init(run name: String?) throws {
        let named = name.map { RunFolder.named($0, tool: RunConfiguration.toolName) }
        guard let run = named ?? RunFolder.latest(of: RunConfiguration.toolName) else {
            throw ToolError.noInput(
                "no run in runs/\(RunConfiguration.toolName): train a network first, or name one with --run")
        }
        guard FileManager.default.fileExists(atPath: run.path) else {
            throw ToolError.noInput("\(run.path): no such run")
        }
        let last = CheckpointFile.all(in: run).last?.path(in: run)
        let hasModel = FileManager.default.fileExists(atPath: run.modelFile)
        guard let file = hasModel ? run.modelFile : last else {
            throw ToolError.noInput("\(run.path): no network has been saved yet")
        }
        let checkpoint = try Checkpoint(file)
        guard let text = checkpoint.configuration,
            let configuration = try? JSONDecoder().decode(RunConfiguration.self, from: Data(text.utf8))
        else { throw FileError(.badData, file, "was not written by \(RunConfiguration.toolName)") }
        network = try configuration.makeNetwork()
        try checkpoint.restoreWeights(of: network)
        self.configuration = configuration
        self.run = run
    }
}
