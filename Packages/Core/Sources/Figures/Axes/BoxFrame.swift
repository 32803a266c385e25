/// The three axes of a box in space, with ticks on the edges that face the viewer.
struct BoxFrame {
    /// The part of the figure for the box and its labels.
    let area: Rect
    let projection: BoxProjection
    private let axes: [Axis]
    private let maps: [AxisMap]
    private let ticks: [Ticks]

    /// The box of a figure, below its title and next to its legend or color bar.
    ///
    /// - Parameters:
    ///   - reserved: the space for those at the right and at the top.
    ///   - spans: of x, y and z.
    init(
        in frame: Rect, title: String, reserved: Margins, axes: [Axis], spans: [AxisSpan], azimuth: Double,
        elevation: Double
    ) {
        var margins = Margins(
            left: Theme.margin, top: Theme.margin + reserved.top, right: Theme.margin + reserved.right,
            bottom: Theme.margin)
        if !title.isEmpty { margins.top += Theme.titleFont.lineHeight + Theme.titleGap }
        self.init(
            in: frame.inset(margins), axes: axes, spans: spans, azimuth: azimuth, elevation: elevation)
    }

    /// Draws the title of a figure in its upper left corner.
    static func draw(title: String, on canvas: Canvas, in frame: Rect) {
        canvas.text(
            Theme.titleFont.fitted(title, to: frame.width - 2 * Theme.margin),
            at: Point(frame.left + Theme.margin, frame.top + Theme.margin), Theme.titleFont,
            anchor: Anchor(.left, .top))
    }

    /// - Parameters:
    ///   - axes: x, y and z.
    ///   - spans: theirs.
    ///   - azimuth: the direction of the viewer around the z axis, in degrees.
    ///   - elevation: the viewer's height above the floor, in degrees.
    init(in area: Rect, axes: [Axis], spans: [AxisSpan], azimuth: Double, elevation: Double) {
        self.area = area
        self.axes = axes
        maps = spans.map { AxisMap(span: $0, start: 0, end: 1) }
        ticks = zip(spans, axes).map { Ticks($0, count: area.width < 420 ? 3 : 5, format: $1.format) }
        let widest = ticks[2].labels.map(Theme.tickFont.width).max() ?? 0
        let side = widest + Theme.axisFont.lineHeight + 3 * Theme.gap
        let below = Theme.tickFont.lineHeight + Theme.axisFont.lineHeight + 3 * Theme.gap
        projection = BoxProjection(
            azimuth: azimuth, elevation: elevation,
            in: area.inset(Margins(left: side, top: Theme.gap, right: Theme.gap, bottom: below)))
    }

    /// The place of three values in the box, or nil where one of them cannot be shown.
    func place(_ x: Double, _ y: Double, _ z: Double) -> BoxProjection.Place? {
        guard let x = maps[0](x), let y = maps[1](y), let z = maps[2](z) else { return nil }
        return BoxProjection.Place(x, y, z)
    }

    /// The place on the canvas of the point of the floor below a place.
    func shadow(_ place: BoxProjection.Place) -> Point {
        projection(BoxProjection.Place(place.x, place.y, projection.backWalls.z))
    }

    /// The walls behind the data with their grid.
    func drawWalls(on canvas: Canvas) {
        let back = projection.backWalls
        for axis in 0..<3 {
            let others = (0..<3).filter { $0 != axis }
            /// A place on the wall, by the other two coordinates.
            func onWall(_ first: Int, _ one: Double, _ second: Int, _ other: Double) -> Point {
                var place = back
                place[first] = one
                place[second] = other
                return projection(place)
            }
            let corners = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { onWall(others[0], $0, others[1], $1) }
            canvas.fill(polygon: corners, Theme.grid.withAlpha(0.28))
            for (line, across) in [(others[0], others[1]), (others[1], others[0])] {
                for value in ticks[line].values.compactMap({ maps[line]($0) }) {
                    let ends = [0.0, 1].map { onWall(line, value, across, $0) }
                    canvas.line(ends, Canvas.Stroke(Theme.grid, width: 1))
                }
            }
            canvas.line(corners + corners.prefix(1), Canvas.Stroke(Theme.grid, width: 1))
        }
        for edge in edges {
            canvas.line(
                [0.0, 1].map { projection(edge.place($0)) }, Canvas.Stroke(Theme.axis, width: 1))
        }
    }

    /// Tick labels and titles on the edges that face the viewer.
    func drawLabels(on canvas: Canvas) {
        for (axis, edge) in edges.enumerated() {
            for (value, label) in zip(ticks[axis].values, ticks[axis].labels) {
                guard let share = maps[axis](value) else { continue }
                let point = projection(edge.place(share))
                let end = Point(point.x + 4 * edge.outwards.x, point.y + 4 * edge.outwards.y)
                canvas.line([point, end], Canvas.Stroke(Theme.axis, width: 1))
                let room = Theme.gap + 2
                canvas.text(
                    label, at: Point(point.x + room * edge.outwards.x, point.y + room * edge.outwards.y),
                    Theme.tickFont, Theme.softInk, anchor: edge.anchor)
            }
            let middle = projection(edge.place(0.5))
            let widest = ticks[axis].labels.map(Theme.tickFont.width).max() ?? 0
            if axis == 2 {
                let x = middle.x + edge.outwards.x * (widest + 3 * Theme.gap)
                canvas.text(
                    axes[axis].title, at: Point(x, middle.y), Theme.axisFont, anchor: Anchor(.center, .baseline),
                    degrees: 90)
            } else {
                let distance = Theme.tickFont.lineHeight + 2 * Theme.gap
                canvas.text(
                    axes[axis].title,
                    at: Point(
                        middle.x + edge.outwards.x * (widest + 2 * Theme.gap), middle.y + edge.outwards.y * distance),
                    Theme.axisFont, anchor: edge.anchor)
            }
        }
    }

    /// An edge that carries an axis.
    private struct Edge {
        let place: (Double) -> BoxProjection.Place
        /// Away from the box, on the canvas.
        let outwards: Point
        let anchor: Anchor
    }

    /// The edges for x, y and z: on the floor opposite the walls, and the leftmost upright one.
    private var edges: [Edge] {
        let back = projection.backWalls
        let (frontX, frontY, floor) = (1 - back.x, 1 - back.y, back.z)
        let middle = projection(BoxProjection.Place(0.5, 0.5, floor))
        func floorEdge(_ place: @escaping (Double) -> BoxProjection.Place) -> Edge {
            let isLeft = projection(place(0.5)).x < middle.x
            return Edge(
                place: place, outwards: Point(isLeft ? -0.45 : 0.45, 0.9),
                anchor: Anchor(isLeft ? .right : .left, .top))
        }
        let uprights = [(frontX, back.y), (back.x, frontY)]
        let left = uprights.min {
            projection(BoxProjection.Place($0.0, $0.1, 0)).x < projection(BoxProjection.Place($1.0, $1.1, 0)).x
        }
        let (x, y) = left ?? (frontX, back.y)
        return [
            floorEdge { BoxProjection.Place($0, frontY, floor) },
            floorEdge { BoxProjection.Place(frontX, $0, floor) },
            Edge(
                place: { BoxProjection.Place(x, y, $0) }, outwards: Point(-1, 0), anchor: Anchor(.right, .middle)),
        ]
    }
}
