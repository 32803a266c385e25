/// Paints the patches of a surface, colored by height.
struct SurfacePainter {
    /// A piece of the surface between four samples, in the order around it.
    struct Patch {
        let points: [Point]
        let heights: [Double]
        /// Whether the edge from each corner to the next is visible.
        let isLine: [Bool]
    }

    let canvas: Canvas
    let colors: ColorMap
    let span: AxisSpan
    /// A patch whose heights differ by at most this share of the colors has a single color.
    private let tolerance: Double
    private let isFine: Bool

    /// - Parameter side: samples along the surface: with more of them, patches are smaller.
    init(canvas: Canvas, colors: ColorMap, span: AxisSpan, side: Int) {
        (self.canvas, self.colors, self.span) = (canvas, colors, span)
        tolerance = min(0.16, 0.0016 * Double(side))
        isFine = side > 40
    }

    func draw(_ patch: Patch) {
        let shares = patch.heights.map { min(1, max(0, ($0 - span.lower) / (span.upper - span.lower))) }
        let middle = (point: Self.middle(patch.points), share: shares.reduce(0, +) / 4)
        let color = colors.color(middle.share)
        if (shares.max() ?? 0) - (shares.min() ?? 0) <= tolerance {
            canvas.fill(polygon: Self.grown(patch.points), color)
        } else {
            // Thin triangles leave gaps between them, which get a color close to theirs.
            canvas.fill(polygon: patch.points, color)
            canvas.line(patch.points + patch.points.prefix(2), Canvas.Stroke(color, width: 1))
            // Four triangles around the middle: in each the height, and so the color, changes evenly.
            for corner in 0..<4 {
                let next = (corner + 1) % 4
                fill(
                    [patch.points[corner], patch.points[next], middle.point],
                    shares: [shares[corner], shares[next], middle.share])
            }
        }
        for corner in 0..<4 where patch.isLine[corner] {
            let next = (corner + 1) % 4
            // On a steep slope the lines of a fine grid are too close to be useful.
            if isFine, abs(shares[corner] - shares[next]) > 0.25 { continue }
            let shade = colors.color((shares[corner] + shares[next]) / 2).mixed(with: Theme.ink, share: 0.32)
            canvas.line([patch.points[corner], patch.points[next]], Canvas.Stroke(shade, width: 0.6))
        }
    }

    private func fill(_ points: [Point], shares: [Double]) {
        let lower = shares.min() ?? 0
        let upper = shares.max() ?? 1
        let (a, b) = (
            Point(points[1].x - points[0].x, points[1].y - points[0].y),
            Point(points[2].x - points[0].x, points[2].y - points[0].y)
        )
        let area = a.x * b.y - a.y * b.x
        // The direction and the rate of the share's growth.
        let (da, db) = (shares[1] - shares[0], shares[2] - shares[0])
        let slope = Point((da * b.y - db * a.y) / area, (db * a.x - da * b.x) / area)
        let steepness = slope.x * slope.x + slope.y * slope.y
        // A triangle seen from its edge does not show it.
        guard abs(area) > 1e-6, steepness > 1e-12, steepness.isFinite else {
            return canvas.fill(polygon: Self.grown(points), colors.color((lower + upper) / 2))
        }
        func place(_ share: Double) -> Point {
            let way = (share - shares[0]) / steepness
            return Point(points[0].x + way * slope.x, points[0].y + way * slope.y)
        }
        canvas.fill(
            polygon: Self.grown(points), from: place(lower), to: place(upper), colors.stops(from: lower, to: upper))
    }

    /// The shape, half a point wider, so that no background is visible between neighbors.
    private static func grown(_ points: [Point]) -> [Point] {
        let middle = middle(points)
        return points.map { point in
            let (x, y) = (point.x - middle.x, point.y - middle.y)
            let length = max(1e-9, (x * x + y * y).squareRoot())
            return Point(point.x + 0.5 * x / length, point.y + 0.5 * y / length)
        }
    }

    private static func middle(_ points: [Point]) -> Point {
        let count = Double(points.count)
        return Point(points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
    }
}
