import CommandLineSupport
import Core
import GraphModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: ModelSettings {
    var tool = toolName
    var version = KumikiVersion.current
    var model: String
    var dataset: String
    var data: String?
    var partition: PlantedPartition
    /// What the graph was like, so that another one is noticed.
    var nodes: Int
    var edges: Int
    var features: Int
    var classNames: [String]
    var recipe: GraphRecipe
    var runs: Int
    var seed: UInt64
    var threads: Int

    static let toolName = "gnn-train"

    var isSound: Bool {
        recipe.isSound && GraphModelEntry.all.contains { $0.name == model } && (1...10_000).contains(runs)
            && (1...1 << 30).contains(features) && (2...100_000).contains(classNames.count)
            && (1...4_096).contains(threads) && (100...1 << 29).contains(partition.nodes)
            && (2...50).contains(partition.classes) && (0.1...10_000).contains(partition.degree)
            && (0...65_536).contains(partition.dense) && (1...1_000_000).contains(partition.words)
            && (0...1).contains(partition.affinity)
    }

    func makeModel() throws -> GraphClassifier { try makeModel(seed: seed) }

    /// The model as it begins, of one of the run's seeds.
    func makeModel(seed: UInt64) throws -> GraphClassifier {
        let entry = try Suggestions.find(model, kind: "model", in: GraphModelEntry.all, by: \.name)
        var random = RandomStream(seed: seed, name: "init")
        return entry.model(recipe, inputs: features, classes: classNames.count, random: &random)
    }

    /// Whether the graph is like the one that the run was begun with.
    func fits(_ graph: Graph) -> Bool {
        graph.nodeCount == nodes && graph.edgeCount == edges && graph.features.width == features
            && graph.classNames == classNames
    }
}

extension StoredModel<RunConfiguration> {
    /// The graph to use it on: the one it was trained on, or another that goes with it.
    func task(_ data: DataOptions<TrainedDefaults>, _ console: Console) throws -> GraphTask {
        let name = data.dataset ?? configuration.dataset
        let graph = try GraphReader(dataset: name, folder: data.data ?? configuration.data, console: console)
            .read(configuration.partition)
        guard graph.features.width == configuration.features, graph.classNames.count == configuration.classNames.count
        else {
            throw ToolError.badData(
                "\(name) has \(graph.features.width) features and \(graph.classNames.count) classes, the model "
                    + "expects \(configuration.features) and \(configuration.classNames.count)")
        }
        return GraphTask(graph)
    }
}
