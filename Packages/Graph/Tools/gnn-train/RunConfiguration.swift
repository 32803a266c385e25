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
        recipe.isSound && partition.isSound && GraphModelEntry.all.contains { $0.name == model }
            && (recipe.batchSize == nil || model == "sage") && (1...10_000).contains(runs)
            && (1...Graph.mostFeatures).contains(features) && (2...Graph.mostClasses).contains(classNames.count)
            && (1...4_096).contains(threads)
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
    /// The graph to use it on: the one it was trained on, or another of as many features and the same classes.
    ///
    /// - Throws: `ToolError` where the graph is another one, and what reading it throws.
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
        let names = zip(graph.classNames, configuration.classNames)
        if let (place, pair) = names.enumerated().first(where: { $1.0 != $1.1 }) {
            throw ToolError.badData(
                "\(name): class \(place + 1) is '\(pair.0.prefix(60))', the model expects '\(pair.1.prefix(60))'")
        }
        return GraphTask(graph)
    }
}
