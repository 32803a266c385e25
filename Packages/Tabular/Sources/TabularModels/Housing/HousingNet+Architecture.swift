import Core

extension HousingNet {
    /// The layers; with K > 1 classes the outputs go through a softmax.
    var architecture: Architecture {
        let inputs = layers[0].weight.shape[1]
        var architecture = Architecture(input: [inputs], "features, standardized")
        for (place, layer) in layers.enumerated() {
            let isLast = place == layers.count - 1
            let last = layer.weight.shape[0] > 1 ? "softmax" : ""
            architecture.add("fc\(place + 1)", layer, activation: isLast ? last : isRectified ? "ReLU" : "softsign")
            if place == 0 { architecture.add(dropout) }
        }
        return architecture
    }
}
