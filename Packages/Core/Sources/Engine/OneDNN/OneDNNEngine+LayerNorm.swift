import CoreLoops

extension OneDNNEngine {
    public func layerNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, epsilon: Double
    ) -> (output: Buffer, statistics: Buffer) {
        let columns = weight.count
        let rows = x.count / max(1, columns)
        let output = Buffer(shape: x.shape, type: .float32)
        let statistics = Buffer(shape: [rows, 2], type: .float32)
        let (to, s) = (output.stored(writing: Float.self), statistics.stored(writing: Float.self))
        let from = x.rowMajor(reading: Float.self)
        let (w, b) = (weight.rowMajor(reading: Float.self), bias.rowMajor(reading: Float.self))
        Parallel.planes(rows, of: 2 * columns) { range in
            let i = range.lowerBound
            loop_layer_norm(
                from + i * columns, w.start, b.start, Float(epsilon), to + i * columns, s + 2 * i, range.count, columns)
        }
        return (output, statistics)
    }

    public func layerNormGradient(
        _ gradient: Buffer, x: Buffer, statistics: Buffer, weight: Buffer
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        let columns = weight.count
        let input = Buffer(shape: x.shape, type: .float32)
        let byWeight = Buffer(shape: weight.shape, type: .float32)
        let byBias = Buffer(shape: weight.shape, type: .float32)
        for sums in [byWeight, byBias] { sums.stored(Float.self).update(repeating: 0, count: columns) }
        loop_layer_norm_gradient(
            gradient.rowMajor(Float.self), x.rowMajor(Float.self), statistics.stored(Float.self),
            weight.rowMajor(Float.self), input.stored(Float.self), byWeight.stored(Float.self),
            byBias.stored(Float.self), x.count / max(1, columns), columns)
        return (input, byWeight, byBias)
    }
}
