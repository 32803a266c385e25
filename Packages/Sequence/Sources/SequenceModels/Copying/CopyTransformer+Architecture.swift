import Core

extension CopyTransformer {
    /// The layers of the encoder and the decoder, which share the embedding.
    var architecture: Architecture {
        var architecture = Architecture("encoder", input: [longest], "symbols to copy")
        architecture.add("embedding", embedding)
        addPositions(to: &architecture)
        architecture.add("transformer.encoder", transformer.encoder)
        architecture.begin("decoder", input: [longest - 1], "symbols so far")
        architecture.add("", "the encoder's embedding", output: architecture.output + [sizes.width])
        addPositions(to: &architecture)
        architecture.add("transformer.decoder", transformer.decoder)
        architecture.add("out", output, activation: "softmax")
        return architecture
    }

    private func addPositions(to architecture: inout Architecture) {
        architecture.add(
            "", "times √\(sizes.width), plus sines and cosines of the position", output: architecture.output)
        architecture.add(dropout)
    }
}
