import Core

/// What comes after a layer.
public enum GraphActivation: Sendable {
    case none, relu, elu

    /// The function where nothing could be fused.
    func callAsFunction(_ x: Tensor) -> Tensor {
        switch self {
        case .none: x
        case .relu: Core.relu(x)
        case .elu: Core.elu(x)
        }
    }
}

/// A layer that mixes what is known of each node with what is known of its neighbors.
///
/// - Shapes: features N × D to N × K.
protocol GraphLayer: Module {
    /// What the layer does, in the field's words.
    var summary: String { get }
    /// K
    var outputs: Int { get }
    /// - Parameters:
    ///   - probe: N × 1, by which each node's part is multiplied, to see what it contributes; nil for ones.
    func callAsFunction(
        _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation, probe: Tensor?
    ) -> GraphLayerResult
}

/// What a layer makes, and the weights of its edges where it has some.
struct GraphLayerResult {
    let output: Tensor
    /// Edges of `GraphEdges.looped` × heads.
    var attention: Tensor?
}

extension Tensor {
    /// Each row times the probe's number, where there is a probe.
    func probed(by probe: Tensor?) -> Tensor { probe.map { self * $0 } ?? self }
}
