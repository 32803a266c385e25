import Core

extension CharacterModel {
    /// The layers, for texts of any length.
    ///
    /// - Parameter symbols: V, the number of characters that the model knows.
    func architecture(symbols: Int) -> Architecture {
        var architecture = Architecture(input: [symbols], "numbers per character: one 1, the rest 0")
        if let embedding {
            architecture.add(
                "embedding", "embedding of \(symbols) characters", output: [embedding.shape[1]],
                parameters: embedding.count)
        }
        architecture.add("rnn", recurrent, activation: recurrent.cell.activations)
        architecture.add(dropout)
        architecture.add("fc", output, activation: "softmax")
        return architecture
    }
}
