import Engine
import Foundations

extension Tensor {
    /// rectifier((x − mean) / √(variance + ε) · weight + bias) by channel, and the statistics used: by default those of
    /// the batch, or of all its parts; given ones count as constants (Ioffe, Szegedy 2015).
    ///
    /// - Shapes: N × C × …, with weight and bias C and statistics 2 × C (mean, biased variance); the output has the
    ///   input's shape.
    public func batchNorm(
        weight: Tensor, bias: Tensor, statistics: Tensor? = nil, epsilon: Double = 1e-5, rectifier: Rectifier? = nil,
        parts: (any BatchParts)? = nil
    ) -> (output: Tensor, statistics: Tensor) {
        Contract.require(
            rank > 1 && weight.shape == [shape[1]] && bias.shape == weight.shape && weight.type == type
                && bias.type == type && statistics.map { $0.shape == [2, shape[1]] && $0.type == type } ?? true,
            "batchNorm",
            "input \(shape), weight \(weight.shape), bias \(bias.shape), expected N × C × …, C and C")
        let (result, used) = engine.batchNorm(
            buffer, weight: weight.buffer, bias: bias.buffer, statistics: statistics?.buffer, epsilon: epsilon,
            rectifier: rectifier, parts: parts)
        guard let tape = Tape.shared(by: self, weight, bias) else { return (Tensor(result), Tensor(used)) }
        let output = tape.record(result) { [self] gradient, tape in
            let by = engine.batchNormGradient(
                gradient.buffer, x: buffer, weight: weight.buffer, bias: bias.buffer, statistics: used,
                measured: statistics == nil, epsilon: epsilon, rectifier: rectifier, parts: parts)
            tape.add(to: self) { Tensor(by.input) }
            tape.add(to: weight) { Tensor(by.weight) }
            tape.add(to: bias) { Tensor(by.bias) }
        }
        return (output, Tensor(used))
    }

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
