import Foundations

/// Attention of a sequence to itself, then to the encoder's result, and a feed-forward network, each with a shortcut;
/// names and shapes of the parameters are those of PyTorch's `TransformerDecoderLayer`, its activation ReLU.
///
/// - Shapes: target B × L × E, memory B × S × E, output B × L × E.
public struct TransformerDecoderLayer: Module {
    public let sizes: TransformerSizes
    private let selfAttention: MultiHeadAttention
    private let crossAttention: MultiHeadAttention
    private let feedForward: FeedForward
    private let norm1: LayerNorm
    private let norm2: LayerNorm
    private let norm3: LayerNorm
    private let dropout: Dropout

    public init(_ sizes: TransformerSizes, random: inout RandomStream) {
        self.sizes = sizes
        selfAttention = MultiHeadAttention(
            width: sizes.width, heads: sizes.heads, dropout: sizes.dropout, random: &random)
        crossAttention = MultiHeadAttention(
            width: sizes.width, heads: sizes.heads, dropout: sizes.dropout, random: &random)
        feedForward = FeedForward(
            width: sizes.width, hidden: sizes.feedForward, dropout: sizes.dropout, random: &random)
        norm1 = LayerNorm(sizes.width)
        norm2 = LayerNorm(sizes.width)
        norm3 = LayerNorm(sizes.width)
        dropout = Dropout(sizes.dropout)
    }

    public var parameters: [NamedParameter] {
        ("self_attn", selfAttention)
        ("multihead_attn", crossAttention)
        ("linear1", feedForward.first)
        ("linear2", feedForward.second)
        ("norm1", norm1)
        ("norm2", norm2)
        ("norm3", norm3)
    }

    /// - Parameters:
    ///   - x: the target, B × L × E.
    ///   - memory: the encoder's result, B × S × E.
    ///   - mask: numbers to add to the scores of the target by the target, usually a causal mask.
    ///   - memoryMask: numbers to add to the scores of the memory by the target.
    ///   - maps: collects the attention weights; nil collects none.
    public func callAsFunction(
        _ x: Tensor, memory: Tensor, mask: Tensor? = nil, memoryMask: Tensor? = nil, maps: AttentionMaps? = nil
    ) -> Tensor {
        let attended = sizes.residual(x, norm1, dropout) {
            let (output, weights) = selfAttention($0, mask: mask)
            maps?.decoder.append(weights)
            return output
        }
        let informed = sizes.residual(attended, norm2, dropout) {
            let (output, weights) = crossAttention($0, memory: memory, mask: memoryMask)
            maps?.cross.append(weights)
            return output
        }
        return sizes.residual(informed, norm3, dropout) { feedForward($0) }
    }
}

/// Decoder layers one after the other, then a normalization.
///
/// - Shapes: target B × L × E, memory B × S × E, output B × L × E.
public struct TransformerDecoder: Module {
    public let layers: [TransformerDecoderLayer]
    private let norm: LayerNorm

    public init(_ sizes: TransformerSizes, layers: Int, random: inout RandomStream) {
        var made: [TransformerDecoderLayer] = []
        for _ in 0..<layers { made.append(TransformerDecoderLayer(sizes, random: &random)) }
        self.layers = made
        norm = LayerNorm(sizes.width)
    }

    public var parameters: [NamedParameter] {
        for (place, layer) in layers.enumerated() { ("layers.\(place)", layer) }
        ("norm", norm)
    }

    public func callAsFunction(
        _ x: Tensor, memory: Tensor, mask: Tensor? = nil, memoryMask: Tensor? = nil, maps: AttentionMaps? = nil
    ) -> Tensor {
        norm(layers.reduce(x) { $1($0, memory: memory, mask: mask, memoryMask: memoryMask, maps: maps) })
    }
}
