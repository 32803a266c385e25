import ArgumentParser
import CommandLineSupport
import SequenceModels

@main
struct Charrnn: Tool {
    static let configuration = CommandConfiguration.tool(
        "charrnn", abstract: "Train recurrent networks on text, character by character, and let them write.",
        discussion: """
            Reads any text in UTF-8. With none it learns Hamlet's soliloquy by heart.

            charrnn --text novel.txt --epochs 3          train, and keep the run under runs/charrnn/
            charrnn sample --prompt "To be" --temp 0.75  let the latest run write
            charrnn check-gradients                      analytic against numerical gradients
            """,
        subcommands: [Train.self, Sample.self, CheckGradients.self], defaultSubcommand: Train.self)
}

/// What `--help` says of the defaults.
enum CharacterDefaults: OptionDefaults {
    static let threads = "one per core; small networks 1"
    static let optimizers = ["sgd", "nesterov", "adam", "adamw", "adamax", "adagrad", "rmsprop"]
    static var presets: [(name: String, summary: String)] { CharacterRecipeEntry.all.map { ($0.name, $0.summary) } }
    static let preset: String? = "min-char with --text, else hamlet"
    static var schedule: String { of { $0.schedule ?? "constant" } }
    static var epochs: String { of { "\($0.epochs)" } }
    static var batchSize: String { of { "\($0.batchSize)" } }
    static var learningRate: String { of { "\($0.learningRate)" } }
    static var optimizer: String { of { $0.optimizer } }

    static func of(_ value: (CharacterRecipe) -> String) -> String {
        perEntry(CharacterRecipeEntry.all, name: \.name) { value($0.recipe) }
    }
}

extension CharacterText.Problem: ExitCodeProviding {
    public var exitCode: Int32 {
        switch self {
        case .unknown: ExitStatus.usage
        case .tooShort, .tooManySymbols: ExitStatus.badData
        }
    }
}
