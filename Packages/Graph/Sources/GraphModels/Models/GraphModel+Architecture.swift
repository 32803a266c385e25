import Core

// The layers of each graph model; shapes are those of a node.

extension GraphNetwork {
    public func architecture(features: Int) -> Architecture {
        var architecture = Architecture(input: [features], "features per node")
        for (number, layer) in layers.enumerated() {
            architecture.add(Dropout(dropout))
            let isLast = number == layers.count - 1
            architecture.add(
                "conv\(number + 1)", layer.summary, activation: isLast ? "softmax" : activation.words,
                output: [layer.outputs], parameters: layer.parameterCount)
        }
        return architecture
    }
}

extension GRANDNetwork {
    public func architecture(features: Int) -> Architecture {
        var architecture = Architecture(input: [features], "features per node")
        architecture.add(Dropout(dropout))
        architecture.add(
            "fc1", "linear; in training without a random half of the nodes", output: [firstBias.count],
            parameters: first.parameterCount + firstBias.count)
        architecture.add(
            "", "mean over 0 to \(spread) steps along the edges", activation: "ReLU", output: [firstBias.count])
        architecture.add(Dropout(dropout))
        architecture.add("fc2", second, activation: "softmax")
        return architecture
    }
}

extension GraphActivation {
    fileprivate var words: String {
        switch self {
        case .none: ""
        case .relu: "ReLU"
        case .elu: "ELU"
        }
    }
}
