import ArgumentParser
import CommandLineSupport
import Core
import TabularModels

@main
struct HousingTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "housing-train", abstract: "Learn what houses cost from a table, and compare ways of learning it.",
        discussion: """
            Reads the California housing table (housing.csv): eight numbers about each block group, and the median \
            value of its houses. With nothing at hand it draws a coast of its own.

            housing-train                            low, medium or high: batch gradient descent
            housing-train --preset mini-batch-adam   the same with Adam, 64 rows at a time
            housing-train --compare optimizers       four ways of learning in one figure
            housing-train --target regression        the value itself
            housing-train predict rows.csv           answer by the latest run
            """,
        subcommands: [Train.self, Predict.self], defaultSubcommand: Train.self)
}

/// What `--help` says of the defaults.
enum HousingDefaults: OptionDefaults {
    static let datasets = HousingSource.names
    static let dataset = "\(datasets[0]) where it is on this machine, else the built-in \(datasets[1])"
    static let optimizers = OptimizerEntry.all.map(\.name)
    static let epochs = "as many as --iterations takes"
    static var batchSize: String { of { $0.batchSize.map(String.init) ?? "all rows" } }
    static var learningRate: String { of { "\($0.learningRate)" } }
    static var optimizer: String { of { $0.optimizer } }
    static let presetMeaning = "Recipe"
    static var presets: [(name: String, summary: String)] { HousingPreset.all.map { ($0.name, $0.summary) } }
    static let preset: String? = "\(HousingPreset.all[0].name); with --target regression waves"
    static var schedule: String { of { $0.schedule } }
    static var iterations: String { of { Readable.count($0.iterations) } }
    static var dropout: String { of { "\($0.dropout)" } }

    private static func of(_ value: (HousingRecipe) -> String) -> String {
        perEntry(HousingPreset.all, name: \.name) { value($0.recipe) }
    }
}
