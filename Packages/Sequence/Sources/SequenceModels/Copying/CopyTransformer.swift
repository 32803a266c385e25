import Core

/// The sizes of a copying Transformer.
public struct CopyTransformerSizes: Codable, Sendable, Equatable {
    public var width: Int
    public var heads: Int
    public var encoderLayers: Int
    public var decoderLayers: Int
    public var feedForward: Int
    public var dropout: Double
    /// Whether layers normalize before attention and feed-forward instead of after.
    public var normalizesFirst: Bool

    public init(
        width: Int = 8, heads: Int = 2, encoderLayers: Int = 3, decoderLayers: Int = 3, feedForward: Int = 2048,
        dropout: Double = 0.1, normalizesFirst: Bool = false
    ) {
        self.width = width
        self.heads = heads
        self.encoderLayers = encoderLayers
        self.decoderLayers = decoderLayers
        self.feedForward = feedForward
        self.dropout = dropout
        self.normalizesFirst = normalizesFirst
    }

    /// - Throws: `SettingError` for an invalid size.
    func check() throws(SettingError) {
        try Setting.require("width", width, in: 1...4_096)
        try Setting.require("heads", heads, in: 1...4_096)
        try Setting.require("heads", heads, width % heads == 0, expected: "a divisor of the width, \(width)")
        try Setting.require("encoderLayers", encoderLayers, in: 0...64)
        try Setting.require("decoderLayers", decoderLayers, in: 0...64)
        try Setting.require("feedForward", feedForward, in: 1...65_536)
        try Setting.require("dropout", dropout, in: 0...0.99)
    }
}

/// An encoder–decoder Transformer that reads a sequence of symbols and writes another.
///
/// Symbols are embedded and scaled by √E; sinusoidal positions are added, then dropout; a linear layer turns the
/// decoder's result into logits. Parameters have the names of a PyTorch module with `embedding`, `transformer` and
/// `out`.
///
/// - Shapes: source B × S and target B × L of int32 in 0 ..< V, logits B × L × V.
public struct CopyTransformer: Module {
    public let sizes: CopyTransformerSizes
    public let longest: Int
    let embedding: Embedding
    private let positions: SinusoidalPositions
    let dropout: Dropout
    let transformer: Transformer
    let output: Linear

    /// - Parameters:
    ///   - sizes: of the embedding, its layers, and dropout.
    ///   - longest: the maximum number of symbols in a sequence.
    ///   - random: what the first weights are drawn from.
    public init(_ sizes: CopyTransformerSizes, longest: Int, random: inout RandomStream) {
        self.sizes = sizes
        self.longest = longest
        let symbols = CopySymbol.allCases.count
        embedding = Embedding(symbols, width: sizes.width, random: &random)
        positions = SinusoidalPositions(width: sizes.width, longest: longest)
        dropout = Dropout(sizes.dropout)
        transformer = Transformer(
            TransformerSizes(
                width: sizes.width, heads: sizes.heads, feedForward: sizes.feedForward, dropout: sizes.dropout,
                normalizesFirst: sizes.normalizesFirst),
            encoderLayers: sizes.encoderLayers, decoderLayers: sizes.decoderLayers, random: &random)
        output = Linear(sizes.width, symbols, random: &random)
    }

    public var parameters: [NamedParameter] {
        ("embedding", embedding)
        ("transformer", transformer)
        ("out", output)
    }

    /// The logits of the symbol after each of the target's, which sees only itself and the symbols before it.
    public func callAsFunction(source: Tensor, target: Tensor, maps: AttentionMaps? = nil) -> Tensor {
        let memory = transformer.encoder(embedded(source), maps: maps)
        return decoded(target, memory: memory, maps: maps)
    }

    /// The encoder's output for a source.
    ///
    /// - Shapes: B × S to B × S × E.
    public func encoded(_ source: Tensor) -> Tensor { transformer.encoder(embedded(source)) }

    /// The logits of the symbol after each of the target's.
    public func decoded(_ target: Tensor, memory: Tensor, maps: AttentionMaps? = nil) -> Tensor {
        let mask = causalMask(target.shape[1], type: memory.type)
        let states = transformer.decoder(embedded(target), memory: memory, mask: mask, maps: maps)
        return output(states.reshaped(to: [-1, sizes.width])).reshaped(to: target.shape + [-1])
    }

    private func embedded(_ symbols: Tensor) -> Tensor {
        dropout(positions(embedding(symbols) * Double(sizes.width).squareRoot()))
    }

    /// Cross entropy of every symbol after the first, given the source and all symbols before it.
    ///
    /// - Shapes: sequences B × L of int32; a single number.
    public func loss(copying sequences: Tensor) -> Tensor {
        let length = sequences.shape[1]
        let logits = self(source: sequences, target: sequences.sliced(0..<(length - 1), axis: 1))
        return softmaxCrossEntropy(
            logits.reshaped(to: [-1, logits.shape[2]]), sequences.sliced(1..<length, axis: 1).reshaped(to: [-1]))
    }
}
