import Core

extension PlaneNetwork {
    /// The layers; the output is the probability of the second class, or a step of the hand-made network.
    var architecture: Architecture {
        var architecture = Architecture(input: [2], "coordinates")
        for (place, layer) in layers.enumerated() {
            architecture.add("hidden\(place + 1)", layer, activation: activation.words)
        }
        architecture.add("output", output, activation: activation == .step ? activation.words : "sigmoid")
        return architecture
    }
}

extension PlaneActivation {
    /// As textbooks write it.
    fileprivate var words: String { self == .relu ? "ReLU" : name }
}
