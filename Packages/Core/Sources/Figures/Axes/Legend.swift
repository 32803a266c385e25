/// The names of a chart's series, each with a sample of its style, always outside the data.
struct Legend {
    struct Entry {
        var name: String
        /// Draws the sample, centered on a point and at most `sampleWidth` wide.
        var draw: @Sendable (Canvas, Point) -> Void
        var sampleWidth = Legend.lineSampleWidth
        /// The place, in points, that a name next to the chart should be close to; nil for the order from the top.
        var height: Double?
    }

    static let lineSampleWidth = 24.0
    static let markerSampleWidth = 12.0
    private static let spacing = 18.0
    private static let lineHeight = 19.0

    var entries: [Entry]
    private var sampleWidth: Double { entries.map(\.sampleWidth).max() ?? 0 }

    /// The space of the legend in a frame: at the right if that leaves the chart wide enough,
    /// otherwise at the top.
    func reserved(in frame: Rect) -> Margins {
        guard !entries.isEmpty else { return Margins() }
        let column = sampleWidth + Theme.gap + (entries.map { Theme.legendFont.width(of: $0.name) }.max() ?? 0)
        // Titles and labels above and below the chart take about 110 points.
        let isShort = Double(entries.count) * Self.lineHeight <= frame.height - 110
        if isShort, column + Theme.gap <= 0.3 * frame.width, frame.width >= 520 {
            return Margins(right: column + 2 * Theme.gap)
        }
        let rows = rows(width: frame.width - 2 * Theme.margin).count
        return Margins(top: Double(rows) * Self.lineHeight + Theme.gap)
    }

    /// Draws the legend next to or above `area` in the space of `reserved`.
    func draw(on canvas: Canvas, beside area: Rect, in frame: Rect) {
        let reserved = reserved(in: frame)
        if reserved.right > 0 {
            for (entry, y) in zip(entries, heights(in: area)) {
                draw(entry, on: canvas, at: Point(area.right + 2 * Theme.gap, y), limit: frame.width)
            }
        } else if reserved.top > 0 {
            var y = area.top - reserved.top + Self.lineHeight / 2 - Theme.gap / 2
            for row in rows(width: frame.width - 2 * Theme.margin) {
                var x = frame.left + Theme.margin
                for entry in row {
                    draw(entry, on: canvas, at: Point(x, y), limit: frame.width - 2 * Theme.margin)
                    x += width(of: entry) + Self.spacing
                }
                y += Self.lineHeight
            }
        }
    }

    private func draw(_ entry: Entry, on canvas: Canvas, at point: Point, limit: Double) {
        entry.draw(canvas, Point(point.x + sampleWidth / 2, point.y))
        let text = Theme.legendFont.fitted(entry.name, to: limit - sampleWidth - Theme.gap)
        canvas.text(
            text, at: Point(point.x + sampleWidth + Theme.gap, point.y), Theme.legendFont, Theme.ink,
            anchor: Anchor(.left, .middle))
    }

    /// The places of the names next to the chart: near their wanted places, without overlap, within the chart.
    func heights(in area: Rect) -> [Double] {
        let half = Self.lineHeight / 2
        let wanted = entries.enumerated().map { index, entry in
            entry.height ?? area.top + half + Double(index) * Self.lineHeight
        }
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        var heights = wanted
        var lowest = area.top + half / 2
        for index in order {
            heights[index] = max(lowest, wanted[index])
            lowest = heights[index] + Self.lineHeight
        }
        var highest = max(area.bottom - half / 2, area.top + half / 2 + Double(order.count - 1) * Self.lineHeight)
        for index in order.reversed() {
            heights[index] = min(highest, heights[index])
            highest = heights[index] - Self.lineHeight
        }
        return heights
    }

    private func width(of entry: Entry) -> Double {
        sampleWidth + Theme.gap + Theme.legendFont.width(of: entry.name)
    }

    /// The entries in rows of at most `width`.
    private func rows(width: Double) -> [[Entry]] {
        var rows: [[Entry]] = []
        var used = 0.0
        for entry in entries {
            let needed = self.width(of: entry) + Self.spacing
            if rows.isEmpty || used + needed - Self.spacing > width {
                rows.append([entry])
                used = needed
            } else {
                rows[rows.count - 1].append(entry)
                used += needed
            }
        }
        return rows
    }
}
