extension Tensor {
    /// (x − mean) / √(variance + ε) · weight + bias over the last axis (Ba, Kiros, Hinton 2016).
    ///
    /// - Shapes: … × D, with weight and bias D, to … × D.
    public func layerNorm(weight: Tensor, bias: Tensor, epsilon: Double = 1e-5) -> Tensor {
        Contract.require(
            rank > 0 && weight.shape == [shape[rank - 1]] && bias.shape == weight.shape && weight.type == type
                && bias.type == type, "layerNorm",
            "input \(shape), weight \(weight.shape), bias \(bias.shape), expected … × D, D and D")
        let (result, statistics) = engine.layerNorm(
            buffer, weight: weight.buffer, bias: bias.buffer, epsilon: epsilon)
        guard let tape = Tape.shared(by: self, weight, bias) else { return Tensor(result) }
        return tape.record(result) { [self] gradient, tape in
            let by = engine.layerNormGradient(
                gradient.buffer, x: buffer, statistics: statistics, weight: weight.buffer)
            tape.add(to: self) { Tensor(by.input) }
            tape.add(to: weight) { Tensor(by.weight) }
            tape.add(to: bias) { Tensor(by.bias) }
        }
    }
}
