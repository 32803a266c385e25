import Foundations

/// Points of the plane by class, over decision regions or a field of numbers, with lines between them.
public struct ScatterPlot: Figure {
    /// Points that belong together.
    public struct Group: Sendable {
        public var name: String
        /// NaN and infinities are left out.
        public var xs, ys: [Double]
        /// A text next to each point, or none.
        public var labels: [String]
        /// The points with a ring around them, such as support vectors.
        public var ringed: Set<Int>
        /// nil for the next of the palette and of the shapes.
        public var color: Color?
        public var marker: Marker?
        /// In points; nil to choose from the number of points.
        public var radius: Double?

        /// - Parameters:
        ///   - name: shown in the legend.
        ///   - xs: points with NaN or infinite coordinates are left out.
        ///   - ys: as many as `xs`.
        ///   - labels: one for each point, or none.
        ///   - ringed: indices of points.
        ///   - color: nil takes the next color of the palette.
        ///   - marker: nil takes the next shape.
        ///   - radius: in points; nil to choose from the number of points.
        public init(
            _ name: String, xs: [Double], ys: [Double], labels: [String] = [], ringed: Set<Int> = [],
            color: Color? = nil, marker: Marker? = nil, radius: Double? = nil
        ) {
            Contract.require(xs.count == ys.count, "ScatterPlot.Group", "\(xs.count) xs but \(ys.count) ys")
            Contract.require(
                labels.isEmpty || labels.count == xs.count, "ScatterPlot.Group",
                "\(labels.count) labels for \(xs.count) points")
            self.name = name
            self.xs = xs
            self.ys = ys
            self.labels = labels
            self.ringed = ringed
            self.color = color
            self.marker = marker
            self.radius = radius
        }
    }

    /// A line through given places: a decision boundary, a margin, a path.
    public struct Line: Sendable {
        /// Shown in the legend unless empty.
        public var name: String
        public var xs, ys: [Double]
        public var isDashed: Bool
        public var color: Color
        public var width: Double

        /// - Parameters:
        ///   - name: shown in the legend; empty to leave the line out of it.
        ///   - xs: places along the horizontal axis, in the order of the path.
        ///   - ys: as many as `xs`; NaN and infinities leave a gap.
        ///   - isDashed: whether the line is dashed.
        ///   - color: of the line.
        ///   - width: in points.
        public init(
            _ name: String = "", xs: [Double], ys: [Double], isDashed: Bool = false, color: Color = Theme.ink,
            width: Double = 1.6
        ) {
            Contract.require(xs.count == ys.count, "ScatterPlot.Line", "\(xs.count) xs but \(ys.count) ys")
            self.name = name
            self.xs = xs
            self.ys = ys
            self.isDashed = isDashed
            self.color = color
            self.width = width
        }
    }

    public var title: String
    public var x, y: Axis
    /// Drawn in this order; colors and marker shapes come in the same order.
    public var groups: [Group]
    public var lines: [Line]
    public var field: Field?
    /// The legend's name of ringed points; empty to leave them out of it.
    public var ringName: String
    /// Whether both axes have the same scale.
    public var keepsAspect: Bool
    /// The space for the plot; a plot that keeps its aspect may use less.
    public var room: Size
    public var isFlexible: Bool { true }

    /// - Parameters:
    ///   - title: written above the plot; empty for none.
    ///   - x: the horizontal axis.
    ///   - y: the vertical axis.
    ///   - groups: drawn in this order; colors and marker shapes come in the same order.
    ///   - lines: over the field and under the points.
    ///   - field: decision regions or numbers behind the points; nil for none.
    ///   - ringName: what the legend calls ringed points; empty to leave them out of it.
    ///   - keepsAspect: whether a unit of y is as long as a unit of x.
    ///   - size: the space for the plot, in points; `Panels` may draw it narrower.
    public init(
        _ title: String, x: Axis, y: Axis, groups: [Group], lines: [Line] = [], field: Field? = nil,
        ringName: String = "support vector", keepsAspect: Bool = false, size: Size = Size(Theme.width, 620)
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.groups = groups
        self.lines = lines
        self.field = field
        self.ringName = ringName
        self.keepsAspect = keepsAspect
        room = size
    }

    public var size: Size {
        guard keepsAspect else { return room }
        let used = plotFrame(in: Rect(origin: .zero, size: room)).outerSize
        let titleWidth = Theme.titleFont.width(of: title) + 2 * Theme.margin
        return Size(min(room.width, max(used.width, titleWidth).rounded(.up)), min(room.height, used.height))
    }

    public func draw(on canvas: Canvas, in frame: Rect) {
        let legend = legend
        let isOwnSize = Size(frame.width, frame.height) == size
        let frame = isOwnSize ? Rect(left: frame.left, top: frame.top, width: room.width, height: room.height) : frame
        let plot = plotFrame(in: frame)
        if field == nil { plot.drawGrid(on: canvas) }
        canvas.clipped(to: plot.area) {
            field?.draw(on: canvas, in: plot)
            for line in lines {
                let path = CurvePath(LineChart.Series("", xs: line.xs, ys: line.ys), in: plot)
                path.stroke(on: canvas, Canvas.Stroke(line.color, width: line.width, isDashed: line.isDashed))
            }
        }
        plot.drawAxes(on: canvas, boxed: field != nil)
        drawPoints(on: canvas, in: plot)
        legend.draw(on: canvas, beside: legendArea(plot.area, height: plot.area.height), in: frame)
        field?.colorBar?.draw(on: canvas, beside: plot.area)
    }

    /// The axes laid out in `frame`.
    func plotFrame(in frame: Rect) -> PlotFrame {
        let xs = groups.flatMap(\.xs) + lines.flatMap(\.xs)
        let ys = groups.flatMap(\.ys) + lines.flatMap(\.ys)
        // Points are on a field, which then fills the axes.
        var (xAxis, yAxis) = (x, y)
        if let field {
            xAxis.range = x.range ?? field.x
            yAxis.range = y.range ?? field.y
        }
        var reserved = legend.reserved(in: frame)
        reserved.right += field?.colorBar?.reservedWidth(height: frame.height) ?? 0
        return PlotFrame(
            in: frame, title: title, xAxis: xAxis, yAxis: yAxis,
            xSpan: AxisSpan(xAxis, data: xs, padding: 0.06), ySpan: AxisSpan(yAxis, data: ys, padding: 0.06),
            reserved: reserved, keepsAspect: keepsAspect)
    }

    private func legendArea(_ area: Rect, height: Double) -> Rect {
        var area = area
        area.width += field?.colorBar?.reservedWidth(height: height) ?? 0
        return area
    }

    private func drawPoints(on canvas: Canvas, in plot: PlotFrame) {
        for (index, group) in groups.enumerated() {
            let radius = radius(of: group)
            for (number, (x, y)) in zip(group.xs, group.ys).enumerated() {
                guard let point = plot.point(x, y), plot.area.holds(point) else { continue }
                if group.ringed.contains(number) {
                    canvas.circle(at: point, radius: 2.1 * radius, Canvas.Stroke(Theme.ink, width: 1.4))
                }
                canvas.marker(
                    marker(index), at: point, radius: radius, color(index),
                    outline: field == nil ? Theme.paper.withAlpha(0.9) : Theme.paper)
            }
        }
        var labels = PointLabels(area: plot.area)
        for group in groups {
            for (x, y) in zip(group.xs, group.ys) {
                if let point = plot.point(x, y) { labels.avoid(point, radius: radius(of: group)) }
            }
        }
        for group in groups where !group.labels.isEmpty {
            for (number, (x, y)) in zip(group.xs, group.ys).enumerated() {
                guard let point = plot.point(x, y), plot.area.holds(point) else { continue }
                labels.place(group.labels[number], beside: point, radius: radius(of: group), on: canvas)
            }
        }
    }

    private var legend: Legend {
        var entries: [Legend.Entry] = []
        for (index, group) in groups.enumerated() where !group.name.isEmpty {
            let (marker, color) = (marker(index), color(index))
            entries.append(
                Legend.Entry(
                    name: group.name, draw: { $0.marker(marker, at: $1, radius: 5, color) },
                    sampleWidth: Legend.markerSampleWidth))
        }
        for line in lines where !line.name.isEmpty {
            let stroke = Canvas.Stroke(line.color, width: line.width, isDashed: line.isDashed)
            let half = Legend.lineSampleWidth / 2
            entries.append(
                Legend.Entry(
                    name: line.name,
                    draw: { $0.line([Point($1.x - half, $1.y), Point($1.x + half, $1.y)], stroke) }))
        }
        if !ringName.isEmpty, groups.contains(where: { !$0.ringed.isEmpty }) {
            entries.append(
                Legend.Entry(
                    name: ringName,
                    draw: { $0.circle(at: $1, radius: 6, Canvas.Stroke(Theme.ink, width: 1.4)) },
                    sampleWidth: Legend.markerSampleWidth))
        }
        return Legend(entries: entries)
    }

    private func color(_ index: Int) -> Color { groups[index].color ?? Palette.color(index) }

    private func marker(_ index: Int) -> Marker { groups[index].marker ?? Marker.shape(index) }

    private func radius(of group: Group) -> Double {
        if let radius = group.radius { return radius }
        switch groups.reduce(0, { $0 + $1.xs.count }) {
        case ...60: return 5.5
        case ...400: return 4
        case ...2000: return 3
        default: return 2.1
        }
    }
}
