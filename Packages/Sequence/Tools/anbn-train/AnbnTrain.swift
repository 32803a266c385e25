import ArgumentParser
import CommandLineSupport
import Core
import SequenceModels

@main
struct AnbnTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "anbn-train", abstract: "Teach small recurrent networks to count, and look at how they do it.",
        discussion: """
            A network reads a string of aⁿbⁿ, aⁿb²ⁿ, aⁿbⁿcⁿ or aⁿb²ⁿc³ⁿ symbol by symbol and predicts the next one. From \
            the first b on the language determines it, up to the a of the next string after the last symbol. The squared \
            error is Σ (p − [symbol follows])² over the symbols, meant over those determined positions in the strings of \
            every n from 1 to the greatest trained.

            anbn-train --language anb2nc3n --cell lstm    train, and keep the run under runs/anbn-train/
            anbn-train generalise                         find how far the latest run counts
            """,
        subcommands: [Train.self, Generalise.self], defaultSubcommand: Train.self)
}

/// What `--help` says of the defaults.
enum CountingDefaults: OptionDefaults {
    static let threads = "1, for these networks are too small to share"
    static let languages = CountingLanguage.all.map(\.name)
    static let optimizers = OptimizerEntry.all.map(\.name)
    static var epochs: String { of { "\($0.epochs)" } }
    static var batchSize: String { of { "\($0.batchSize)" } }
    static var learningRate: String { of { Readable.shortest($0.learningRate) } }
    static var optimizer: String { of { $0.optimizer } }
    static var hidden: String { perLanguage { "\($0.hidden)" } }
    static var longest: String { perLanguage { "\($0.longest)" } }

    private static func of(_ value: (CountingRecipe) -> String) -> String {
        perEntry(CellName.allCases, name: \.rawValue) { cell in
            value(.standard(for: CountingLanguage.all[0], cell: cell.cell))
        }
    }

    private static func perLanguage(_ value: (CountingRecipe) -> String) -> String {
        perEntry(pairs, name: { "\($0.0.name) \($0.1.rawValue)" }) { value(.standard(for: $0.0, cell: $0.1.cell)) }
    }

    private static var pairs: [(CountingLanguage, CellName)] {
        CountingLanguage.all.flatMap { language in CellName.allCases.map { (language, $0) } }
    }
}

/// A recurrent cell as `--cell` names it.
enum CellName: String, CaseIterable, Codable {
    /// A simple recurrent network (Elman 1990).
    case srn
    case lstm
    case gru

    var cell: RecurrentCell {
        switch self {
        case .srn: .rnn
        case .lstm: .lstm
        case .gru: .gru
        }
    }
}
