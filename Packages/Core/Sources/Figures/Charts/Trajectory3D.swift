import Foundations

/// Paths through space, seen without perspective in a box with three axes: states of a system over time.
///
/// Near parts are drawn over far parts, and in stronger color; a gray shadow is on the floor.
public struct Trajectory3D: Figure {
    /// One path; its points may belong to different groups.
    public struct Path: Sendable {
        /// As many of each; NaN and infinities leave a gap.
        public var xs, ys, zs: [Double]
        /// The number of each point's group; a segment has the group of the point where it ends.
        public var groups: [Int]
        /// A text next to each point, or none.
        public var labels: [String]

        /// - Parameters:
        ///   - xs: NaN and infinities leave a gap.
        ///   - ys: one for each of `xs`.
        ///   - zs: one for each of `xs`.
        ///   - groups: one for each point, or none where all belong to the first.
        ///   - labels: one for each point, or none.
        public init(xs: [Double], ys: [Double], zs: [Double], groups: [Int] = [], labels: [String] = []) {
            Contract.require(
                xs.count == ys.count && xs.count == zs.count, "Trajectory3D.Path",
                "\(xs.count) xs, \(ys.count) ys and \(zs.count) zs")
            Contract.require(
                groups.isEmpty || groups.count == xs.count && groups.allSatisfy { $0 >= 0 }, "Trajectory3D.Path",
                "\(groups.count) groups for \(xs.count) points, or one below 0")
            Contract.require(
                labels.isEmpty || labels.count == xs.count, "Trajectory3D.Path",
                "\(labels.count) labels for \(xs.count) points")
            self.xs = xs
            self.ys = ys
            self.zs = zs
            self.groups = groups.isEmpty ? xs.map { _ in 0 } : groups
            self.labels = labels
        }
    }

    public var title: String
    public var x, y, z: Axis
    public var paths: [Path]
    /// Shown in the legend; colors and marker shapes come from the palette in the same order.
    public var groupNames: [String]
    /// The direction of the viewer, in degrees: around the z axis, and above the floor.
    public var azimuth, elevation: Double
    /// In points.
    public var size: Size
    public var isFlexible: Bool { true }

    /// - Parameters:
    ///   - title: written above the plot; empty for none.
    ///   - x: the first axis of the floor.
    ///   - y: the second axis of the floor.
    ///   - z: the upright axis.
    ///   - paths: drawn in one box.
    ///   - groupNames: one for each group.
    ///   - azimuth: in degrees; between two axes' directions.
    ///   - elevation: in degrees, above 0 and below 90.
    ///   - size: in points; `Panels` may draw the figure narrower.
    public init(
        _ title: String, x: Axis, y: Axis, z: Axis, paths: [Path], groupNames: [String] = [], azimuth: Double = -55,
        elevation: Double = 22, size: Size = Size(720, 590)
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.z = z
        self.paths = paths
        self.groupNames = groupNames
        self.azimuth = azimuth
        self.elevation = elevation
        self.size = size
    }

    public func draw(on canvas: Canvas, in frame: Rect) {
        BoxFrame.draw(title: title, on: canvas, in: frame)
        let box = box(in: frame)
        box.drawWalls(on: canvas)
        drawShadows(on: canvas, in: box)
        drawPaths(on: canvas, in: box)
        box.drawLabels(on: canvas)
        drawTexts(on: canvas, in: box)
        legend.draw(on: canvas, beside: box.area, in: frame)
    }

    /// The box and its axes laid out in `frame`.
    func box(in frame: Rect) -> BoxFrame {
        BoxFrame(
            in: frame, title: title, reserved: legend.reserved(in: frame), axes: [x, y, z],
            spans: [
                AxisSpan(x, data: paths.flatMap(\.xs), padding: 0.04),
                AxisSpan(y, data: paths.flatMap(\.ys), padding: 0.04),
                AxisSpan(z, data: paths.flatMap(\.zs), padding: 0.04),
            ], azimuth: azimuth, elevation: elevation)
    }

    /// The paths from above, in gray on the floor: they show where in the box the paths are.
    private func drawShadows(on canvas: Canvas, in box: BoxFrame) {
        let stroke = Canvas.Stroke(Theme.axis.withAlpha(0.45), width: 1)
        for path in paths {
            let places = places(of: path, in: box)
            for (before, place) in zip(places, places.dropFirst()) {
                guard let before, let place else { continue }
                canvas.line([before, place].map(box.shadow), stroke)
            }
        }
    }

    /// Segments and points, the farthest first.
    private func drawPaths(on canvas: Canvas, in box: BoxFrame) {
        var strokes: [(nearness: Double, draw: () -> Void)] = []
        let radius = radius
        for path in paths {
            let places = places(of: path, in: box)
            for index in places.indices {
                guard let place = places[index] else { continue }
                let group = path.groups[index]
                let (color, share) = (Palette.color(group), box.projection.nearnessShare(place))
                let faded = color.mixed(with: Theme.paper, share: 0.5 * (1 - share))
                if index > 0, let before = places[index - 1] {
                    let ends = [box.projection(before), box.projection(place)]
                    let middle = (box.projection.nearness(before) + box.projection.nearness(place)) / 2
                    strokes.append((middle, { canvas.line(ends, Canvas.Stroke(faded, width: 1.1 + 1.2 * share)) }))
                }
                let point = box.projection(place)
                strokes.append(
                    (
                        box.projection.nearness(place) + 1e-3,
                        { canvas.marker(Marker.shape(group), at: point, radius: radius * (0.75 + 0.35 * share), faded) }
                    ))
            }
        }
        for stroke in strokes.sorted(by: { $0.nearness < $1.nearness }) { stroke.draw() }
    }

    private func drawTexts(on canvas: Canvas, in box: BoxFrame) {
        guard paths.contains(where: { !$0.labels.isEmpty }) else { return }
        var labels = PointLabels(area: box.area)
        for path in paths {
            for place in places(of: path, in: box).compactMap({ $0 }) {
                labels.avoid(box.projection(place), radius: radius)
            }
        }
        for path in paths where !path.labels.isEmpty {
            for (text, place) in zip(path.labels, places(of: path, in: box)) {
                guard let place else { continue }
                labels.place(text, beside: box.projection(place), radius: radius, on: canvas)
            }
        }
    }

    private func places(of path: Path, in box: BoxFrame) -> [BoxProjection.Place?] {
        path.xs.indices.map { box.place(path.xs[$0], path.ys[$0], path.zs[$0]) }
    }

    private var radius: Double {
        switch paths.reduce(0, { $0 + $1.xs.count }) {
        case ...60: 4.8
        case ...200: 3.6
        default: 2.6
        }
    }

    private var legend: Legend {
        Legend(
            entries: groupNames.enumerated().map { index, name in
                Legend.Entry(
                    name: name, draw: { $0.marker(Marker.shape(index), at: $1, radius: 5, Palette.color(index)) },
                    sampleWidth: Legend.markerSampleWidth)
            })
    }
}
