import Foundations

/// The sizes of a Transformer and where its layers normalize.
public struct TransformerSizes: Sendable, Equatable {
    /// E, the numbers at each position; a multiple of `heads`.
    public var width: Int
    public var heads: Int
    /// The units of each layer's feed-forward network.
    public var feedForward: Int
    public var dropout: Double
    /// Whether sublayers normalize their input (Xiong et al. 2020), instead of the sum of input and output.
    public var normalizesFirst: Bool

    public init(
        width: Int, heads: Int, feedForward: Int = 2048, dropout: Double = 0.1, normalizesFirst: Bool = false
    ) {
        self.width = width
        self.heads = heads
        self.feedForward = feedForward
        self.dropout = dropout
        self.normalizesFirst = normalizesFirst
    }

    /// x + sublayer(x), with dropout of the sublayer and normalization before or after.
    func residual(_ x: Tensor, _ norm: LayerNorm, _ dropout: Dropout, _ sublayer: (Tensor) -> Tensor) -> Tensor {
        normalizesFirst ? x + dropout(sublayer(norm(x))) : norm(x + dropout(sublayer(x)))
    }
}

/// The attention weights of a forward pass, layer by layer; pass one to record them.
///
/// - Shapes: each B × H × L × S, before dropout.
public final class AttentionMaps {
    public internal(set) var encoder: [Tensor] = []
    public internal(set) var decoder: [Tensor] = []
    public internal(set) var cross: [Tensor] = []

    public init() {}
}

/// Encoder and decoder layers, each with a normalization at its end (Vaswani et al. 2017); names and shapes of the
/// parameters are those of PyTorch's `Transformer`.
///
/// - Shapes: source B × S × E, target B × L × E, output B × L × E.
public struct Transformer: Module {
    public let encoder: TransformerEncoder
    public let decoder: TransformerDecoder

    public init(_ sizes: TransformerSizes, encoderLayers: Int, decoderLayers: Int, random: inout RandomStream) {
        encoder = TransformerEncoder(sizes, layers: encoderLayers, random: &random)
        decoder = TransformerDecoder(sizes, layers: decoderLayers, random: &random)
    }

    public var parameters: [NamedParameter] {
        ("encoder", encoder)
        ("decoder", decoder)
    }

    /// - Parameters:
    ///   - source: B × S × E, the encoder's input.
    ///   - target: B × L × E, the decoder's input.
    ///   - sourceMask: of the encoder's attention to itself.
    ///   - targetMask: of the decoder's attention to itself, usually a causal one.
    ///   - memoryMask: of the decoder's attention to the encoder.
    ///   - maps: collects the attention weights of all layers; nil collects none.
    public func callAsFunction(
        _ source: Tensor, _ target: Tensor, sourceMask: Tensor? = nil, targetMask: Tensor? = nil,
        memoryMask: Tensor? = nil, maps: AttentionMaps? = nil
    ) -> Tensor {
        decoder(
            target, memory: encoder(source, mask: sourceMask, maps: maps), mask: targetMask, memoryMask: memoryMask,
            maps: maps)
    }
}
