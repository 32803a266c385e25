import CommandLineSupport
import Core
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: RunSettings {
    var tool = toolName
    var version = KumikiVersion.current
    var language: String
    var cell: CellName
    var recipe: CountingRecipe
    var seed: UInt64
    /// One by default: these networks are too small to share.
    var threads: Int

    static let toolName = "anbn-train"

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
        run = try RunConfiguration.trained(name)
        let file = try run.savedModel()
        let checkpoint = try Checkpoint(file)
        configuration = try RunConfiguration(of: checkpoint, file: file)
        network = try configuration.makeNetwork()
        try checkpoint.restoreWeights(of: network)
    }
}
