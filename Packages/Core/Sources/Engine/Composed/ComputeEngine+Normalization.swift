/// Layer and batch normalization, composed of functions of each element and sums.
extension ComputeEngine {
    public func layerNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, epsilon: Double
    ) -> (output: Buffer, statistics: Buffer) {
        let rows = Term(x, on: self).reshaped(x.count / max(1, weight.count), weight.count)
        let mean = rows.mean(1)
        let centered = rows - mean
        let scale = (centered.applying(.square).mean(1) + epsilon).applying(.squareRoot).applying(.reciprocal)
        let output = centered * scale * Term(weight, on: self) + Term(bias, on: self)
        return (output.buffer.reshaped(to: x.shape), concatenate([mean.buffer, scale.buffer], axis: 1))
    }

    /// With z = (x − mean) scale and g = dy weight: dx = scale (g − mean(g) − z mean(g z)).
    public func layerNormGradient(
        _ gradient: Buffer, x: Buffer, statistics: Buffer, weight: Buffer
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        let shape = [x.count / max(1, weight.count), weight.count]
        let (rows, dy) = (Term(x, on: self).reshaped(to: shape), Term(gradient, on: self).reshaped(to: shape))
        let statistics = Term(statistics, on: self)
        let (mean, scale) = (statistics.sliced(0..<1, axis: 1), statistics.sliced(1..<2, axis: 1))
        let z = (rows - mean) * scale
        let g = dy * Term(weight, on: self)
        let input = scale * (g - g.mean(1) - z * (g * z).mean(1))
        return (
            input.buffer.reshaped(to: x.shape), (dy * z).sum(0).buffer.reshaped(to: weight.shape),
            dy.sum(0).buffer.reshaped(to: weight.shape)
        )
    }

    public func batchNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer?, epsilon: Double, rectifier: Rectifier?,
        parts: (any BatchParts)?
    ) -> (output: Buffer, statistics: Buffer) {
        let channels = ChannelTerms(x, on: self)
        let statistics = statistics ?? channels.measured(by: self, among: parts)
        let z = channels.normalized(statistics, epsilon).z
        let output = (z * channels.vector(weight) + channels.vector(bias)).rectified(rectifier)
        return (output.buffer.reshaped(to: x.shape), statistics)
    }

    /// With z = (x − mean) scale and g = dy before the rectifier: dx = weight scale (g − mean(g) − z mean(g z)), without
    /// the means where the statistics are constants.
    public func batchNormGradient(
        _ gradient: Buffer, x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer, measured: Bool,
        epsilon: Double, rectifier: Rectifier?, parts: (any BatchParts)?
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        let channels = ChannelTerms(x, on: self)
        let (z, scale) = channels.normalized(statistics, epsilon)
        let (weights, dy) = (channels.vector(weight), Term(gradient, on: self).reshaped(to: channels.shape))
        let g =
            rectifier.map { (z * weights + channels.vector(bias)).gradient(of: $0.operation, by: dy) } ?? dy
        let byWeight = (g * z).sum(0, 2).buffer.reshaped(to: weight.shape)
        let byBias = g.sum(0, 2).buffer.reshaped(to: weight.shape)
        var change = g
        if measured {
            let all = parts?.sums(byWeight, byBias, by: self) ?? (weight: byWeight, bias: byBias)
            let share = 1 / Double(max(1, channels.shape[0] * channels.shape[2]))
            change = g - share * channels.vector(all.bias) - z * (share * channels.vector(all.weight))
        }
        return ((weights * scale * change).buffer.reshaped(to: x.shape), byWeight, byBias)
    }
}

/// N × C × … as N × C × A, whose numbers share a mean and a scale by channel.
private struct ChannelTerms {
    let x: Term
    var shape: Shape { x.shape }

    init(_ x: Buffer, on engine: any ComputeEngine) {
        self.x = Term(x, on: engine).reshaped(x.shape[0], x.shape[1], Shape(x.shape[2...]).elementCount)
    }

    /// One number a channel, to be repeated.
    func vector(_ numbers: Buffer) -> Term { Term(numbers, on: x.engine).reshaped(1, shape[1], 1) }

    /// Means and biased variances, 2 × C, of all parts.
    func measured(by engine: some ComputeEngine, among parts: (any BatchParts)?) -> Buffer {
        let mean = x.mean(0, 2)
        let variance = (x - mean).applying(.square).mean(0, 2)
        let own = engine.concatenate([mean, variance].map { $0.buffer.reshaped(to: [1, shape[1]]) }, axis: 0)
        return parts?.statistics(own) ?? own
    }

    /// (x − mean) scale, and scale = 1 / √(variance + ε).
    func normalized(_ statistics: Buffer, _ epsilon: Double) -> (z: Term, scale: Term) {
        let statistics = Term(statistics, on: x.engine)
        let mean = statistics.sliced(0..<1, axis: 0).reshaped(1, shape[1], 1)
        let variance = statistics.sliced(1..<2, axis: 0).reshaped(1, shape[1], 1)
        let scale = (variance + epsilon).applying(.squareRoot).applying(.reciprocal)
        return ((x - mean) * scale, scale)
    }
}
