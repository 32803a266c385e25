import Foundations

/// Attention of a sequence to itself and a feed-forward network, each with a shortcut; names and shapes of the
/// parameters are those of PyTorch's `TransformerEncoderLayer`, its activation ReLU.
///
/// - Shapes: B × S × E, unchanged.
public struct TransformerEncoderLayer: Module {
    public let sizes: TransformerSizes
    private let attention: MultiHeadAttention
    private let feedForward: FeedForward
    private let norm1: LayerNorm
    private let norm2: LayerNorm
    private let dropout: Dropout

    public init(_ sizes: TransformerSizes, random: inout RandomStream) {
        self.sizes = sizes
        attention = MultiHeadAttention(
            width: sizes.width, heads: sizes.heads, dropout: sizes.dropout, random: &random)
        feedForward = FeedForward(
            width: sizes.width, hidden: sizes.feedForward, dropout: sizes.dropout, random: &random)
        norm1 = LayerNorm(sizes.width)
        norm2 = LayerNorm(sizes.width)
        dropout = Dropout(sizes.dropout)
    }

    public var parameters: [NamedParameter] {
        ("self_attn", attention)
        ("linear1", feedForward.first)
        ("linear2", feedForward.second)
        ("norm1", norm1)
        ("norm2", norm2)
    }

    /// - Parameters:
    ///   - x: B × S × E.
    ///   - mask: numbers to add to the scores, −∞ where a position must not attend: S × S, B × S × S, B × 1 × S.
    ///   - maps: collects the attention weights; nil collects none.
    public func callAsFunction(_ x: Tensor, mask: Tensor? = nil, maps: AttentionMaps? = nil) -> Tensor {
        let attended = sizes.residual(x, norm1, dropout) {
            let (output, weights) = attention($0, mask: mask)
            maps?.encoder.append(weights)
            return output
        }
        return sizes.residual(attended, norm2, dropout) { feedForward($0) }
    }
}

/// Encoder layers one after the other, then a normalization.
///
/// - Shapes: B × S × E, unchanged.
public struct TransformerEncoder: Module {
    public let layers: [TransformerEncoderLayer]
    private let norm: LayerNorm

    public init(_ sizes: TransformerSizes, layers: Int, random: inout RandomStream) {
        var made: [TransformerEncoderLayer] = []
        for _ in 0..<layers { made.append(TransformerEncoderLayer(sizes, random: &random)) }
        self.layers = made
        norm = LayerNorm(sizes.width)
    }

    public var parameters: [NamedParameter] {
        for (place, layer) in layers.enumerated() { ("layers.\(place)", layer) }
        ("norm", norm)
    }

    public func callAsFunction(_ x: Tensor, mask: Tensor? = nil, maps: AttentionMaps? = nil) -> Tensor {
        norm(layers.reduce(x) { $1($0, mask: mask, maps: maps) })
    }
}
