/// A curve of a line chart as points of the canvas.
struct CurvePath {
    /// The segments between gaps.
    let pieces: [[Point]]
    /// The edges of the band's segments, forward along the upper and back along the lower one.
    private let bands: [[Point]]

    init(_ series: LineChart.Series, in plot: PlotFrame) {
        let all = zip(series.xs, series.ys).map { plot.point($0, $1) }
        pieces = Self.pieces(all).map { Self.thinned($0, in: plot.area) }
        guard let band = series.band else {
            bands = []
            return
        }
        // A lower edge that a logarithmic axis cannot show reaches down to its end.
        let edges = series.xs.indices.map { index -> (upper: Point, lower: Point)? in
            guard let upper = plot.point(series.xs[index], band.upper[index]) else { return nil }
            let lower = plot.y(band.lower[index]) ?? (band.lower[index].isNaN ? nil : plot.area.bottom)
            return lower.map { (upper, Point(upper.x, $0)) }
        }
        bands = edges.split(whereSeparator: { $0 == nil }).map { stretch in
            let known = stretch.compactMap { $0 }
            return Self.thinned(known.map(\.upper), in: plot.area)
                + Self.thinned(known.map(\.lower), in: plot.area).reversed()
        }
    }

    var points: [Point] { pieces.flatMap { $0 } }

    /// The height at which a curve leaves the right edge of `area`, or nil where it ends far from that edge.
    func end(in area: Rect) -> Double? {
        guard let last = points.last, last.x > area.right - 0.12 * area.width else { return nil }
        return min(area.bottom, max(area.top, last.y))
    }

    func fillBand(on canvas: Canvas, _ color: Color) {
        for band in bands where band.count > 2 { canvas.fill(polygon: band, color) }
    }

    func stroke(on canvas: Canvas, _ stroke: Canvas.Stroke) {
        for piece in pieces {
            if piece.count == 1 {
                canvas.disc(at: piece[0], radius: stroke.width, stroke.color)
            } else {
                canvas.line(piece, stroke)
            }
        }
    }

    private static func pieces(_ points: [Point?]) -> [[Point]] {
        points.split(whereSeparator: { $0 == nil }).map { $0.compactMap { $0 } }
    }

    /// At most four points for each half point of width, the first, smallest, largest and last: the drawing does not
    /// change, and a curve of a million steps gives a small file.
    static func thinned(_ points: [Point], in area: Rect) -> [Point] {
        let isRising = zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x }
        guard isRising, Double(points.count) > 8 * area.width else { return points }
        var result: [Point] = []
        var column: [Point] = []
        func close() {
            let smallest = column.indices.min { column[$0].y < column[$1].y }
            let largest = column.indices.max { column[$0].y < column[$1].y }
            let kept = Set([0, column.count - 1, smallest, largest].compactMap { $0 })
            result += kept.sorted().filter(column.indices.contains).map { column[$0] }
            column = []
        }
        for point in points {
            if let first = column.first, (2 * point.x).rounded(.down) != (2 * first.x).rounded(.down) { close() }
            column.append(point)
        }
        close()
        return result
    }
}
