import ArgumentParser
import Core
import GraphModels

@main
struct GNNTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "gnn-train", abstract: "Train graph neural networks to classify nodes, and explain their predictions.",
        discussion: """
            Reads tables of nodes and edges, Planetoid's and LINQS's citation graphs, NumPy archives, and folders of \
            the Open Graph Benchmark. Without a data set it classifies the built-in karate-club graph.

            The graph's own validation nodes choose the best epoch. --validation divides these and the training nodes \
            again.

            gnn-train --model gcn --dataset cora    train, and keep the run
            gnn-train --model gat --runs 10         mean and deviation over ten seeds
            gnn-train explain 17                    explain the class of node 17
            """,
        subcommands: [
            TrainCommand<GraphOptions>.self, Evaluate.self, Predict.self, Explain.self,
            CompareCommand<NodeClassification>.self, CheckGradientsCommand<GraphOptions>.self,
        ],
        defaultSubcommand: TrainCommand<GraphOptions>.self)
}
