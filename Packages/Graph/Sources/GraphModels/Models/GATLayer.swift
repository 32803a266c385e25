import Core

/// Graph attention: for each of H heads the mean of W x over a node's neighbors and itself, weighted by
/// softmax(leaky(aₛ · W x of the neighbor + aₜ · W x of the node)), the heads side by side, plus b (Veličković et al.
/// 2018).
///
/// - Shapes: N × D to N × HK; `att_src` and `att_dst` 1 × H × K, `bias` HK, `lin.weight` HK × D.
public struct GATLayer: GraphLayer {
    /// aₛ, 1 × H × K
    public let source: Parameter
    /// aₜ, 1 × H × K
    public let target: Parameter
    public let bias: Parameter
    public let linear: Linear
    public let heads: Int
    /// The rate of the weights.
    public let dropout: Double

    /// A layer with weights by Glorot's uniform rule and biases of 0.
    ///
    /// - Parameters:
    ///   - inputs: D, the features of a node.
    ///   - outputs: of each head.
    ///   - heads: H, whose outputs are side by side.
    ///   - dropout: the rate of the weights.
    ///   - random: what the first weights are drawn from.
    public init(_ inputs: Int, _ outputs: Int, heads: Int, dropout: Double, random: inout RandomStream) {
        self.heads = heads
        self.dropout = dropout
        linear = Linear(inputs, heads * outputs, hasBias: false, initializer: .xavierUniform, random: &random)
        let bound = (6 / Double(heads + outputs)).squareRoot()
        let vectors = (0..<2).map { _ in
            let numbers = (0..<(heads * outputs)).map { _ in Float(random.uniform(in: -bound..<bound)) }
            return Parameter(Tensor(numbers, shape: [1, heads, outputs]))
        }
        (source, target) = (vectors[0], vectors[1])
        bias = Parameter(.zeros([heads * outputs]))
    }

    public var parameters: [NamedParameter] {
        ("att_src", source)
        ("att_dst", target)
        ("bias", bias)
        ("lin", linear)
    }

    public var summary: String { "graph attention, \(Readable.count(heads, "head"))" }
    public var outputs: Int { linear.weight.shape[0] }

    public func callAsFunction(
        _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation, probe: Tensor?
    ) -> GraphLayerResult {
        let shape = Array(source.shape.dropFirst())
        let (output, weights) = graphAttention(
            x.linear(linear.weight.value).probed(by: probe), along: edges.looped,
            source: source.value.reshaped(to: shape), target: target.value.reshaped(to: shape), dropout: dropout)
        return GraphLayerResult(output: activation(output + bias.value), attention: weights)
    }
}
