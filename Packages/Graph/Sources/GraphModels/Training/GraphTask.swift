import Core

/// A graph ready to be learnt from: what layers use of it, and what a model is asked of it.
public final class GraphTask {
    public let graph: Graph
    public let edges: GraphEdges
    private let test: [(nodes: Tensor, labels: Tensor)]

    /// What there is to learn of a graph, each part of whose split has a node.
    public init(_ graph: Graph) {
        self.graph = graph
        edges = GraphEdges(graph.adjacency)
        test = [graph.split.training, graph.split.validation, graph.split.test].map { nodes in
            (Tensor(nodes), Tensor(nodes.map { graph.labels[Int($0)] }))
        }
    }

    /// The training nodes, to be asked for all at once or, shuffled, by batches.
    public func examples(isShuffled: Bool) -> NodeExamples {
        NodeExamples(graph.split.training, labels: graph.labels, isShuffled: isShuffled)
    }

    /// The loss of a batch's nodes, from a pass over the whole graph.
    public func loss(_ model: some GraphModel, _ batch: Batch) -> Tensor {
        model.loss(graph.features, edges, nodes: batch.inputs, labels: batch.labels)
    }

    /// How well a model does on each part of the nodes.
    public struct Score: Sendable {
        /// The cross entropy of a part's nodes, and the share of them that is told right.
        public struct Part: Sendable {
            public let loss: Double
            public let accuracy: Double
        }
        public let training, validation, test: Part
    }

    /// One pass over the whole graph, and what it says of each part of the nodes.
    public func score(_ model: some GraphModel) -> Score { score(logits: model(graph.features, edges)) }

    /// What the logits of a pass say of each part of the nodes.
    ///
    /// - Shapes: logits N × K.
    public func score(logits: Tensor) -> Score {
        let parts = test.map { part in
            let chosen = logits.gathering(part.nodes)
            let labels = part.labels.scalars(Int32.self)
            let right = zip(chosen.argmax(), labels).reduce(0) { $0 + ($1.0 == Int($1.1) ? 1 : 0) }
            return Score.Part(
                loss: softmaxCrossEntropy(chosen, part.labels).item,
                accuracy: Double(right) / Double(max(1, labels.count)))
        }
        return Score(training: parts[0], validation: parts[1], test: parts[2])
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

/// Nodes and their classes.
///
/// - Shapes: a batch's inputs are the nodes' numbers.
public struct NodeExamples: ExampleSource {
    private let nodes: [Int32]
    private let labels: [Int32]
    private let isShuffled: Bool

    /// - Parameter isShuffled: whether an epoch's order is drawn at random, as it matters for steps over some nodes.
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
    /// The loss of a batch's nodes, from what they see in a sample; of models of GraphSAGE alone.
    public func loss(_ model: GraphClassifier, _ batch: Batch, _ sample: NeighbourSample) -> Tensor {
        guard let network = model.network else { preconditionFailure("only GraphSAGE learns from samples") }
        let logits = network(graph.features.selecting(sample.nodes), samples: sample.means)
        return softmaxCrossEntropy(logits, batch.labels)
    }
}
