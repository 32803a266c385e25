import Foundations

extension ScatterPlot {
    /// The colors of the plane behind the points: decision regions or a field of numbers, sampled on a regular grid.
    public struct Field: Sendable {
        enum Content: Sendable {
            case classes([[Int]])
            case values([[Double]], ColorMap, ClosedRange<Double>, title: String)
        }

        let content: Content
        /// The range of the grid, from the outer edges of its first to its last cells.
        let x, y: ClosedRange<Double>
        /// Whether there is a color bar; small pictures next to each other do not need one.
        public var hasColorBar = true

        /// Decision regions: the number of the class that each cell belongs to, in the colors of the groups.
        ///
        /// - Parameters:
        ///   - classes: rows from the lowest y upwards, from the lowest x rightwards.
        ///   - x: from the left edge of the first column to the right edge of the last.
        ///   - y: from the lower edge of the first row to the upper edge of the last.
        public static func classes(_ classes: [[Int]], x: ClosedRange<Double>, y: ClosedRange<Double>) -> Field {
            check(classes.map(\.count))
            return Field(content: .classes(classes), x: x, y: y)
        }

        /// A field of numbers, with a color bar.
        ///
        /// - Parameters:
        ///   - values: rows from the lowest y upwards, from the lowest x rightwards.
        ///   - x: from the left edge of the first column to the right edge of the last.
        ///   - y: from the lower edge of the first row to the upper edge of the last.
        ///   - colors: from the lowest number to the highest.
        ///   - range: the numbers at both ends of the colors; nil for the range of the values.
        ///   - title: the name of the numbers, next to the color bar.
        public static func values(
            _ values: [[Double]], x: ClosedRange<Double>, y: ClosedRange<Double>, colors: ColorMap = .viridis,
            range: ClosedRange<Double>? = nil, title: String = ""
        ) -> Field {
            check(values.map(\.count))
            let shades = HeatMap("", values: values, colors: colors, range: range).shadeRange
            return Field(content: .values(values, colors, shades, title: title), x: x, y: y)
        }

        private static func check(_ counts: [Int]) {
            Contract.require(counts.allSatisfy { $0 == counts.first }, "ScatterPlot.Field", "rows of different lengths")
        }

        var colorBar: ColorBar? {
            guard hasColorBar, case .values(_, let colors, let range, let title) = content else { return nil }
            return ColorBar(
                colors: colors, lower: range.lowerBound, upper: range.upperBound, format: nil, title: title)
        }

        func draw(on canvas: Canvas, in plot: PlotFrame) {
            guard let left = plot.x(x.lowerBound), let right = plot.x(x.upperBound), let bottom = plot.y(y.lowerBound),
                let top = plot.y(y.upperBound)
            else { return }
            let rect = Rect(left: left, top: top, width: right - left, height: bottom - top)
            switch content {
            case .classes(let rows):
                // Pale, so that points of the same class stand out.
                let colors = rows.reversed().joined().map {
                    Theme.paper.mixed(with: Palette.color(max(0, $0)), share: 0.28).packed
                }
                // Very small cells are smoothed, which removes the stairs from the borders.
                let columns = rows.first?.count ?? 0
                canvas.image(
                    colors, width: columns, height: rows.count, over: rect, isSmooth: min(columns, rows.count) >= 50)
            case .values(let rows, let map, let range, _):
                let colors = rows.reversed().joined().map {
                    map.color(($0 - range.lowerBound) / (range.upperBound - range.lowerBound)).packed
                }
                canvas.image(colors, width: rows.first?.count ?? 0, height: rows.count, over: rect, isSmooth: true)
            }
        }
    }
}
