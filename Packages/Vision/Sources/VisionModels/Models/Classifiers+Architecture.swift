import Core

// The layers of each classifier, as tables and drawings show them. Rectifiers that a model takes after a pooling, with which
// they commute, are listed with the convolution before it.

extension LinearClassifier {
    public func architecture(of input: Shape) -> Architecture {
        var architecture = Architecture(input: input, "pixels")
        architecture.add(Flatten())
        architecture.add("fc1", fc1)
        return architecture
    }
}

extension TanhNet {
    public func architecture(of input: Shape) -> Architecture {
        var architecture = Architecture(input: input, "pixels")
        architecture.add(Flatten())
        architecture.add("fc1", fc1, activation: "tanh")
        architecture.add("fc2", fc2)
        return architecture
    }
}

extension SigmoidNet {
    public func architecture(of input: Shape) -> Architecture {
        let flat = "1 / (1 + exp(−\(Self.slope) x))"
        var architecture = Architecture(input: input, "pixels, 0 to 255")
        architecture.add(Flatten())
        architecture.add("fc1", fc1, activation: flat)
        architecture.add("fc2", fc2, activation: flat)
        return architecture
    }
}

extension ConvNet {
    public func architecture(of input: Shape) -> Architecture {
        var architecture = Architecture(input: input, "pixels")
        for (name, layer) in [("conv1", conv1), ("conv2", conv2)] {
            architecture.add(name, layer, activation: "ReLU")
            architecture.add(MaxPool2D(2))
        }
        architecture.add(Flatten())
        architecture.add("fc1", fc1, activation: "ReLU")
        architecture.add("fc2", fc2)
        return architecture
    }
}

extension MRINet {
    public func architecture(of input: Shape) -> Architecture {
        let leaky = "leaky ReLU (\(Self.slope))"
        var architecture = Architecture(input: input, "pixels")
        for (number, convolution) in convolutions.enumerated() {
            architecture.add("conv\(number + 1)", convolution, activation: leaky)
            if isPooled(number) {
                architecture.add(MaxPool2D(2))
                architecture.add(dropout)
            }
        }
        architecture.add(AdaptiveAveragePool2D(7))
        architecture.add(Flatten())
        for (name, layer) in [("fc1", fc1), ("fc2", fc2)] {
            architecture.add(name, layer, activation: leaky)
            architecture.add(linearDropout)
        }
        architecture.add("fc3", fc3)
        return architecture
    }
}
