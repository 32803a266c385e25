/// A strip of colors with their numbers, to the right of a chart.
struct ColorBar {
    static let thickness = 16.0

    let colors: ColorMap
    let lower, upper: Double
    let format: NumberFormat?
    let title: String

    /// Its width to the right of the chart.
    func reservedWidth(height: Double) -> Double {
        let labels = ticks(height: height).labels.map(Theme.tickFont.width).max() ?? 0
        let name = title.isEmpty ? 0 : Theme.gap + Theme.tickFont.lineHeight
        return 2 * Theme.gap + Self.thickness + Theme.gap + labels + name
    }

    private func ticks(height: Double) -> Ticks {
        Ticks.linear(lower, upper, count: min(6, max(2, Int(height / 40))), format: format)
    }

    /// Draws the bar next to `area`, with the same height.
    func draw(on canvas: Canvas, beside area: Rect) {
        let bar = Rect(
            left: (area.right + 2 * Theme.gap).rounded(), top: area.top, width: Self.thickness, height: area.height)
        canvas.fill(bar, upwards: colors.anchors)
        canvas.stroke(bar, Canvas.Stroke(Theme.axis, width: 0.5))
        let ticks = ticks(height: area.height)
        for (value, label) in zip(ticks.values, ticks.labels) {
            let y = bar.bottom - (value - lower) / (upper - lower) * bar.height
            canvas.rule(
                from: Point(bar.right, y), to: Point(bar.right + 3, y), Canvas.Stroke(Theme.axis, width: 1))
            canvas.text(
                label, at: Point(bar.right + Theme.gap, y), Theme.tickFont, Theme.softInk,
                anchor: Anchor(.left, .middle))
        }
        let labels = ticks.labels.map(Theme.tickFont.width).max() ?? 0
        canvas.text(
            Theme.tickFont.fitted(title, to: area.height),
            at: Point(bar.right + 2 * Theme.gap + labels + Theme.tickFont.ascent, bar.center.y), Theme.tickFont,
            Theme.softInk, anchor: Anchor(.center, .baseline), degrees: 90)
    }
}
