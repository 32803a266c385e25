/// The axes of a chart laid out in a rectangle: every label is measured first, so that none is cut off or overlaps.
struct PlotFrame {
    /// The area of the data.
    let area: Rect
    let x, y: AxisMap
    let xTicks, yTicks: Ticks
    /// The used part of the frame, from its upper left corner; all of it unless the aspect is kept.
    let outerSize: Size
    private let frame: Rect
    private let titles: (chart: String, x: String, y: String)

    /// - Parameters:
    ///   - reserved: the space for a legend or a color bar at the right and at the top.
    ///   - keepsAspect: whether both axes have the same scale.
    init(
        in frame: Rect, title: String, xAxis: Axis, yAxis: Axis, xSpan: AxisSpan, ySpan: AxisSpan,
        reserved: Margins, keepsAspect: Bool = false
    ) {
        self.frame = frame
        titles = (title, xAxis.title, yAxis.title)
        let lineHeight = Theme.tickFont.lineHeight
        var margins = Margins(
            left: Theme.margin, top: Theme.margin + reserved.top, right: Theme.margin + reserved.right,
            bottom: Theme.margin + Theme.gap + lineHeight)
        if !title.isEmpty { margins.top += Theme.titleFont.lineHeight + Theme.titleGap }
        if !xAxis.title.isEmpty { margins.bottom += Theme.gap + Theme.axisFont.lineHeight }
        if !yAxis.title.isEmpty { margins.left += Theme.axisFont.lineHeight + Theme.gap }

        let height = max(1, frame.height - margins.top - margins.bottom)
        let yTicks = Ticks(ySpan, count: min(9, max(2, Int(height / 36))), format: yAxis.format)
        margins.left += Theme.gap + (yTicks.labels.map(Theme.tickFont.width).max() ?? 0)
        // Half of a label may extend to the right of the last tick.
        var width = max(1, frame.width - margins.left - margins.right)
        let xTicks = Self.ticksThatFit(xSpan, width: width, format: xAxis.format)
        if reserved.right == 0, let last = xTicks.labels.last {
            margins.right = max(margins.right, Theme.tickFont.width(of: last) / 2 + 4)
            width = max(1, frame.width - margins.left - margins.right)
        }
        var area = frame.inset(margins)
        if keepsAspect {
            let unit = min(area.width / (xSpan.upper - xSpan.lower), area.height / (ySpan.upper - ySpan.lower))
            area.width = unit * (xSpan.upper - xSpan.lower)
            area.height = unit * (ySpan.upper - ySpan.lower)
        }
        area = Rect(
            left: area.left.rounded(), top: area.top.rounded(), width: max(1, area.width.rounded()),
            height: max(1, area.height.rounded()))
        self.area = area
        outerSize = Size(
            area.right + margins.right - frame.left, (area.bottom + margins.bottom - frame.top).rounded(.up))
        self.xTicks = keepsAspect ? Self.ticksThatFit(xSpan, width: area.width, format: xAxis.format) : xTicks
        self.yTicks =
            keepsAspect
            ? Ticks(ySpan, count: min(9, max(2, Int(area.height / 36))), format: yAxis.format) : yTicks
        x = AxisMap(span: xSpan, start: area.left, end: area.right)
        y = AxisMap(span: ySpan, start: area.bottom, end: area.top)
    }

    /// The maximum number of ticks whose labels keep a clear distance.
    private static func ticksThatFit(_ span: AxisSpan, width: Double, format: NumberFormat?) -> Ticks {
        let map = AxisMap(span: span, start: 0, end: width)
        for count in stride(from: min(12, max(2, Int(width / 55))), to: 1, by: -1) {
            let ticks = Ticks(span, count: count, format: format)
            let edges = zip(ticks.values, ticks.labels).map { value, label in
                let center = map(value) ?? 0
                let half = Theme.tickFont.width(of: label) / 2 + 6
                return (left: center - half, right: center + half)
            }
            if zip(edges, edges.dropFirst()).allSatisfy({ $0.right <= $1.left }) { return ticks }
        }
        return Ticks(span, count: 1, format: format)
    }

    /// The place of a pair of values, or nil where one of the axes cannot show its value.
    func point(_ xValue: Double, _ yValue: Double) -> Point? {
        guard let x = x(xValue), let y = y(yValue) else { return nil }
        return Point(x, y)
    }

    /// Draws the light grid behind the data.
    func drawGrid(on canvas: Canvas) {
        let minor = Canvas.Stroke(Theme.grid.withAlpha(0.55), width: 1)
        let major = Canvas.Stroke(Theme.grid, width: 1)
        for (ticks, stroke) in [(xTicks.minor, minor), (xTicks.values, major)] {
            for place in ticks.compactMap(x.callAsFunction) {
                canvas.rule(from: Point(place, area.top), to: Point(place, area.bottom), stroke)
            }
        }
        for (ticks, stroke) in [(yTicks.minor, minor), (yTicks.values, major)] {
            for place in ticks.compactMap(y.callAsFunction) {
                canvas.rule(from: Point(area.left, place), to: Point(area.right, place), stroke)
            }
        }
    }

    /// Draws the axis lines, ticks, labels and titles, over the data.
    func drawAxes(on canvas: Canvas, boxed: Bool = false) {
        let stroke = Canvas.Stroke(Theme.axis, width: 1)
        canvas.rule(from: Point(area.left, area.bottom), to: Point(area.right, area.bottom), stroke)
        canvas.rule(from: Point(area.left, area.top), to: Point(area.left, area.bottom), stroke)
        if boxed {
            canvas.rule(from: Point(area.left, area.top), to: Point(area.right, area.top), stroke)
            canvas.rule(from: Point(area.right, area.top), to: Point(area.right, area.bottom), stroke)
        }
        for (value, label) in zip(xTicks.values, xTicks.labels) {
            guard let place = x(value) else { continue }
            canvas.rule(from: Point(place, area.bottom), to: Point(place, area.bottom + 4), stroke)
            canvas.text(
                label, at: Point(place, area.bottom + Theme.gap), Theme.tickFont, Theme.softInk,
                anchor: Anchor(.center, .top))
        }
        for (value, label) in zip(yTicks.values, yTicks.labels) {
            guard let place = y(value) else { continue }
            canvas.rule(from: Point(area.left - 4, place), to: Point(area.left, place), stroke)
            canvas.text(
                label, at: Point(area.left - Theme.gap, place), Theme.tickFont, Theme.softInk,
                anchor: Anchor(.right, .middle))
        }
        drawTitles(on: canvas)
    }

    private func drawTitles(on canvas: Canvas) {
        let limit = frame.width - 2 * Theme.margin
        canvas.text(
            Theme.titleFont.fitted(titles.chart, to: limit),
            at: Point(frame.left + Theme.margin, frame.top + Theme.margin),
            Theme.titleFont, anchor: Anchor(.left, .top))
        canvas.text(
            Theme.axisFont.fitted(titles.x, to: area.width),
            at: Point(area.center.x, area.bottom + 2 * Theme.gap + Theme.tickFont.lineHeight), Theme.axisFont,
            anchor: Anchor(.center, .top))
        let labels = yTicks.labels.map(Theme.tickFont.width).max() ?? 0
        canvas.text(
            Theme.axisFont.fitted(titles.y, to: area.height),
            at: Point(area.left - labels - 2 * Theme.gap - Theme.axisFont.descent, area.center.y), Theme.axisFont,
            anchor: Anchor(.center, .baseline), degrees: 90)
    }
}
