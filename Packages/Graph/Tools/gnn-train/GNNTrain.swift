import ArgumentParser
import CommandLineSupport
import Core
import GraphModels

@main
struct GNNTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "gnn-train", abstract: "Train graph neural networks to tell classes of nodes, and see what they look at.",
        discussion: """
            Reads Planetoid's citation graphs, tables of nodes and edges, and folders of the Open Graph Benchmark. With \
            nothing at hand it parts Zachary's karate club.

            gnn-train --model gcn --dataset cora         train, and keep the run under runs/gnn-train/
            gnn-train --model gat --runs 10              mean and standard deviation over ten seeds
            gnn-train explain 17                         what speaks for node 17's class, by the latest run
            """,
        subcommands: [Train.self, Evaluate.self, Predict.self, Explain.self], defaultSubcommand: Train.self)
}

/// What `--help` says of the defaults.
enum GraphDefaults: OptionDefaults {
    static let models = GraphModelEntry.all.map(\.name)
    static let datasets = GraphSource.all.map(\.name)
    static let dataset = "cora where it is on this machine, else the built-in karate"
    static let optimizers = OptimizerEntry.all.map(\.name)
    static let presetMeaning = "A model and recipe of ours"
    static var presets: [(name: String, summary: String)] { GraphPreset.all.map { ($0.name, $0.summary) } }
    static var epochs: String { of { "\($0.epochs)" } }
    static let batchSize = "all training nodes and the whole graph; with a number, neighbours are sampled"
    static var learningRate: String { of { Readable.shortest($0.learningRate) } }
    static var optimizer: String { of { $0.optimizer } }
    static var hidden: String { of { "\($0.hidden)" } }
    static var dropout: String { of { Readable.shortest($0.dropout) } }
    static var weightDecay: String { of { Readable.shortest($0.weightDecay) } }

    private static func of(_ value: (GraphRecipe) -> String) -> String {
        perEntry(GraphModelEntry.all, name: \.name) { value($0.recipe) }
    }
}

/// What `--help` says of the data of a model that is trained already.
enum TrainedDefaults: OptionDefaults {
    static let datasets = GraphDefaults.datasets
    static let dataset = "the one it was trained on"
}
