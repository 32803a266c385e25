import CommandLineSupport
import Core
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: TrainingSettings, ModelSettings {
    var tool = toolName
    var version = KumikiVersion.current
    var language: String
    var cell: CellName
    var recipe: CountingRecipe
    var seed: UInt64
    /// One by default: these networks are too small to share.
    var threads: Int

    static let toolName = "anbn-train"

    var isSound: Bool {
        (1...1_000).contains(recipe.hidden) && (2...1_000).contains(recipe.longest)
            && (1...1_000_000_000).contains(recipe.epochs) && (1...1_000_000_000).contains(recipe.batchSize)
            && (1...1_000_000_000).contains(recipe.stringsPerEpoch) && (1...4_096).contains(threads)
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
    func makeModel() throws -> CountingNetwork {
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
