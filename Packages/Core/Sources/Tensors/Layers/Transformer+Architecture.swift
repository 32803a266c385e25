// The layers of a Transformer in an architecture's list.

extension Architecture {
    /// Adds the layers of an encoder, a row for each, and its normalization. Every sublayer also has a shortcut, x +
    /// f(x), and its own normalization.
    public mutating func add(_ name: String, _ encoder: TransformerEncoder) {
        add(name, encoder, encoder.layers.map { ($0, $0.sizes) }, attention: "self-attention")
    }

    /// Adds the layers of a decoder in the same way.
    public mutating func add(_ name: String, _ decoder: TransformerDecoder) {
        add(
            name, decoder, decoder.layers.map { ($0, $0.sizes) },
            attention: "masked self-attention, attention to the encoder")
    }

    private mutating func add(
        _ name: String, _ whole: some Module, _ layers: [(module: any Module, sizes: TransformerSizes)],
        attention: String
    ) {
        for (number, (layer, sizes)) in layers.enumerated() {
            let heads = sizes.heads == 1 ? "1 head" : "\(sizes.heads) heads"
            add(
                "\(name).layers.\(number)",
                "\(attention) (\(heads)), feed-forward (\(sizes.feedForward))", activation: "ReLU", output: output,
                parameters: layer.parameterCount)
        }
        let rest = whole.parameterCount - layers.reduce(0) { $0 + $1.module.parameterCount }
        add("\(name).norm", "layer normalization", output: output, parameters: rest)
    }
}
