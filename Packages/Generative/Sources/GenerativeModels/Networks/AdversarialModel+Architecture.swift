import Core

extension AdversarialModel {
    /// The layers of both networks.
    ///
    /// - Parameter picture: C × H × W.
    func architecture(picture: Shape) -> Architecture {
        let classes = classes > 0 ? " and a class" : ""
        var architecture = Architecture("generator", input: [noise], "random numbers\(classes)")
        generator.describe(in: &architecture, picture: picture)
        architecture.begin("discriminator", input: picture, "pixels\(classes)")
        discriminator.describe(in: &architecture)
        return architecture
    }
}

extension DenseGenerator {
    public func describe(in architecture: inout Architecture, picture: Shape) {
        for (place, layer) in layers.enumerated() {
            let isLast = place == layers.count - 1
            architecture.add("fc\(place + 1)", layer, activation: isLast ? "tanh" : "leaky ReLU (0.2)")
        }
        architecture.add("", "as a picture", output: picture)
    }
}

extension DenseDiscriminator {
    public func describe(in architecture: inout Architecture) {
        architecture.add(Flatten())
        for (place, layer) in layers.enumerated() {
            let isLast = place == layers.count - 1
            architecture.add("fc\(place + 1)", layer, activation: isLast ? "sigmoid" : "leaky ReLU (0.2)")
            if !isLast { architecture.add(dropout) }
        }
    }
}

extension ConvolutionalGenerator {
    public func describe(in architecture: inout Architecture, picture: Shape) {
        architecture.add("", "as a picture of one pixel", output: [convolutions[0].weight.shape[0], 1, 1])
        for (place, layer) in convolutions.enumerated() {
            let isLast = place == convolutions.count - 1
            architecture.add("conv\(place + 1)", layer, activation: isLast ? "tanh" : "")
            if !isLast { architecture.add("bn\(place + 1)", norms[place], activation: "ReLU") }
        }
    }
}

extension ConvolutionalDiscriminator {
    public func describe(in architecture: inout Architecture) {
        if let planes {
            let picture = architecture.output
            architecture.add(
                "planes", "a plane of \(picture[1])×\(picture[2]) for the class next to the picture",
                output: [picture[0] + 1, picture[1], picture[2]], parameters: planes.parameterCount)
        }
        let leaky = "leaky ReLU (0.2)"
        for (place, layer) in convolutions.enumerated() {
            let isLast = place == convolutions.count - 1
            let isNormalized = place > 0 && !isLast
            let plain = isLast && logit == nil ? "sigmoid" : leaky
            architecture.add("conv\(place + 1)", layer, activation: isNormalized ? "" : plain)
            if isNormalized { architecture.add("bn\(place + 1)", norms[place - 1], activation: leaky) }
        }
        architecture.add(Flatten())
        if let logit { architecture.add("logit", logit, activation: "sigmoid") }
    }
}
