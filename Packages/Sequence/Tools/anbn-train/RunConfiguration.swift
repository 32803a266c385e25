import CommandLineSupport
import Core
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: TrainingSettings {
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

/// A trained network and what it was trained as, read from a run or a single file.
struct StoredNetwork {
    let configuration: RunConfiguration
    let network: CountingNetwork
    /// The run's folder, or the file.
    let source: String
    /// The run to draw into; nil where the network is a single file's.
    let run: RunFolder?

    /// The network of a run folder, of a checkpoint file, or of the latest run.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    init(run name: String?) throws {
        let isFile = name?.hasSuffix(".safetensors") == true
        run = isFile ? nil : try RunConfiguration.trained(name)
        let file = try run?.savedModel() ?? RunConfiguration.modelFile(name)
        source = run?.path ?? file
        let checkpoint = try Checkpoint(file)
        configuration = try RunConfiguration(of: checkpoint, file: file)
        network = try configuration.makeNetwork()
        try checkpoint.restoreWeights(of: network)
    }
}
