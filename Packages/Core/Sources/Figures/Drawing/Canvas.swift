import CCairo

/// A thin layer over a Cairo context: shapes, text and images in points, with the origin in the upper left corner.
///
/// Cairo remembers its first error and ignores later calls, so drawing does not throw; rendering does, at its end.
public final class Canvas {
    let context: OpaquePointer
    /// Pixels per point.
    let scale: Double
    /// Every text drawn so far, in order.
    var texts: [String] = []

    init(context: OpaquePointer, scale: Double) {
        self.context = context
        self.scale = scale
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        let options = cairo_font_options_create()
        Typeface.configure(options)
        cairo_set_font_options(context, options)
        cairo_font_options_destroy(options)
    }

    /// How a line is drawn.
    public struct Stroke: Sendable {
        public var color: Color
        /// In points.
        public var width: Double
        public var isDashed: Bool

        /// - Parameters:
        ///   - color: of the line.
        ///   - width: in points.
        ///   - isDashed: whether the line is dashed.
        public init(_ color: Color, width: Double = 1, isDashed: Bool = false) {
            self.color = color
            self.width = width
            self.isDashed = isDashed
        }
    }

    /// Fills a rectangle.
    public func fill(_ rect: Rect, _ color: Color) {
        use(color)
        cairo_rectangle(context, rect.left, rect.top, rect.width, rect.height)
        cairo_fill(context)
    }

    /// Fills a rectangle from the last color at its bottom to the first at its top, evenly spaced.
    func fill(_ rect: Rect, upwards colors: [Color]) {
        let gradient = cairo_pattern_create_linear(0, rect.bottom, 0, rect.top)
        for (index, color) in colors.enumerated() {
            let offset = Double(index) / Double(max(1, colors.count - 1))
            cairo_pattern_add_color_stop_rgba(gradient, offset, color.red, color.green, color.blue, color.alpha)
        }
        cairo_set_source(context, gradient)
        cairo_rectangle(context, rect.left, rect.top, rect.width, rect.height)
        cairo_fill(context)
        cairo_pattern_destroy(gradient)
    }

    /// Fills the polygon through `points`.
    public func fill(polygon points: [Point], _ color: Color) {
        trace(points)
        cairo_close_path(context)
        use(color)
        cairo_fill(context)
    }

    /// Fills a polygon with colors that change evenly along the way from `start` to `end`, and stay beyond them.
    ///
    /// - Parameter stops: colors at shares of that way, 0...1.
    func fill(polygon points: [Point], from start: Point, to end: Point, _ stops: [(share: Double, color: Color)]) {
        let gradient = cairo_pattern_create_linear(start.x, start.y, end.x, end.y)
        for (share, color) in stops {
            cairo_pattern_add_color_stop_rgba(gradient, share, color.red, color.green, color.blue, color.alpha)
        }
        trace(points)
        cairo_close_path(context)
        cairo_set_source(context, gradient)
        cairo_fill(context)
        cairo_pattern_destroy(gradient)
    }

    /// Fills a disc.
    func disc(at center: Point, radius: Double, _ color: Color) {
        cairo_new_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        use(color)
        cairo_fill(context)
    }

    /// Draws a circle.
    func circle(at center: Point, radius: Double, _ stroke: Stroke) {
        cairo_new_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        use(stroke)
        cairo_stroke(context)
    }

    /// Draws the outline of a rectangle, inside its edges.
    public func stroke(_ rect: Rect, _ stroke: Stroke) {
        let half = stroke.width / 2
        use(stroke)
        cairo_rectangle(
            context, rect.left + half, rect.top + half, rect.width - stroke.width, rect.height - stroke.width)
        cairo_stroke(context)
    }

    /// Draws the line through `points`.
    public func line(_ points: [Point], _ stroke: Stroke) {
        guard !points.isEmpty else { return }
        trace(points)
        use(stroke)
        cairo_stroke(context)
    }

    /// Draws a vertical or horizontal line on whole pixels, so that it is sharp.
    public func rule(from start: Point, to end: Point, _ stroke: Stroke) {
        line([snapped(start, stroke.width), snapped(end, stroke.width)], stroke)
    }

    /// Draws with everything outside `rect` hidden.
    public func clipped(to rect: Rect, _ draw: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, rect.left, rect.top, rect.width, rect.height)
        cairo_clip(context)
        draw()
        cairo_restore(context)
    }

    /// The length moved to the nearest whole pixel.
    func snapped(_ length: Double) -> Double { (length * scale).rounded() / scale }

    private func snapped(_ point: Point, _ width: Double) -> Point {
        let isOdd = Int((width * scale).rounded()) % 2 == 1
        let shift = isOdd ? 0.5 : 0
        func snap(_ value: Double) -> Double { ((value * scale - shift).rounded() + shift) / scale }
        return Point(snap(point.x), snap(point.y))
    }

    private func trace(_ points: [Point]) {
        cairo_new_path(context)
        for point in points { cairo_line_to(context, point.x, point.y) }
    }

    func use(_ color: Color) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    func use(_ stroke: Stroke) {
        use(stroke.color)
        cairo_set_line_width(context, stroke.width)
        let dashes = stroke.isDashed ? [3 * stroke.width, 2 * stroke.width] : []
        cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    }
}
