import Core

extension CountingNetwork {
    /// The layers, for strings of any length.
    var architecture: Architecture {
        let symbols = language.symbols.map { String($0) }.joined(separator: ", ")
        var architecture = Architecture(
            input: [language.symbols.count], "numbers per symbol (\(symbols)): one 1, the rest 0")
        architecture.add("recurrent", recurrent, activation: cell.activations)
        architecture.add("output", output, activation: "softmax")
        return architecture
    }
}
