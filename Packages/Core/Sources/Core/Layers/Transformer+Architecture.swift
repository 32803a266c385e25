// The layers of a Transformer as an architecture lists them.

extension Architecture {
    /// Adds the layers of an encoder: a row for each kind of sublayer, since all layers are alike.
    public mutating func add(_ name: String, _ encoder: TransformerEncoder) {
        guard let sizes = encoder.layers.first?.sizes else { return addNorm(of: encoder, name) }
        addAlike(
            name, encoder.layers,
            [
                (["self_attn"], "self-attention, \(Self.heads(sizes))"), (["norm1"], Self.norm),
                (["linear1", "linear2"], Self.feedForward(sizes)), (["norm2"], Self.norm),
            ])
        addNorm(of: encoder, name)
    }

    /// Adds the layers of a decoder, likewise.
    public mutating func add(_ name: String, _ decoder: TransformerDecoder) {
        guard let sizes = decoder.layers.first?.sizes else { return addNorm(of: decoder, name) }
        addAlike(
            name, decoder.layers,
            [
                (["self_attn"], "self-attention to earlier positions, \(Self.heads(sizes))"), (["norm1"], Self.norm),
                (["multihead_attn"], "attention to the encoder's output, \(Self.heads(sizes))"), (["norm2"], Self.norm),
                (["linear1", "linear2"], Self.feedForward(sizes)), (["norm3"], Self.norm),
            ])
        addNorm(of: decoder, name)
    }

    private static let norm = "layer normalization"

    private static func heads(_ sizes: TransformerSizes) -> String {
        sizes.heads == 1 ? "1 head" : "\(sizes.heads) heads"
    }

    private static func feedForward(_ sizes: TransformerSizes) -> String {
        "feed-forward \(sizes.width)→\(sizes.feedForward)→\(sizes.width), ReLU"
    }

    private mutating func addNorm(of module: some Module, _ name: String) {
        add("\(name).norm", Self.norm, output: output, parameters: module.count(of: ["norm"]))
    }

    private mutating func addAlike(
        _ name: String, _ layers: [some Module], _ sublayers: [(prefixes: [String], words: String)]
    ) {
        let (times, place) = layers.count == 1 ? ("", "0") : ("\(layers.count) × ", "0…\(layers.count - 1)")
        for (prefixes, words) in sublayers {
            add(
                "\(name).layers.\(place).\(prefixes[0])", times + words, output: output,
                parameters: layers.reduce(0) { $0 + $1.count(of: prefixes) })
        }
    }
}

extension Module {
    /// How many numbers training may change in the layers of these names.
    fileprivate func count(of names: [String]) -> Int {
        trainedParameters.filter { named in names.contains { named.name.hasPrefix("\($0).") } }
            .reduce(0) { $0 + $1.parameter.count }
    }
}
