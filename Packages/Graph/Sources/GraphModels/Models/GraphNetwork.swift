import Core

/// The results of a pass over a graph.
public struct GraphPass {
    /// N × K
    public let logits: Tensor
    /// The last layer's inputs, N × width.
    public let hidden: Tensor
    /// For each layer that has attention, the weights of the edges of `GraphEdges.looped`, by head.
    public let attention: [Tensor]

    /// - Shapes: logits N × K, hidden N × width, attention edges × heads.
    public init(logits: Tensor, hidden: Tensor, attention: [Tensor] = []) {
        (self.logits, self.hidden, self.attention) = (logits, hidden, attention)
    }
}

/// A model that predicts the classes of nodes.
public protocol GraphModel: Module {
    /// The scores of all nodes' classes, and what figures show of how they came about.
    ///
    /// - Parameters:
    ///   - x: N × D.
    ///   - edges: of the graph of these N nodes.
    ///   - probe: N × 1, a factor for each node's own part; nil for ones.
    func pass(_ x: NodeFeatures, _ edges: GraphEdges, probe: Tensor?) -> GraphPass

    /// The loss of some nodes, whose classes are known: cross entropy unless the model has its own.
    ///
    /// - Shapes: nodes and labels of the same shape, of int32; a single number.
    func loss(_ x: NodeFeatures, _ edges: GraphEdges, nodes: Tensor, labels: Tensor) -> Tensor

    /// The layers, for nodes with a number of features.
    func architecture(features: Int) -> Architecture
}

extension GraphModel {
    public func loss(_ x: NodeFeatures, _ edges: GraphEdges, nodes: Tensor, labels: Tensor) -> Tensor {
        softmaxCrossEntropy(self(x, edges).gathering(nodes), labels)
    }

    /// The logits, N × K.
    public func callAsFunction(_ x: NodeFeatures, _ edges: GraphEdges) -> Tensor { pass(x, edges, probe: nil).logits }
}

/// Graph layers one after the other, with dropout before each.
public struct GraphNetwork: GraphModel {
    public let layers: [any GraphLayer]
    /// Between the layers.
    public let activation: GraphActivation
    /// The rate before each layer.
    public let dropout: Double
    /// Whether hidden layers of equal width add their output to their input (He et al. 2016).
    public let isResidual: Bool

    /// - Parameters:
    ///   - layers: at least one; each takes the output of the one before it.
    ///   - activation: between the layers.
    ///   - dropout: the rate before each layer, at least 0 and less than 1.
    ///   - isResidual: whether hidden layers of equal width add their output to their input.
    public init(
        _ layers: [any GraphLayer], activation: GraphActivation = .relu, dropout: Double = 0, isResidual: Bool = false
    ) {
        Contract.require(!layers.isEmpty, "GraphNetwork", "no layers, expected at least one")
        self.layers = layers
        self.activation = activation
        self.dropout = dropout
        self.isResidual = isResidual
    }

    public var parameters: [NamedParameter] {
        for (number, layer) in layers.enumerated() { ("conv\(number + 1)", layer) }
    }

    public func pass(_ x: NodeFeatures, _ edges: GraphEdges, probe: Tensor?) -> GraphPass {
        var current = x
        var (hidden, attention): (Tensor?, [Tensor]) = (nil, [])
        for (number, layer) in layers.enumerated() {
            let isLast = number == layers.count - 1
            let result = layer(
                current.droppedOut(dropout), edges, isLast ? .none : activation, probe: number == 0 ? probe : nil)
            if let weights = result.attention { attention.append(weights) }
            if isLast { return GraphPass(logits: result.output, hidden: hidden ?? result.output, attention: attention) }
            let sum = added(result.output, to: current)
            hidden = sum
            current = .dense(sum)
        }
        Contract.fail("GraphNetwork", "a network has a layer")
    }

    /// The layers over a sample of a graph; only for sampled layers.
    ///
    /// - Shapes: x nodes × D; the first sample's columns are those nodes, the last one's rows the requested nodes.
    public func callAsFunction(_ x: NodeFeatures, samples: [SparseMatrix]) -> Tensor {
        var current = x
        var output: Tensor?
        for (number, (layer, mean)) in zip(layers, samples).enumerated() {
            guard let layer = layer as? any SampledGraphLayer else {
                Contract.fail("GraphNetwork", "\(layer.summary): this layer does not learn from samples")
            }
            let isLast = number == layers.count - 1
            let result = layer(current.droppedOut(dropout), mean: mean, isLast ? .none : activation, probe: nil)
            var sum = result
            if isResidual, !isLast, case .dense(let given) = current, given.shape[1] == result.shape[1] {
                sum = sum + given.sliced(0..<result.shape[0])
            }
            output = sum
            current = .dense(sum)
        }
        return output ?? .zeros([0, 0])
    }

    private func added(_ output: Tensor, to input: NodeFeatures) -> Tensor {
        guard isResidual, case .dense(let given) = input, given.shape == output.shape else { return output }
        return output + given
    }
}
