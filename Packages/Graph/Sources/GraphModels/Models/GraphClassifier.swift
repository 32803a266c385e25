import Core

/// A graph model of any kind, as entries make it.
public struct GraphClassifier: GraphModel {
    public let base: any GraphModel

    public init(_ base: any GraphModel) {
        self.base = base
    }

    public var parameters: [NamedParameter] { base.parameters }

    public func pass(_ x: NodeFeatures, _ edges: GraphEdges, probe: Tensor?) -> GraphPass {
        base.pass(x, edges, probe: probe)
    }

    public func loss(_ x: NodeFeatures, _ edges: GraphEdges, nodes: Tensor, labels: Tensor) -> Tensor {
        base.loss(x, edges, nodes: nodes, labels: labels)
    }

    public func architecture(features: Int) -> Architecture { base.architecture(features: features) }

    /// The layers, where the model is a network of such; GraphSAGE's learn from samples.
    public var network: GraphNetwork? { base as? GraphNetwork }
}
