import Foundations

/// Attention of H heads between projections of a sequence and of itself or another (Vaswani et al. 2017, section 3.2).
///
/// - Shapes: query B × L × E, memory B × S × E, output B × L × E; `in_proj_weight` 3E × E, `in_proj_bias` 3E,
///   `out_proj.weight` E × E, `out_proj.bias` E, as in PyTorch's `MultiheadAttention`.
public struct MultiHeadAttention: Module {
    public let heads: Int
    public let dropout: Double
    private let width: Int
    private let inputWeight: Parameter
    private let inputBias: Parameter
    private let output: Linear

    /// - Parameters:
    ///   - width: E, a multiple of `heads`.
    ///   - heads: H, the heads of attention.
    ///   - dropout: the rate at which weights are dropped out while gradients are recorded.
    ///   - random: what the first weights are drawn from.
    public init(width: Int, heads: Int, dropout: Double = 0, random: inout RandomStream) {
        Contract.require(
            heads > 0 && width % heads == 0, "MultiHeadAttention", "\(heads) heads of width \(width)")
        self.heads = heads
        self.width = width
        self.dropout = dropout
        inputWeight = Initializer.xavierUniform.parameter(
            [3 * width, width], fanIn: width, fanOut: 3 * width, random: &random)
        inputBias = Parameter(.zeros([3 * width]))
        output = Linear(
            width, width, initializer: .xavierUniform, biasInitializer: .zeros, random: &random)
    }

    public var parameters: [NamedParameter] {
        ("in_proj_weight", inputWeight)
        ("in_proj_bias", inputBias)
        ("out_proj", output)
    }

    /// Attention to `memory`, or to the sequence itself where there is none, and the weights B × H × L × S before
    /// dropout.
    ///
    /// - Parameters:
    ///   - query: B × L × E.
    ///   - memory: B × S × E; nil for the query's own sequence.
    ///   - mask: numbers to add to the scores, −∞ where a query must not attend: L × S, B × L × S or B × 1 × S.
    public func callAsFunction(
        _ query: Tensor, memory: Tensor? = nil, mask: Tensor? = nil
    ) -> (output: Tensor, weights: Tensor) {
        let (mixed, weights) = attention(
            projections(query, memory), heads: heads, mask: mask,
            dropout: Dropout.draw(dropout, count: query.shape[0] * heads * query.shape[1] * (memory ?? query).shape[1]))
        return (output(mixed.rows).reshaped(to: query.shape), weights)
    }

    private func projections(_ query: Tensor, _ memory: Tensor?) -> [Tensor] {
        let (weight, bias) = (inputWeight.value, inputBias.value)
        guard let memory else { return [project(query, weight, bias)] }
        return [
            project(query, weight.sliced(0..<width), bias.sliced(0..<width)),
            project(memory, weight.sliced(width..<(3 * width)), bias.sliced(width..<(3 * width))),
        ]
    }

    private func project(_ x: Tensor, _ weight: Tensor, _ bias: Tensor) -> Tensor {
        x.rows.matmul(weight, transposingOther: true, bias: bias).reshaped(to: [x.shape[0], x.shape[1], -1])
    }
}

extension Tensor {
    /// All axes except the last as one.
    var rows: Tensor { reshaped(to: [-1, shape[rank - 1]]) }
}
