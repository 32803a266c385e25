extension ReferenceEngine {
    public func batchNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer?, epsilon: Double, rectifier: Rectifier?,
        parts: (any BatchParts)?
    ) -> (output: Buffer, statistics: Buffer) {
        inPrecision(
            of: x.type, "batchNorm",
            float32: { batchNorm(x, weight, bias, statistics, epsilon, rectifier, parts, as: Float.self) },
            float64: { batchNorm(x, weight, bias, statistics, epsilon, rectifier, parts, as: Double.self) })
    }

    private func batchNorm<Scalar: ReferenceScalar>(
        _ x: Buffer, _ weight: Buffer, _ bias: Buffer, _ given: Buffer?, _ epsilon: Double, _ rectifier: Rectifier?,
        _ parts: (any BatchParts)?, as type: Scalar.Type
    ) -> (output: Buffer, statistics: Buffer) {
        let channels = ChannelWalk(x.shape)
        let statistics = given ?? measured(x, channels, parts, as: type)
        let output = Buffer(shape: x.shape, type: x.type)
        let (from, to, s) = (x.rowMajor(type), output.rowMajor(type), statistics.rowMajor(type))
        let (w, b) = (weight.rowMajor(type), bias.rowMajor(type))
        for c in 0..<channels.count {
            let scale = 1 / (Double(s[channels.count + c]) + epsilon).squareRoot()
            channels.visit(c) { i in
                let value = Scalar((Double(from[i]) - Double(s[c])) * scale * Double(w[c]) + Double(b[c]))
                to[i] = rectified(value, rectifier)
            }
        }
        return (output, statistics)
    }

    /// Means and biased variances by channel, 2 × C, of all parts.
    private func measured<Scalar: ReferenceScalar>(
        _ x: Buffer, _ channels: ChannelWalk, _ parts: (any BatchParts)?, as type: Scalar.Type
    ) -> Buffer {
        let statistics = Buffer(shape: [2, channels.count], type: x.type)
        let (from, s) = (x.rowMajor(type), statistics.rowMajor(type))
        for c in 0..<channels.count {
            var (sum, squares) = (0.0, 0.0)
            channels.visit(c) { sum += Double(from[$0]) }
            let mean = sum / Double(channels.extent)
            channels.visit(c) { squares += (Double(from[$0]) - mean) * (Double(from[$0]) - mean) }
            (s[c], s[channels.count + c]) = (Scalar(mean), Scalar(squares / Double(channels.extent)))
        }
        return parts?.statistics(statistics) ?? statistics
    }

    public func batchNormGradient(
        _ gradient: Buffer, x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer, measured: Bool,
        epsilon: Double, rectifier: Rectifier?, parts: (any BatchParts)?
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        inPrecision(
            of: x.type, "batchNormGradient",
            float32: {
                batchNormGradient(
                    gradient, x, weight, bias, statistics, measured, epsilon, rectifier, parts, as: Float.self)
            },
            float64: {
                batchNormGradient(
                    gradient, x, weight, bias, statistics, measured, epsilon, rectifier, parts, as: Double.self)
            })
    }

    /// With z = (x − mean) scale and g = dy before the rectifier: dx = weight scale (g − mean(g) − z mean(g z)), without
    /// the means where the statistics are constants.
    private func batchNormGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ x: Buffer, _ weight: Buffer, _ bias: Buffer, _ statistics: Buffer, _ measured: Bool,
        _ epsilon: Double, _ rectifier: Rectifier?, _ parts: (any BatchParts)?, as type: Scalar.Type
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        let channels = ChannelWalk(x.shape)
        let input = Buffer(shape: x.shape, type: x.type)
        let (from, dy, dx) = (x.rowMajor(type), gradient.rowMajor(type), input.rowMajor(type))
        let (s, w, b) = (statistics.rowMajor(type), weight.rowMajor(type), bias.rowMajor(type))
        let (byWeight, byBias) = (ReferenceSums(count: channels.count), ReferenceSums(count: channels.count))
        let scales = (0..<channels.count).map { 1 / (Double(s[channels.count + $0]) + epsilon).squareRoot() }
        func z(_ i: Int, _ c: Int) -> Double { (Double(from[i]) - Double(s[c])) * scales[c] }
        func g(_ i: Int, _ c: Int) -> Double {
            guard let rectifier else { return Double(dy[i]) }
            let isPositive = z(i, c) * Double(w[c]) + Double(b[c]) > 0
            return isPositive ? Double(dy[i]) : Double(rectifier.slope) * Double(dy[i])
        }
        for c in 0..<channels.count {
            channels.visit(c) { i in
                byWeight[c] += g(i, c) * z(i, c)
                byBias[c] += g(i, c)
            }
        }
        let own = (byWeight.rounded(to: weight.shape, as: type), byBias.rounded(to: weight.shape, as: type))
        let all = measured ? parts.map { $0.sums(own.0, own.1, by: self) } : nil
        let share = measured ? 1 / Double(channels.extent) : 0
        for c in 0..<channels.count {
            let products = all.map { Double($0.weight.rowMajor(type)[c]) } ?? byWeight[c]
            let sums = all.map { Double($0.bias.rowMajor(type)[c]) } ?? byBias[c]
            channels.visit(c) { i in
                let change = g(i, c) - sums * share - z(i, c) * products * share
                dx[i] = Scalar(Double(w[c]) * scales[c] * change)
            }
        }
        return (input, own.0, own.1)
    }
}

/// The places of each channel in an N × C × … tensor in row-major order.
private struct ChannelWalk {
    let count: Int
    private let rows: Int
    private let area: Int

    init(_ shape: Shape) {
        (rows, count, area) = (shape[0], shape[1], Shape(shape[2...]).elementCount)
    }

    /// The elements of a channel.
    var extent: Int { rows * area }

    @inline(__always)
    func visit(_ channel: Int, _ body: (Int) -> Void) {
        for row in 0..<rows {
            let start = (row * count + channel) * area
            for i in start..<start + area { body(i) }
        }
    }
}
