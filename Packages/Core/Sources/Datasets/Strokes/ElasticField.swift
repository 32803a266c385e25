import Foundations

/// A smooth random displacement of the plane: uniform noise blurred by a Gaussian.
///
/// It bends lines but does not change the brush's width, because it moves the lines' points and not the finished
/// pixels.
///
/// Source: Simard, Steinkraus, Platt, "Best practices for convolutional neural networks applied to visual document
/// analysis", ICDAR 2003.
struct ElasticField {
    /// Nodes in each direction.
    private static let count = 16
    /// A Gaussian of two nodes' standard deviation; its squares sum to 1, so smoothing keeps the noise's variance.
    private static let kernel: [Float] = [
        0.0233, 0.0719, 0.1724, 0.3221, 0.4687, 0.5312, 0.4687, 0.3221, 0.1724, 0.0719, 0.0233,
    ]

    private let spacing: Float
    private var nodes: [SIMD2<Float>]

    /// A field over a `side`×`side` image, of standard deviation `strength` pixels in x and y.
    init(side: Float, strength: Float, using random: inout RandomStream) {
        let count = Self.count
        spacing = side / Float(count - 1)
        // Uniform noise from -1 to 1 has variance 1/3.
        let scale = strength * Float(3).squareRoot()
        nodes = (0..<count * count).map { _ in
            let bits = random.next()
            let x = Float(UInt32(truncatingIfNeeded: bits) >> 8) * 0x1p-23 - 1
            let y = Float(UInt32(truncatingIfNeeded: bits >> 32) >> 8) * 0x1p-23 - 1
            return SIMD2(x, y) * scale
        }
        smooth(along: 1, across: count)
        smooth(along: count, across: 1)
    }

    private mutating func smooth(along step: Int, across stride: Int) {
        let reach = Self.kernel.count / 2
        var line = [SIMD2<Float>](repeating: .zero, count: Self.count + 2 * reach)
        for row in 0..<Self.count {
            for index in 0..<Self.count { line[index + reach] = nodes[row * stride + index * step] }
            for index in 0..<Self.count {
                var sum = SIMD2<Float>.zero
                for tap in Self.kernel.indices { sum += Self.kernel[tap] * line[index + tap] }
                nodes[row * stride + index * step] = sum
            }
        }
    }

    /// `point` moved by the field's value there, interpolated between four nodes.
    func displace(_ point: SIMD2<Float>) -> SIMD2<Float> {
        let limit = Float(Self.count - 1) - 1e-3
        let place = (point / spacing).clamped(
            lowerBound: SIMD2(repeating: 0), upperBound: SIMD2(repeating: limit))
        let column = Int(place.x)
        let row = Int(place.y)
        let part = place - SIMD2(Float(column), Float(row))
        let corner = row * Self.count + column
        let upper = nodes[corner] + part.x * (nodes[corner + 1] - nodes[corner])
        let lower =
            nodes[corner + Self.count]
            + part.x * (nodes[corner + Self.count + 1] - nodes[corner + Self.count])
        return point + upper + part.y * (lower - upper)
    }
}
