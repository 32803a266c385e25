import Core

/// What comes after a layer.
public enum GraphActivation: Sendable {
    case none, relu, elu

    /// The function where it could not be fused.
    func callAsFunction(_ x: Tensor) -> Tensor {
        switch self {
        case .none: x
        case .relu: Core.relu(x)
        case .elu: Core.elu(x)
        }
    }
}

/// A layer that combines each node's features with its neighbors' features.
///
/// - Shapes: features N × D to N × K.
protocol GraphLayer: Module {
    /// A description of the layer in the field's terms.
    var summary: String { get }
    /// K
    var outputs: Int { get }
    /// - Parameters:
    ///   - probe: N × 1, a factor for each node's part, whose gradient is the node's contribution; nil for ones.
    func callAsFunction(
        _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation, probe: Tensor?
    ) -> GraphLayerResult
}

/// A layer's output, and the weights of its edges, if it has any.
struct GraphLayerResult {
    let output: Tensor
    /// Edges of `GraphEdges.looped` × heads.
    var attention: Tensor?
}

extension Tensor {
    /// Each row times the probe's number, where there is a probe.
    func probed(by probe: Tensor?) -> Tensor { probe.map { self * $0 } ?? self }
}
