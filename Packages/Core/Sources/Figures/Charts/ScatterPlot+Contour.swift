import Foundations

extension ScatterPlot.Line {
    /// The line along which a function of the plane has one value: a decision boundary, or a margin next to it.
    ///
    /// Marching squares: on every edge between two samples on different sides, the line passes where linear
    /// interpolation gives the value; segments that meet on an edge form one line.
    ///
    /// - Parameters:
    ///   - name: shown in the legend; empty to leave the line out of it.
    ///   - values: samples of the function, rows from the lowest y upwards, from the lowest x rightwards; the outer
    ///     ones are at the ends of `x` and `y`.
    ///   - x: from the first column of samples to the last.
    ///   - y: from the first row of samples to the last.
    ///   - level: the value.
    ///   - isDashed: whether the line is dashed.
    ///   - color: of the line.
    ///   - width: of the line, in points.
    public static func contour(
        _ name: String = "", of values: [[Double]], x: ClosedRange<Double>, y: ClosedRange<Double>, at level: Double,
        isDashed: Bool = false, color: Color = Theme.ink, width: Double = 1.6
    ) -> ScatterPlot.Line {
        Contract.require(
            values.allSatisfy { $0.count == values.first?.count }, "ScatterPlot.Line", "rows of different lengths")
        var (xs, ys): ([Double], [Double]) = ([], [])
        for piece in ContourPieces(values, level: level).joined() {
            if !xs.isEmpty { (xs, ys) = (xs + [.nan], ys + [.nan]) }
            let (columns, rows) = (Double(values[0].count - 1), Double(values.count - 1))
            xs += piece.map { x.lowerBound + (x.upperBound - x.lowerBound) * $0.x / columns }
            ys += piece.map { y.lowerBound + (y.upperBound - y.lowerBound) * $0.y / rows }
        }
        return ScatterPlot.Line(name, xs: xs, ys: ys, isDashed: isDashed, color: color, width: width)
    }
}

/// The segments of a contour, one or two for each square of four samples.
private struct ContourPieces {
    /// An edge of the grid: from sample (column, row) rightwards or upwards.
    private struct Edge: Hashable {
        let column, row: Int
        let isUpright: Bool
    }

    private var places: [Edge: Point] = [:]
    /// The edges that a segment connects, at most two.
    private var neighbors: [Edge: [Edge]] = [:]
    /// In the order in which they were found, so that the same samples give the same line.
    private var edges: [Edge] = []

    init(_ values: [[Double]], level: Double) {
        guard values.count > 1, (values.first?.count ?? 0) > 1 else { return }
        for row in 0..<values.count - 1 {
            for column in 0..<values[row].count - 1 {
                let square = [
                    values[row][column], values[row][column + 1], values[row + 1][column + 1], values[row + 1][column],
                ]
                guard square.allSatisfy(\.isFinite) else { continue }
                let below = Edge(column: column, row: row, isUpright: false)
                let right = Edge(column: column + 1, row: row, isUpright: true)
                let above = Edge(column: column, row: row + 1, isUpright: false)
                let left = Edge(column: column, row: row, isUpright: true)
                let isOver = square.map { $0 >= level }
                func place(_ edge: Edge, _ a: Double, _ b: Double) -> (Edge, Point) {
                    let share = (level - a) / (b - a)
                    let (x, y) = (Double(edge.column), Double(edge.row))
                    return (edge, edge.isUpright ? Point(x, y + share) : Point(x + share, y))
                }
                var crossed: [(Edge, Point)] = []
                if isOver[0] != isOver[1] { crossed.append(place(below, square[0], square[1])) }
                if isOver[1] != isOver[2] { crossed.append(place(right, square[1], square[2])) }
                if isOver[2] != isOver[3] { crossed.append(place(above, square[3], square[2])) }
                if isOver[3] != isOver[0] { crossed.append(place(left, square[0], square[3])) }
                if crossed.count == 2 { join(crossed[0], crossed[1]) }
                guard crossed.count == 4 else { continue }
                // A saddle: the middle decides which corners are connected.
                let isMiddleOver = square.reduce(0, +) / 4 >= level
                let cutsLowerLeft = isMiddleOver != isOver[0]
                join(crossed[0], crossed[cutsLowerLeft ? 3 : 1])
                join(crossed[2], crossed[cutsLowerLeft ? 1 : 3])
            }
        }
    }

    private mutating func join(_ first: (Edge, Point), _ second: (Edge, Point)) {
        for (edge, place) in [first, second] where places.updateValue(place, forKey: edge) == nil { edges.append(edge) }
        neighbors[first.0, default: []].append(second.0)
        neighbors[second.0, default: []].append(first.0)
    }

    /// The connected segments: open lines from one end to the other, closed ones back to their beginning.
    func joined() -> [[Point]] {
        var isLeft = Set(edges)
        var lines: [[Point]] = []
        let ends = edges.filter { neighbors[$0]?.count == 1 }
        for start in ends + edges where isLeft.contains(start) {
            var path = [start]
            isLeft.remove(start)
            while let last = path.last, let next = neighbors[last]?.first(where: isLeft.contains) {
                path.append(next)
                isLeft.remove(next)
            }
            let isClosed = path.count > 2 && neighbors[path[path.count - 1]]?.contains(start) == true
            lines.append((isClosed ? path + [start] : path).compactMap { places[$0] })
        }
        return lines
    }
}
