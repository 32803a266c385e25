import Core

/// Graph convolution: D^(−½) (A + I) D^(−½) x Wᵀ + b (Kipf, Welling 2017).
///
/// - Shapes: N × D to N × K; `lin.weight` K × D, `bias` K.
public struct GCNLayer: GraphLayer {
    public let linear: Linear
    public let bias: Parameter

    /// A layer with weights from Glorot's uniform rule and biases of 0.
    ///
    /// - Parameters:
    ///   - inputs: D.
    ///   - outputs: K.
    ///   - random: what the first weights are drawn from.
    public init(_ inputs: Int, _ outputs: Int, random: inout RandomStream) {
        linear = Linear(inputs, outputs, hasBias: false, initializer: .xavierUniform, random: &random)
        bias = Parameter(.zeros([outputs]))
    }

    public var parameters: [NamedParameter] {
        ("bias", bias)
        ("lin", linear)
    }

    public var summary: String { "graph convolution: mean over neighbors, weighted by degree" }
    public var outputs: Int { linear.weight.shape[0] }

    public func callAsFunction(
        _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation, probe: Tensor?
    ) -> GraphLayerResult {
        let parts = x.linear(linear.weight.value).probed(by: probe)
        // A rectifier is fused; anything else comes after.
        let sums = edges.normalized.product(parts, bias: bias.value, rectifier: activation == .relu ? .relu : nil)
        return GraphLayerResult(output: activation == .elu ? activation(sums) : sums)
    }
}
