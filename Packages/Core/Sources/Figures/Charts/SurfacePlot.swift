import Foundations

/// A function of the plane as a surface in space, colored by height, seen without perspective in a box with three axes.
///
/// The surface is known on a grid of samples and runs straight between them. Thin lines follow the grid, every line of
/// a coarse one; on a grid of at most `mostDots` samples each is a dot.
public struct SurfacePlot: Figure {
    public var title: String
    public var x, y, z: Axis
    /// The places of the samples along x and y, rising.
    public var xs, ys: [Double]
    /// A row for each y, a column for each x; NaN and infinities leave a hole.
    public var heights: [[Double]]
    public var colors: ColorMap
    /// Whether a color bar shows the heights.
    public var hasColorBar: Bool
    /// The direction of the viewer, in degrees: around the z axis, and above the floor.
    public var azimuth, elevation: Double
    /// In points.
    public var size: Size
    public var isFlexible: Bool { true }

    static let mostDots = 400
    /// The approximate number of grid lines in each direction.
    private static let lines = 20

    /// - Parameters:
    ///   - title: written above the plot; empty for none.
    ///   - x: the first axis of the floor.
    ///   - y: the second axis of the floor.
    ///   - z: the upright axis.
    ///   - xs: the places of the samples along x, rising.
    ///   - ys: the places of the samples along y, rising.
    ///   - heights: `ys.count` rows of `xs.count` numbers.
    ///   - colors: from the lowest height to the highest.
    ///   - hasColorBar: whether a color bar is drawn next to the plot.
    ///   - azimuth: in degrees; between two axes' directions.
    ///   - elevation: in degrees, above 0 and below 90.
    ///   - size: in points; `Panels` may draw the figure narrower.
    public init(
        _ title: String, x: Axis, y: Axis, z: Axis, xs: [Double], ys: [Double], heights: [[Double]],
        colors: ColorMap = .viridis, hasColorBar: Bool = true, azimuth: Double = -60, elevation: Double = 28,
        size: Size = Size(720, 560)
    ) {
        Contract.require(
            heights.count == ys.count && heights.allSatisfy { $0.count == xs.count }, "SurfacePlot",
            "\(heights.map(\.count)) heights for \(xs.count) xs and \(ys.count) ys")
        self.title = title
        (self.x, self.y, self.z) = (x, y, z)
        (self.xs, self.ys, self.heights) = (xs, ys, heights)
        self.colors = colors
        self.hasColorBar = hasColorBar
        (self.azimuth, self.elevation) = (azimuth, elevation)
        self.size = size
    }

    public func draw(on canvas: Canvas, in frame: Rect) {
        BoxFrame.draw(title: title, on: canvas, in: frame)
        let box = box(in: frame)
        box.drawWalls(on: canvas)
        var pieces = patches(in: box, on: canvas)
        if xs.count <= Self.mostDots / max(1, ys.count) { pieces += dots(in: box, on: canvas) }
        for piece in pieces.sorted(by: { $0.nearness < $1.nearness }) { piece.draw() }
        box.drawLabels(on: canvas)
        guard hasColorBar else { return }
        // Shorter than the box, whose corners leave space above and below.
        let inner = box.area.inset(
            Margins(top: 0.14 * box.area.height, right: Self.barGap, bottom: 0.2 * box.area.height))
        colorBar.draw(on: canvas, beside: inner)
    }

    private static let barGap = 4.0

    /// The box and its axes laid out in `frame`.
    func box(in frame: Rect) -> BoxFrame {
        BoxFrame(
            in: frame, title: title,
            reserved: Margins(right: hasColorBar ? colorBar.reservedWidth(height: frame.height) : 0), axes: [x, y, z],
            spans: [
                AxisSpan(x, data: xs, padding: 0), AxisSpan(y, data: ys, padding: 0), zSpan,
            ], azimuth: azimuth, elevation: elevation)
    }

    private var zSpan: AxisSpan { AxisSpan(z, data: heights.joined(), padding: 0.04) }

    private var colorBar: ColorBar {
        let span = zSpan
        return ColorBar(colors: colors, lower: span.lower, upper: span.upper, format: z.format, title: "")
    }

    /// The color of a height.
    func color(_ height: Double) -> Color {
        let span = zSpan
        return colors.color((height - span.lower) / (span.upper - span.lower))
    }

    // MARK: - Pieces, drawn from the farthest to the nearest

    private typealias Piece = (nearness: Double, draw: () -> Void)

    /// The surface between four neighboring samples each.
    private func patches(in box: BoxFrame, on canvas: Canvas) -> [Piece] {
        guard xs.count > 1, ys.count > 1 else { return [] }
        let strides = (x: Self.stride(xs.count), y: Self.stride(ys.count))
        let painter = SurfacePainter(canvas: canvas, colors: colors, span: zSpan, side: max(xs.count, ys.count))
        var pieces: [Piece] = []
        pieces.reserveCapacity((xs.count - 1) * (ys.count - 1))
        // A line between two patches belongs to the nearer one, which would otherwise hide it; where there is none, to
        // the other.
        let back = box.projection.backWalls
        func lines(_ index: Int, of count: Int, stride: Int, isLowFar: Bool) -> (low: Bool, high: Bool) {
            let isLine = (low: index % stride == 0, high: (index + 1) % stride == 0 || index == count - 2)
            return (
                isLine.low && (isLowFar || index == 0), isLine.high && (!isLowFar || index == count - 2)
            )
        }
        for row in 0..<ys.count - 1 {
            let across = lines(row, of: ys.count, stride: strides.y, isLowFar: back.y == 0)
            for column in 0..<xs.count - 1 {
                let along = lines(column, of: xs.count, stride: strides.x, isLowFar: back.x == 0)
                let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
                let places = corners.compactMap { box.place(xs[$0.0], ys[$0.1], heights[$0.1][$0.0]) }
                guard places.count == 4 else { continue }
                let patch = SurfacePainter.Patch(
                    points: places.map { box.projection($0) }, heights: corners.map { heights[$0.1][$0.0] },
                    isLine: [across.low, along.high, across.high, along.low])
                pieces.append((floorNearness(places, in: box), { painter.draw(patch) }))
            }
        }
        return pieces
    }

    /// On a surface over the floor, nearer parts hide farther parts.
    private func floorNearness(_ places: [BoxProjection.Place], in box: BoxFrame) -> Double {
        var middle = places.reduce(BoxProjection.Place.zero, +) / Double(places.count)
        middle.z = 0.5
        return box.projection.nearness(middle)
    }

    /// Every sample as a dot, behind the patches that hide it.
    private func dots(in box: BoxFrame, on canvas: Canvas) -> [Piece] {
        let radius = xs.count * ys.count <= 150 ? 2.6 : 1.8
        let reach = patchReach(in: box)
        return ys.indices.flatMap { row in
            xs.indices.compactMap { column -> Piece? in
                guard let place = box.place(xs[column], ys[row], heights[row][column]) else { return nil }
                let point = box.projection(place)
                // After all the patches that the sample is a corner of.
                return (
                    floorNearness([place], in: box) + reach,
                    { canvas.marker(.circle, at: point, radius: radius, Theme.ink, outline: Theme.paper) }
                )
            }
        }
    }

    /// The largest difference in nearness between a sample and the middle of a patch that touches it.
    private func patchReach(in box: BoxFrame) -> Double {
        guard xs.count > 1, ys.count > 1, let corner = box.place(xs[0], ys[0], zSpan.lower),
            let right = box.place(xs[1], ys[0], zSpan.lower), let behind = box.place(xs[0], ys[1], zSpan.lower)
        else { return 0 }
        let start = floorNearness([corner], in: box)
        return [right, behind].reduce(1e-9) { $0 + abs(floorNearness([$1], in: box) - start) / 2 }
    }

    private static func stride(_ count: Int) -> Int { max(1, (count - 1 + lines / 2) / lines) }
}
