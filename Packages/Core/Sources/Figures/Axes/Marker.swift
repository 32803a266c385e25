/// The shape of a data point, so that classes also differ without color.
public enum Marker: Sendable, CaseIterable {
    case circle, square, triangle, diamond, cross, plus, invertedTriangle, star

    /// The shape of the class or series number `index`, from 0.
    static func shape(_ index: Int) -> Marker { allCases[index % allCases.count] }
}

extension Canvas {
    /// Draws a marker of `radius` points around `center`, outlined in `outline`.
    func marker(_ marker: Marker, at center: Point, radius: Double, _ color: Color, outline: Color = Theme.paper) {
        let corners: [(Double, Double)]
        switch marker {
        case .circle:
            disc(at: center, radius: radius + 0.75, outline)
            disc(at: center, radius: radius, color)
            return
        case .cross, .plus:
            let arm = marker == .plus ? [(1.1, 0.0), (0.0, 1.1)] : [(0.85, 0.85), (0.85, -0.85)]
            for (stroke, extra) in [
                (Stroke(outline, width: 0.62 * radius + 1.5), 0.75), (Stroke(color, width: 0.62 * radius), 0),
            ] {
                for (x, y) in arm {
                    let reach = radius + extra
                    line(
                        [
                            Point(center.x - x * reach, center.y - y * reach),
                            Point(center.x + x * reach, center.y + y * reach),
                        ], stroke)
                }
            }
            return
        case .square: corners = [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)]
        case .triangle: corners = [(0, -1.2), (1.08, 0.76), (-1.08, 0.76)]
        case .invertedTriangle: corners = [(0, 1.2), (1.08, -0.76), (-1.08, -0.76)]
        case .diamond: corners = [(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)]
        case .star:
            corners = [
                (0, -1.35), (0.34, -0.44), (1.28, -0.42), (0.54, 0.17), (0.79, 1.09), (0, 0.57), (-0.79, 1.09),
                (-0.54, 0.17), (-1.28, -0.42), (-0.34, -0.44),
            ]
        }
        let points = corners.map { Point(center.x + $0.0 * radius, center.y + $0.1 * radius) }
        line(points + points.prefix(2), Stroke(outline, width: 1.5))
        fill(polygon: points, color)
    }
}
