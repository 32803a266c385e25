import ArgumentParser
import CommandLineSupport
import Core
import SequenceModels

@main
struct CopyTransformerTool: Tool {
    static let configuration = CommandConfiguration.tool(
        "copy-transformer", abstract: "Train a Transformer to copy sequences, and see where it looks.",
        discussion: """
            An encoder reads ⟨SOS⟩, eight bits and ⟨EOS⟩; a decoder writes them anew, symbol by symbol.

            copy-transformer                         train by the classic recipe, and keep the run
            copy-transformer --preset exact --task random   learn to copy any bits
            copy-transformer copy 01101001           copy these bits with the latest run, and draw its attention
            """,
        subcommands: [Train.self, Copy.self], defaultSubcommand: Train.self)
}

/// What `--help` says of the defaults.
enum CopyDefaults: OptionDefaults {
    static let optimizers = OptimizerEntry.all.map(\.name)
    static let presetMeaning = "Sizes and recipe"
    static var presets: [(name: String, summary: String)] { CopyPreset.all.map { ($0.name, $0.summary) } }
    static var preset: String? { CopyPreset.all[0].name }
    static var schedule: String { of { $0.schedule } }
    static var epochs: String { of { "\($0.epochs)" } }
    static var batchSize: String { of { "\($0.batchSize)" } }
    static var learningRate: String { of { "\($0.learningRate)" } }
    static var optimizer: String { of { $0.optimizer } }

    private static func of(_ value: (CopyRecipe) -> String) -> String {
        perEntry(CopyPreset.all, name: \.name) { value($0.recipe) }
    }
}
