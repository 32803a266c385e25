import Foundations

/// A square gray image that lines are painted on: ink coverage from 0 to 1 for each pixel.
struct StrokeCanvas {
    let side: Int
    private(set) var coverage: [Float]

    /// An empty image.
    init(side: Int) {
        self.side = side
        coverage = [Float](repeating: 0, count: side * side)
    }

    /// Paints a brush line: each piece covers the pixels that are nearer to it than the brush's half width there.
    mutating func paint(_ path: StrokePath, softness: Float) {
        for index in path.samples.indices.dropFirst() {
            paint(from: path.samples[index - 1], to: path.samples[index], softness: softness)
        }
    }

    private mutating func paint(from a: SIMD3<Float>, to b: SIMD3<Float>, softness: Float) {
        let reach = max(a.z, b.z) + softness / 2
        let columns = pixels(from: min(a.x, b.x) - reach, to: max(a.x, b.x) + reach)
        let rows = pixels(from: min(a.y, b.y) - reach, to: max(a.y, b.y) + reach)
        guard !columns.isEmpty, !rows.isEmpty else { return }
        let d = b - a
        let inverseSquare = 1 / max(1e-6, d.x * d.x + d.y * d.y)
        let sharpness = 1 / softness
        coverage.withUnsafeMutableBufferPointer { coverage in
            for row in rows {
                let y = Float(row) + 0.5 - a.y
                for column in columns {
                    let x = Float(column) + 0.5 - a.x
                    let t = min(1, max(0, (x * d.x + y * d.y) * inverseSquare))
                    let dx = x - t * d.x
                    let dy = y - t * d.y
                    let inside = a.z + t * d.z - (dx * dx + dy * dy).squareRoot()
                    let ink = min(1, inside * sharpness + 0.5)
                    let index = row * side + column
                    coverage[index] = max(coverage[index], ink)
                }
            }
        }
    }

    private func pixels(from low: Float, to high: Float) -> Range<Int> {
        let first = Int(min(max(0, low), Float(side)))
        return first..<max(first, Int(min(max(0, high), Float(side - 1))) + 1)
    }

    /// Blends each pixel with its neighbors in a row, then in a column; `weight` is each neighbor's share.
    mutating func blur(_ weight: Float) {
        for (step, stride) in [(1, side), (side, 1)] {
            for line in 0..<side {
                var before: Float = 0
                for position in 0..<side {
                    let index = line * stride + position * step
                    let value = coverage[index]
                    let after = position + 1 < side ? coverage[index + step] : 0
                    coverage[index] = value + weight * (before + after - 2 * value)
                    before = value
                }
            }
        }
    }

    /// The finished 8-bit image: ink of uneven density on paper with faint noise.
    ///
    /// On bare paper only noise above zero is visible, so most of it stays black as in a scan.
    func develop(ink: Float, grain: Float, paper: Float, using random: inout RandomStream) -> [UInt8] {
        var bits: UInt64 = 0
        return coverage.indices.map { index in
            if index % 4 == 0 { bits = random.next() }
            // Two bytes make triangular noise from -1 to 1.
            let noise = (Float(bits & 0xFF) + Float(bits >> 8 & 0xFF)) / 255 - 1
            bits >>= 16
            let value = coverage[index] * (ink + grain * noise) + paper * noise
            return UInt8((255 * min(1, max(0, value))).rounded())
        }
    }
}
