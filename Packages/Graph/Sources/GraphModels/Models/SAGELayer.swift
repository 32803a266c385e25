import Core

/// GraphSAGE: Wₗ (mean of x over the neighbors) + bₗ + Wᵣ x (Hamilton, Ying, Leskovec 2017).
///
/// - Shapes: N × D to N × K; `lin_l.weight` and `lin_r.weight` K × D, `lin_l.bias` K.
public struct SAGELayer: SampledGraphLayer {
    /// Of the neighbors' mean.
    public let neighbors: Linear
    /// Of the node itself.
    public let own: Linear

    /// A layer whose weights and biases are initialized like a linear layer's.
    ///
    /// - Parameters:
    ///   - inputs: D.
    ///   - outputs: K.
    ///   - random: what the first weights are drawn from.
    public init(_ inputs: Int, _ outputs: Int, random: inout RandomStream) {
        neighbors = Linear(inputs, outputs, random: &random)
        own = Linear(inputs, outputs, hasBias: false, random: &random)
    }

    public var parameters: [NamedParameter] {
        ("lin_l", neighbors)
        ("lin_r", own)
    }

    public var summary: String { "GraphSAGE: linear in the node and in its neighbors' mean" }
    public var outputs: Int { own.weight.shape[0] }

    public func callAsFunction(
        _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation, probe: Tensor?
    ) -> GraphLayerResult {
        GraphLayerResult(output: callAsFunction(x, mean: edges.mean, activation, probe: probe))
    }

    /// The layer over a sample: rows of `mean` are the first nodes of x, its columns all of them.
    ///
    /// - Shapes: x N × D, mean M × N, output M × K.
    public func callAsFunction(
        _ x: NodeFeatures, mean: SparseMatrix, _ activation: GraphActivation, probe: Tensor?
    ) -> Tensor {
        // The mean of products is the product of means, and products are narrower than bags of words.
        let sums = mean.product(x.linear(neighbors.weight.value).probed(by: probe), bias: neighbors.bias?.value)
        let first: NodeFeatures
        switch x {
        case .dense(let tensor) where mean.rows < tensor.shape[0]: first = .dense(tensor.sliced(0..<mean.rows))
        case .sparse(let matrix) where mean.rows < matrix.rows:
            first = .sparse(matrix.selecting(rows: Array(0..<Int32(mean.rows))))
        default: first = x
        }
        return activation(sums + first.linear(own.weight.value).probed(by: probe))
    }
}
