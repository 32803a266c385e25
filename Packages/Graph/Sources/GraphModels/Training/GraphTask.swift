import Core

/// A graph that is prepared for training: the edges for layers, and the nodes of each part of its split.
public final class GraphTask {
    public let graph: Graph
    public let edges: GraphEdges
    private let parts: [DataPart: (nodes: Tensor, labels: Tensor)]

    /// - Parameters:
    ///   - graph: each part of its split has a node.
    ///   - type: float64 for gradient checks.
    public init(_ graph: Graph, type: ScalarType = .float32) {
        var graph = graph
        if type != .float32 { graph.features = graph.features.cast(to: type) }
        self.graph = graph
        edges = GraphEdges(graph.adjacency, type: type)
        let split = graph.split
        parts = [.training: split.training, .validation: split.validation, .test: split.test].mapValues { nodes in
            (Tensor(nodes), Tensor(nodes.map { graph.labels[Int($0)] }))
        }
    }

    /// The training nodes, all at once or, shuffled, by batches.
    public func examples(isShuffled: Bool) -> NodeExamples {
        NodeExamples(graph.split.training, labels: graph.labels, isShuffled: isShuffled)
    }

    /// The loss of a batch's nodes, from a pass over the whole graph.
    public func loss(_ model: some GraphModel, _ batch: Batch) -> Tensor {
        model.loss(graph.features, edges, nodes: batch.inputs, labels: batch.labels)
    }

    /// The score of a model on a part of the nodes, from a pass over the whole graph.
    public func score(_ model: some GraphModel, on part: DataPart) -> NodeScore {
        score(logits: model(graph.features, edges), on: part)
    }

    /// The score of a pass on a part of the nodes.
    ///
    /// - Shapes: logits N × K.
    public func score(logits: Tensor, on part: DataPart) -> NodeScore {
        let asked = nodes(of: part, in: logits)
        return NodeScore(
            loss: softmaxCrossEntropy(asked.logits, asked.labels).item, accuracy: Self.accuracy(asked),
            trainAccuracy: part == .validation ? Self.accuracy(nodes(of: .training, in: logits)) : nil)
    }

    private static func accuracy(_ nodes: (logits: Tensor, labels: Tensor)) -> Double {
        let correct = zip(nodes.logits.argmax(), nodes.labels.scalars(Int32.self)).count { $0 == Int($1) }
        return Double(correct) / Double(max(1, nodes.labels.count))
    }

    private func nodes(of part: DataPart, in logits: Tensor) -> (logits: Tensor, labels: Tensor) {
        let (nodes, labels) = parts[part] ?? (Tensor([Int32]()), Tensor([Int32]()))
        return (logits.gathering(nodes), labels)
    }

    /// The test nodes' scores by class, from the logits of all nodes.
    public func classification(logits: Tensor) -> ClassificationScore {
        let classes = graph.classNames.count
        return ClassificationScore(
            on: NodeExamples(graph.split.test, labels: graph.labels), classes: classes, batchSize: 4_096
        ) { batch in
            let chosen = logits.gathering(batch.inputs)
            return (softmaxCrossEntropy(chosen, batch.labels), chosen.softmax())
        }
    }
}

/// The score of a model on a part of the nodes.
public struct NodeScore: ModelScore, Sendable {
    /// The mean cross entropy.
    public let loss: Double
    /// The fraction that is classified correctly.
    public let accuracy: Double
    /// The same for the training nodes, from the same pass; measured only together with the validation part.
    public let trainAccuracy: Double?

    public func measurements(on part: DataPart) -> [Measurement] {
        [Measurement(.loss(part), loss), Measurement(.accuracy(part), accuracy)]
            + (trainAccuracy.map { [Measurement(.accuracy(.training), $0)] } ?? [])
    }
}

/// Nodes and their classes.
///
/// - Shapes: a batch's inputs are the nodes' numbers.
public struct NodeExamples: ExampleSource {
    private let nodes: [Int32]
    private let labels: [Int32]
    private let isShuffled: Bool

    /// - Parameters:
    ///   - nodes: numbers of the nodes.
    ///   - labels: the class of every node of the graph.
    ///   - isShuffled: whether an epoch's order is drawn at random, as it matters for steps over some nodes.
    public init(_ nodes: [Int32], labels: [Int32], isShuffled: Bool = false) {
        self.nodes = nodes
        self.labels = nodes.map { labels[Int($0)] }
        self.isShuffled = isShuffled
    }

    public var count: Int { nodes.count }

    public func order(_ shuffle: inout RandomStream) -> [Int32] {
        isShuffled ? shuffle.permutation(of: count) : Array(0..<Int32(count))
    }

    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        Batch(
            inputs: Tensor(numbers.map { nodes[Int($0)] }), labels: Tensor(numbers.map { labels[Int($0)] }))
    }
}

extension GraphTask {
    /// The loss of a batch's nodes, from a sample of their neighbors; only for GraphSAGE models.
    public func loss(_ model: GraphClassifier, _ batch: Batch, _ sample: NeighborSample) -> Tensor {
        guard let network = model.network else { Contract.fail("GraphTask", "only GraphSAGE learns from samples") }
        let logits = network(graph.features.selecting(sample.nodes), samples: sample.means)
        return softmaxCrossEntropy(logits, batch.labels)
    }
}
