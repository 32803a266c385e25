import Core

/// A network's outputs over a rectangle of the plane, sampled for pictures: in the centers of cells for colors, and on
/// their corners for lines.
struct PlaneSamples {
    let x, y: ClosedRange<Double>
    let cells, nodes: PlaneReading
    private let count: Int

    /// - Parameter cells: each way.
    init(of network: PlaneNetwork, x: ClosedRange<Double>, y: ClosedRange<Double>, cells count: Int) {
        (self.x, self.y, self.count) = (x, y, count)
        func places(_ number: Int, offset: Double) -> [(x: Double, y: Double)] {
            let shares = (0..<number).map { (Double($0) + offset) / Double(count) }
            return shares.flatMap { row in
                shares.map { column in
                    (
                        x: x.lowerBound + column * (x.upperBound - x.lowerBound),
                        y: y.lowerBound + row * (y.upperBound - y.lowerBound)
                    )
                }
            }
        }
        cells = network.reading(places(count, offset: 0.5))
        nodes = network.reading(places(count + 1, offset: 0))
    }

    /// Values row by row, the lowest first.
    func rows(_ values: [Double], cells: Bool) -> [[Double]] {
        let width = cells ? count : count + 1
        return (0..<width).map { Array(values[($0 * width)..<(($0 + 1) * width)]) }
    }

    /// Where a value of the nodes is 0.
    func contour(
        _ name: String, _ values: [Double], isDashed: Bool = false, color: Color = Theme.ink, width: Double = 1.8
    ) -> ScatterPlot.Line {
        .contour(
            name, of: rows(values, cells: false), x: x, y: y, at: 0, isDashed: isDashed, color: color, width: width)
    }

    /// A hidden unit's activation in gray.
    /// - Parameter title: next to the color bar; nil for no bar.
    func shades(_ values: [Double], title: String? = nil) -> ScatterPlot.Field {
        let (least, most) = (min(values.min() ?? 0, 0), max(values.max() ?? 1, 1e-9))
        return field(values, .shade, cells.activation.range ?? least...most, title)
    }

    /// The output's probability in the colors of the classes.
    func probabilities(title: String? = nil) -> ScatterPlot.Field { field(cells.outputs, .twoClasses, 0...1, title) }

    private func field(
        _ values: [Double], _ colors: ColorMap, _ range: ClosedRange<Double>, _ title: String?
    ) -> ScatterPlot.Field {
        var field = ScatterPlot.Field.values(
            rows(values, cells: true), x: x, y: y, colors: colors, range: range, title: title ?? "")
        field.hasColorBar = title != nil
        return field
    }
}
