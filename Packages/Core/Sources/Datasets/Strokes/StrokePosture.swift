import Foundations

/// The place and pose of the character in the image: a random affine map from the writing square to pixels.
struct StrokePosture {
    private let rowX: SIMD2<Float>
    private let rowY: SIMD2<Float>
    private let center: SIMD2<Float>

    init(side: Float, using random: inout RandomStream) {
        let scale = side / 100 * Float(random.uniform(in: 0.76..<0.95))
        let aspect = Float(random.normal(standardDeviation: 0.11))
        let slant = Float(random.normal(standardDeviation: 0.16))
        let turn = Float(random.normal(standardDeviation: 0.12))
        let width = scale * (1 + aspect)
        let height = scale * (1 - aspect)
        // Turns are small, so 1 - turn²/2 approximates the cosine and turn the sine.
        let cosine = 1 - turn * turn / 2
        rowX = [width * cosine, -height * (turn + slant)]
        rowY = [width * turn, height * cosine]
        center = [
            side / 2 + Float(random.normal(standardDeviation: 2.15)),
            side / 2 + Float(random.normal(standardDeviation: 2.15)),
        ]
    }

    /// The pixel position of a point of the writing square.
    func place(_ point: SIMD2<Float>) -> SIMD2<Float> {
        let arm = point - 50
        return center + SIMD2((rowX * arm).sum(), (rowY * arm).sum())
    }
}
