import Foundations

/// Curves over a common axis: losses, accuracies, any measurement during training.
public struct LineChart: Figure {
    /// One curve.
    public struct Series: Sendable {
        public var name: String
        /// The places and values; NaN and infinities leave a gap.
        public var xs, ys: [Double]
        /// The smallest and largest values around the curve, such as those over several runs.
        public var band: Band?
        public var isDashed: Bool
        /// nil for the next color of the palette.
        public var color: Color?
        /// nil to mark the points of curves with few of them.
        public var hasMarkers: Bool?

        /// - Parameters:
        ///   - name: shown in the legend; empty to leave the curve out of it.
        ///   - xs: as many as `ys`; in increasing order for a curve that is read from left to right.
        ///   - ys: one value for each of `xs`; NaN and infinities leave a gap.
        ///   - band: two more values for each point.
        ///   - isDashed: whether the line is dashed.
        ///   - color: nil for the next color of the palette.
        ///   - hasMarkers: whether each point has a marker; nil to mark the points of curves with few of them.
        public init(
            _ name: String, xs: [Double], ys: [Double], band: Band? = nil, isDashed: Bool = false,
            color: Color? = nil, hasMarkers: Bool? = nil
        ) {
            Contract.require(xs.count == ys.count, "LineChart.Series", "\(xs.count) xs but \(ys.count) ys")
            if let band {
                Contract.require(
                    band.lower.count == ys.count && band.upper.count == ys.count, "LineChart.Series",
                    "a band of \(band.lower.count) and \(band.upper.count) values around \(ys.count)")
            }
            self.name = name
            self.xs = xs
            self.ys = ys
            self.band = band
            self.isDashed = isDashed
            self.color = color
            self.hasMarkers = hasMarkers
        }
    }

    /// A range around every point of a curve.
    public struct Band: Sendable {
        public var lower, upper: [Double]
        public init(lower: [Double], upper: [Double]) {
            self.lower = lower
            self.upper = upper
        }
    }

    public var title: String
    public var x, y: Axis
    public var series: [Series]
    /// In points.
    public var size: Size
    public var isFlexible: Bool { true }

    /// - Parameters:
    ///   - title: written above the chart; empty for none.
    ///   - x: the horizontal axis.
    ///   - y: the vertical axis.
    ///   - series: drawn in this order; colors, and marker shapes, come from the palette in the same order.
    ///   - size: in points; `Panels` may draw the chart narrower.
    public init(
        _ title: String, x: Axis, y: Axis, series: [Series], size: Size = Size(Theme.width, 520)
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
        self.size = size
    }

    public func draw(on canvas: Canvas, in frame: Rect) {
        let plot = plotFrame(in: frame)
        plot.drawGrid(on: canvas)
        let places = series.map { CurvePath($0, in: plot) }
        canvas.clipped(to: plot.area) {
            for (index, path) in places.enumerated() { path.fillBand(on: canvas, color(index).withAlpha(0.2)) }
            for (index, path) in places.enumerated() { path.stroke(on: canvas, stroke(index)) }
        }
        plot.drawAxes(on: canvas)
        for (index, path) in places.enumerated() where hasMarkers(index) {
            for point in path.points where plot.area.holds(point) {
                canvas.marker(Marker.shape(index), at: point, radius: 3.4, color(index))
            }
        }
        legend(endingAt: places.map { $0.end(in: plot.area) }).draw(on: canvas, beside: plot.area, in: frame)
    }

    /// The axes laid out in `frame`.
    func plotFrame(in frame: Rect) -> PlotFrame {
        let ys = series.flatMap { $0.ys + ($0.band?.lower ?? []) + ($0.band?.upper ?? []) }
        return PlotFrame(
            in: frame, title: title, xAxis: x, yAxis: y,
            xSpan: AxisSpan(x, data: series.lazy.flatMap(\.xs), padding: 0.02),
            ySpan: AxisSpan(y, data: ys, padding: 0.05, startsAtZero: true),
            reserved: legend(endingAt: series.map { _ in nil }).reserved(in: frame))
    }

    /// Names next to the ends of the curves; the axis already names a single curve.
    private func legend(endingAt heights: [Double?]) -> Legend {
        let areAllKnown = heights.allSatisfy { $0 != nil }
        let named = series.indices.filter { !series[$0].name.isEmpty && !series[$0].ys.isEmpty }
        guard named.count > 1 else { return Legend(entries: []) }
        return Legend(
            entries: named.map { index in
                let (stroke, color, isMarked) = (stroke(index), color(index), hasMarkers(index))
                return Legend.Entry(
                    name: series[index].name,
                    draw: { canvas, center in
                        let half = Legend.lineSampleWidth / 2
                        canvas.line([Point(center.x - half, center.y), Point(center.x + half, center.y)], stroke)
                        if isMarked { canvas.marker(Marker.shape(index), at: center, radius: 3.4, color) }
                    }, height: areAllKnown ? heights[index] : nil)
            })
    }

    private func color(_ index: Int) -> Color { series[index].color ?? Palette.color(index) }

    private func stroke(_ index: Int) -> Canvas.Stroke {
        // When the colors repeat, dashes distinguish the curves.
        let isDashed = series[index].isDashed || index / Palette.all.count % 2 == 1
        return Canvas.Stroke(color(index), width: Theme.lineWidth, isDashed: isDashed)
    }

    private func hasMarkers(_ index: Int) -> Bool {
        series[index].hasMarkers ?? (series[index].ys.count <= 25)
    }
}
