import Core

/// What comes after a layer.
public enum GraphActivation: Sendable {
    /// x
    case none
    /// max(0, x)
    case relu
    /// x < 0 ? exp(x) − 1 : x
    case elu

    /// The function, where a layer does not fuse it.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        switch self {
        case .none: x
        case .relu: Core.relu(x)
        case .elu: Core.elu(x)
        }
    }
}

/// A layer that combines each node's features with its neighbors' features. On its own it is called like a function:
///
/// ```swift
/// let graph = KarateClub.graph
/// var random = RandomStream(seed: 0, name: .initialization)
/// let edges = GraphEdges(graph.adjacency)
/// let layer = GCNLayer(graph.features.width, 16, random: &random)
/// let hidden = layer(graph.features, edges, .relu).output
/// ```
///
/// - Shapes: features N × D to N × K.
public protocol GraphLayer: Module {
    /// A description of the layer in the field's terms.
    var summary: String { get }
    /// K
    var outputs: Int { get }
    /// The features of each node from its own and its neighbors'.
    ///
    /// - Parameters:
    ///   - x: N × D.
    ///   - edges: of N nodes.
    ///   - activation: applied to the sums, so that a layer may fuse it.
    ///   - probe: N × 1, a factor for each node's part, whose gradient is the node's contribution; nil for ones.
    func callAsFunction(
        _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation, probe: Tensor?
    ) -> GraphLayerResult
}

/// A layer that learns from samples of neighbors as well (Hamilton, Ying, Leskovec 2017).
public protocol SampledGraphLayer: GraphLayer {
    /// The layer over a sample: rows of `mean` are the first nodes of x, its columns all of them.
    ///
    /// - Shapes: x N × D, mean M × N, output M × K.
    func callAsFunction(_ x: NodeFeatures, mean: SparseMatrix, _ activation: GraphActivation, probe: Tensor?) -> Tensor
}

extension GraphLayer {
    /// The layer without a probe.
    public func callAsFunction(
        _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation = .none
    ) -> GraphLayerResult { callAsFunction(x, edges, activation, probe: nil) }

    /// The layer of features that are all stored, N × D.
    public func callAsFunction(
        _ x: Tensor, _ edges: GraphEdges, _ activation: GraphActivation = .none
    ) -> GraphLayerResult { callAsFunction(.dense(x), edges, activation, probe: nil) }
}

/// A layer's output, and the weights of its edges, if it has any.
public struct GraphLayerResult {
    /// N × K
    public let output: Tensor
    /// Edges of `GraphEdges.looped` × heads; nil for a layer without attention.
    public let attention: Tensor?

    /// - Shapes: output N × K, attention edges × heads.
    public init(output: Tensor, attention: Tensor? = nil) {
        (self.output, self.attention) = (output, attention)
    }
}

extension Tensor {
    /// Each row times the probe's number, where there is a probe.
    ///
    /// - Shapes: N × K, probe N × 1.
    public func probed(by probe: Tensor?) -> Tensor { probe.map { self * $0 } ?? self }
}
