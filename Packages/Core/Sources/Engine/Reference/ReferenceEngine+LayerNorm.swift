extension ReferenceEngine {
    public func layerNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, epsilon: Double
    ) -> (output: Buffer, statistics: Buffer) {
        inPrecision(
            of: x.type, "layerNorm",
            float32: { layerNorm(x, weight, bias, epsilon, as: Float.self) },
            float64: { layerNorm(x, weight, bias, epsilon, as: Double.self) })
    }

    private func layerNorm<Scalar: ReferenceScalar>(
        _ x: Buffer, _ weight: Buffer, _ bias: Buffer, _ epsilon: Double, as type: Scalar.Type
    ) -> (output: Buffer, statistics: Buffer) {
        let columns = weight.count
        let rows = x.count / max(1, columns)
        let output = Buffer(shape: x.shape, type: x.type)
        let statistics = Buffer(shape: [rows, 2], type: x.type)
        let (from, to, s) = (x.rowMajor(type), output.rowMajor(type), statistics.rowMajor(type))
        let (w, b) = (weight.rowMajor(type), bias.rowMajor(type))
        for i in 0..<rows {
            let row = i * columns
            var (sum, squares) = (0.0, 0.0)
            for j in 0..<columns { sum += Double(from[row + j]) }
            let mean = sum / Double(columns)
            for j in 0..<columns { squares += (Double(from[row + j]) - mean) * (Double(from[row + j]) - mean) }
            let scale = 1 / (squares / Double(columns) + epsilon).squareRoot()
            for j in 0..<columns {
                to[row + j] = Scalar((Double(from[row + j]) - mean) * scale * Double(w[j]) + Double(b[j]))
            }
            (s[2 * i], s[2 * i + 1]) = (Scalar(mean), Scalar(scale))
        }
        return (output, statistics)
    }

    public func layerNormGradient(
        _ gradient: Buffer, x: Buffer, statistics: Buffer, weight: Buffer
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        inPrecision(
            of: x.type, "layerNormGradient",
            float32: { layerNormGradient(gradient, x, statistics, weight, as: Float.self) },
            float64: { layerNormGradient(gradient, x, statistics, weight, as: Double.self) })
    }

    /// With z = (x − mean) scale and g = dy weight: dx = scale (g − mean(g) − z mean(g z)).
    private func layerNormGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ x: Buffer, _ statistics: Buffer, _ weight: Buffer, as type: Scalar.Type
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        let columns = weight.count
        let input = Buffer(shape: x.shape, type: x.type)
        let (from, dy, s, w) = (
            x.rowMajor(type), gradient.rowMajor(type), statistics.rowMajor(type), weight.rowMajor(type)
        )
        let dx = input.rowMajor(type)
        let (byWeight, byBias) = (ReferenceSums(count: columns), ReferenceSums(count: columns))
        for i in 0..<(x.count / max(1, columns)) {
            let row = i * columns
            let (mean, scale) = (Double(s[2 * i]), Double(s[2 * i + 1]))
            let z = { (j: Int) in (Double(from[row + j]) - mean) * scale }
            let g = { (j: Int) in Double(dy[row + j]) * Double(w[j]) }
            var (sum, product) = (0.0, 0.0)
            for j in 0..<columns {
                sum += g(j) / Double(columns)
                product += g(j) * z(j) / Double(columns)
                byWeight[j] += Double(dy[row + j]) * z(j)
                byBias[j] += Double(dy[row + j])
            }
            for j in 0..<columns { dx[row + j] = Scalar(scale * (g(j) - sum - z(j) * product)) }
        }
        return (input, byWeight.rounded(to: weight.shape, as: type), byBias.rounded(to: weight.shape, as: type))
    }
}
