import Core

/// The figures of the validation nodes that the best epoch is chosen by, and that patience waits for.
public enum BestNodeMetric: String, Codable, CaseIterable, Sendable {
    /// The highest accuracy, among equal ones the lowest loss; patience waits for either.
    case both
    /// Only the accuracy; among equal ones the first.
    case accuracy
    /// Only the loss.
    case loss

    /// What is watched, the figure that chooses first.
    public var metrics: [Metric] {
        switch self {
        case .both: [.accuracy(.validation), .loss(.validation)]
        case .accuracy: [.accuracy(.validation)]
        case .loss: [.loss(.validation)]
        }
    }
}

/// A graph network learns to classify the nodes of a graph, of the models and graphs that `Entries` name.
public struct NodeExperiment<Entries: GraphEntries>: Experiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }
    public typealias Best = BestNodeMetric

    /// A name of the entries' models.
    public var model: String
    /// A name of the entries' sources or a folder; nil for Cora where it is on this machine, otherwise the built-in
    /// club.
    public var dataset: String?
    /// The folder to look in first.
    public var data: String?
    /// The columns of a table of nodes that are used; nil for the default.
    public var columns: ColumnChoice?
    /// The settings of the invented graph.
    public var partition = PlantedPartition()
    /// Facts of the graph; nil before it is read.
    public var graph: GraphFacts?
    public var sizes: GraphSizes
    /// Without a batch size, a step is over all training nodes and the whole graph; with one, over samples of
    /// neighbors.
    public var recipe: Recipe
    /// Neighbors drawn for a node in each layer, from the last layer back; nil for 10 each.
    public var neighbors: [Int]?
    public var best = Best.both
    /// What the cells of the confusion matrix show.
    public var confusion = ConfusionCells.counts
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    /// Divides the training and validation nodes again; nil keeps the graph's own validation nodes.
    public var validation: Double?

    public var modelName: String { model }
    public var datasetName: String { dataset ?? (GraphSource.isHere("cora", in: roots) ? "cora" : "karate") }
    private var roots: [String] { DataFolders.roots(data) }

    /// A training of a model by its usual recipe.
    public init(_ entry: GraphModelEntry = Entries.models[0]) {
        (model, sizes, recipe) = (entry.name, entry.sizes, entry.recipe)
    }

    /// Takes another model, with its default sizes and recipe.
    public mutating func choose(_ entry: GraphModelEntry) {
        (model, sizes, recipe) = (entry.name, entry.sizes, entry.recipe)
    }

    public func check() throws {
        try Setting.require("model", model, among: Entries.models.map(\.name))
        try Setting.require("dataset", "''", dataset != "", expected: "a name or a folder")
        do { try partition.check() } catch { throw error.within("partition") }
        do { try graph?.check() } catch { throw error.within("graph") }
        do { try sizes.check() } catch { throw error.within("sizes") }
        if let size = recipe.batchSize {
            let sampled = Entries.models.filter(\.learnsFromSamples).map(\.name)
            try Setting.require(
                "recipe.batchSize", size, sampled.contains(model),
                expected: "none: only --model \(sampled.joined(separator: ", ")) learns from samples of neighbors")
        }
        guard let neighbors else { return }
        let text = neighbors.map(String.init).joined(separator: ",")
        try Setting.require("neighbors", all: neighbors, in: 1...100_000)
        try Setting.require("neighbors", text, recipe.batchSize != nil, expected: "--batch-size with it")
        try Setting.require(
            "neighbors", text, neighbors.count == sizes.layers,
            expected: "a number for each of \(Readable.count(sizes.layers, "layer"))")
    }

    // MARK: - Data

    public func readData(_ console: Console) throws -> GraphTask {
        if dataset == nil, datasetName == "karate" {
            console.warning(
                "no --dataset, and Cora is not on this machine: training on the built-in 'karate', Zachary's club of 34"
            )
        }
        var graph = try GraphSource.read(
            datasetName, among: Entries.sources, in: roots, partition: partition, seed: 0,
            choice: columns ?? ColumnChoice(), known: self.graph)
        if let facts = graph.facts { console.describe(facts) }
        graph.split = try split(of: graph)
        return GraphTask(graph)
    }

    /// The graph's own split, or one with a different division of its training and validation nodes.
    private func split(of graph: Graph) throws(ToolError) -> NodeSplit {
        guard let validation, validation > 0, !graph.split.training.isEmpty else { return graph.split }
        let nodes = Set(graph.split.training + graph.split.validation).sorted()
        let (training, chosen) = try validationSplit(strata: nodes.map { graph.labels[Int($0)] }, of: "node")
        return NodeSplit(
            training: training.map { nodes[Int($0)] }, validation: chosen.map { nodes[Int($0)] },
            test: graph.split.test)
    }

    public func facts(of data: GraphTask) -> DataFacts? { data.graph.facts }

    public mutating func adopt(_ data: GraphTask) { (dataset, graph) = (datasetName, GraphFacts(data.graph)) }
    public mutating func takeContinuation(of other: Self) {
        (data, confusion) = (other.data, other.confusion)
    }

    // MARK: - Training

    public func makeModel() throws -> GraphClassifier {
        guard let graph else { throw SettingError("graph", "not given", expected: "what the graph is like") }
        let entry = try Suggestions.find(model, kind: "model", in: Entries.models, by: \.name)
        var random = initialization
        return entry.makeModel(sizes, inputs: graph.features, classes: graph.classNames.count, random: &random)
    }

    public func examples(of data: GraphTask) -> any ExampleSource {
        data.examples(isShuffled: recipe.batchSize != nil)
    }

    public func loss(_ model: GraphClassifier, _ batch: Batch, _ data: GraphTask, _ state: TrainingState) -> Tensor {
        data.loss(model, batch)
    }

    public var gradientObstacle: String? {
        model == "grand" ? "the target on which grand's views should agree counts as a constant" : nil
    }

    public func float64(_ data: GraphTask) -> GraphTask { GraphTask(data.graph, type: .float64) }

    /// Descent over the whole graph, or over samples of neighbors.
    public func method(_ model: GraphClassifier, _ data: GraphTask) -> TrainingMethod {
        let sampler = recipe.batchSize.map { _ in
            NeighborSampler(
                data.graph.adjacency, counts: neighbors ?? [Int](repeating: 10, count: sizes.layers))
        }
        let obstacle = "without --batch-size a step is a pass over the whole graph"
        return .descent(
            model, recipe.makeOptimizer(), filter: recipe.clipping, undivided: sampler == nil ? obstacle : nil
        ) { batch, state in
            guard let sampler else { return loss(model, batch, data, state) }
            let sample = sampler.sample(batch.inputs.scalars(Int32.self), random: &state.random[.neighborSample])
            return data.loss(model, batch, sample)
        }
    }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] { Entries.hooks(training) }

    public func architecture(of model: GraphClassifier, _ data: GraphTask) -> Architecture {
        model.architecture(features: data.graph.features.width)
    }

    // MARK: - Judging

    /// A graph has its own validation nodes.
    public func hasValidation(_ data: GraphTask) -> Bool { true }

    public func score(_ model: GraphClassifier, on part: DataPart, of data: GraphTask) -> NodeScore? {
        data.score(model, on: part)
    }

    public var selection: [Metric] { best.metrics }

    /// An epoch of a small graph takes a millisecond: saving each would take longer.
    public func pace(of plan: TrainingPlan) -> Pace {
        let often = 1_000_000 / (20_000 + 12 * (graph?.nodes ?? 0))
        return Pace(rows: plan.rowInterval, saving: min(often, plan.epochs / 8))
    }
}

extension StreamName {
    /// The neighbors that are sampled.
    static let neighborSample = StreamName("sample")
}
