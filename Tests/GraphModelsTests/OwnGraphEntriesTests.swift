import Core
import GraphModels
import Testing

/// A tool as another package would make it: `gnn-train`'s experiment with entries of its own.
private enum OwnEntries: GraphEntries {
    static let tool = "own-gnn"
    static let models =
        [
            GraphModelEntry(
                name: "deep-sage", summary: "sampled layers", sizes: GraphSizes(hidden: 8, layers: 3),
                learnsFromSamples: true
            ) { sizes, inputs, classes, random in
                sizes.network(inputs, classes) { SAGELayer($0, $1, random: &random) }
            }
        ] + GraphModelEntry.all
    static let sources =
        GraphSource.all + [
            GraphSource(name: "two-camps") {
                var partition = PlantedPartition()
                (partition.nodes, partition.classes) = (120, 2)
                return partition.graph(seed: 3)
            }
        ]
}

@Suite("A graph tool's own entries beside the built-in ones") struct OwnGraphEntriesTests {
    @Test("train, also from samples") func training() throws {
        let console = Console(isQuiet: true)
        for batchSize in [nil, 8] {
            var experiment = NodeExperiment<OwnEntries>()
            (experiment.dataset, experiment.recipe.epochs, experiment.threads) = ("two-camps", 5, 1)
            experiment.recipe.batchSize = batchSize
            let data = try experiment.prepare(console)
            #expect(data.graph.nodeCount == 120 && experiment.modelName == "deep-sage")
            let trained = try TrainingRun(experiment, data, in: nil, console: console).train()
            #expect(trained.model.parameters.contains { $0.name == "conv3.lin_l.weight" })
        }
        var other = NodeExperiment<OwnEntries>(GraphModelEntry.all[0])
        (other.recipe.batchSize, other.dataset) = (8, "karate")
        let error = #expect(throws: SettingError.self) { try other.checkAll() }
        #expect(error?.expected.contains("--model deep-sage, sage") == true)
    }
}
