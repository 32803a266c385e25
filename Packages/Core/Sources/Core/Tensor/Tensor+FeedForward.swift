extension Tensor {
    /// Two linear layers with a rectifier and dropout between, max(0, self W₁ᵀ + b₁) W₂ᵀ + b₂, as one operation: the
    /// hidden layer of a narrow network then never reaches memory.
    ///
    /// - Shapes: N × E with W₁ F × E, b₁ F, W₂ E × F and b₂ E to N × E.
    func feedForward(_ first: (weight: Tensor, bias: Tensor), _ second: (weight: Tensor, bias: Tensor), dropout rate: Double)
        -> Tensor
    {
        let (units, width) = (first.weight.shape[0], first.weight.shape[1])
        Contract.require(
            rank == 2 && shape[1] == width && first.bias.shape == [units] && second.weight.shape == [width, units]
                && second.bias.shape == [width], "feedForward",
            "input \(shape), weights \(first.weight.shape) and \(second.weight.shape), expected N × E, F × E and E × F")
        let engine = engine
        let trace = engine.feedForward(
            buffer,
            FeedForwardWeights(
                firstWeight: first.weight.buffer, firstBias: first.bias.buffer, secondWeight: second.weight.buffer,
                secondBias: second.bias.buffer), dropout: Dropout.draw(rate, count: (shape[0] * units + 511) / 512 * 256))
        guard let tape = Tape.shared(by: self, first.weight, first.bias, second.weight, second.bias) else {
            return Tensor(trace.output)
        }
        let sources = [self, first.weight, first.bias, second.weight, second.bias].map(\.node)
        return tape.record(trace.output) { gradient, tape in
            let by = engine.feedForwardGradient(gradient.buffer, trace)
            let gradients = [
                by.input, by.weights.firstWeight, by.weights.firstBias, by.weights.secondWeight, by.weights.secondBias,
            ]
            for (source, gradient) in zip(sources, gradients) { tape.add(to: source) { Tensor(gradient) } }
        }
    }
}
