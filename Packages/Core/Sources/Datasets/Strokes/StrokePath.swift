/// A brush line as a chain of short straight pieces: positions with the brush's half width at each.
struct StrokePath {
    /// x, y and, in the third place, pressure before `press` and half width in pixels after.
    private(set) var samples: [SIMD3<Float>] = []

    /// The smooth curve through each part's control points (x, y, pressure), with corners between parts.
    init(through parts: [[SIMD3<Float>]]) {
        for part in parts {
            let points = (samples.last.map { [$0] } ?? []) + part
            if samples.isEmpty, let first = points.first { samples.append(first) }
            for index in 1..<max(1, points.count) {
                let from = points[index - 1]
                let to = points[index]
                appendCurve(
                    before: index > 1 ? points[index - 2] : 2 * from - to, from: from, to: to,
                    after: index + 1 < points.count ? points[index + 1] : 2 * to - from)
            }
        }
    }

    /// Appends a piece of a centripetal Catmull-Rom spline, which neither loops nor overshoots where control points are
    /// close.
    ///
    /// Source: Yuksel, Schaefer, Keyser, "Parameterization and applications of Catmull-Rom curves", 2011.
    private mutating func appendCurve(
        before: SIMD3<Float>, from: SIMD3<Float>, to: SIMD3<Float>, after: SIMD3<Float>
    ) {
        let first = Self.knotInterval(before, from)
        let middle = Self.knotInterval(from, to)
        let last = Self.knotInterval(to, after)
        let leave = to - from + middle * ((from - before) / first - (to - before) / (first + middle))
        let arrive = to - from + middle * ((after - to) / last - (after - from) / (middle + last))
        // A knot interval is the square root of a length, and a piece should span about six units.
        let pieces = max(1, Int((middle * middle / 6).rounded(.up)))
        for piece in 1...pieces {
            let t = Float(piece) / Float(pieces)
            let s = 1 - t
            // Hermite's basis, in factored form.
            let start = s * s * ((1 + 2 * t) * from + t * leave)
            let end = t * t * ((1 + 2 * s) * to - s * arrive)
            samples.append(start + end)
        }
    }

    private static func knotInterval(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
        let d = b - a
        return max(0.1, (d.x * d.x + d.y * d.y).squareRoot().squareRoot())
    }

    /// Moves every position by `map`.
    mutating func place(_ map: (SIMD2<Float>) -> SIMD2<Float>) {
        for index in samples.indices {
            let point = map(SIMD2(samples[index].x, samples[index].y))
            samples[index].x = point.x
            samples[index].y = point.y
        }
    }

    /// Turns pressure into half width: a slow tremor along the line, and a flat tip that thins horizontals.
    mutating func press(radius: Float, contrast: Float, flatness: Float, phase: Float) {
        for index in samples.indices {
            let a = samples[max(0, index - 1)]
            let b = samples[min(samples.count - 1, index + 1)]
            let d = b - a
            let horizontal = d.x * d.x / max(1e-6, d.x * d.x + d.y * d.y)
            // A parabola through each unit of the line approximates the tremor's sine.
            let turn = (phase + Float(index) * 0.11).truncatingRemainder(dividingBy: 1)
            let tremor = 1 + 0.4 * contrast * (2 * turn * (1 - turn) - 1 / 3)
            let pressure = 1 + contrast * (samples[index].z - 1)
            samples[index].z = max(0.35, radius * max(0.2, pressure) * tremor * (1 - flatness * horizontal))
        }
    }

    /// Shrinks and shifts the lines of one character, where needed, until the brush stays inside the image.
    static func fit(_ paths: inout [StrokePath], into side: Float) {
        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for sample in paths.lazy.flatMap(\.samples) {
            let position = SIMD2(sample.x, sample.y)
            low = pointwiseMin(low, position - sample.z)
            high = pointwiseMax(high, position + sample.z)
        }
        let room = side - 0.5
        let extent = pointwiseMax(high - low, SIMD2(repeating: 1e-3))
        let scale = pointwiseMin(SIMD2(repeating: 1), room / extent)
        let center = (low + high) / 2
        let half = extent * scale / 2
        let target = pointwiseMin(pointwiseMax(center, half + 0.25), side - half - 0.25)
        for index in paths.indices {
            paths[index].place { target + (($0 - center) * scale) }
        }
    }
}
