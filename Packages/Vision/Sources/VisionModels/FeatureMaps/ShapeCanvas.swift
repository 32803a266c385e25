/// A closed shape by its distance function. It uses only arithmetic that every machine rounds in the same way.
///
/// Source: Quilez, "2D distance functions", 2020.
enum Outline {
    /// Left, top, right, bottom.
    case box(Float, Float, Float, Float)
    /// The center's x and y, and the radius.
    case disc(Float, Float, Float)
    /// The center's x and y, the middle radius, and the width of the ring.
    case ring(Float, Float, Float, width: Float)
    /// From one point to another, with round ends.
    case line(Float, Float, Float, Float, width: Float)
    /// Convex, its corners in clockwise order as seen on the picture.
    case polygon([(Float, Float)])

    /// The distance of a point outside the shape, below 0 inside.
    func distance(_ x: Float, _ y: Float) -> Float {
        switch self {
        case .box(let left, let top, let right, let bottom): return max(left - x, x - right, top - y, y - bottom)
        case .disc(let cx, let cy, let radius): return Self.length(x - cx, y - cy) - radius
        case .ring(let cx, let cy, let radius, let width):
            return abs(Self.length(x - cx, y - cy) - radius) - width / 2
        case .line(let ax, let ay, let bx, let by, let width):
            let (dx, dy) = (bx - ax, by - ay)
            let along = ((x - ax) * dx + (y - ay) * dy) / max(1e-6, dx * dx + dy * dy)
            let share = min(max(along, 0), 1)
            return Self.length(x - ax - share * dx, y - ay - share * dy) - width / 2
        case .polygon(let corners):
            var distance = -Float.infinity
            for (index, (ax, ay)) in corners.enumerated() {
                let (bx, by) = corners[(index + 1) % corners.count]
                let (dx, dy) = (bx - ax, by - ay)
                distance = max(distance, ((x - ax) * dy - (y - ay) * dx) / Self.length(dx, dy))
            }
            return distance
        }
    }

    private static func length(_ x: Float, _ y: Float) -> Float { (x * x + y * y).squareRoot() }
}

/// A square gray picture that shapes are painted on.
struct ShapeCanvas {
    let side: Int
    /// Pixels to a unit of the shapes' coordinates.
    let scale: Float
    private var shades: [Float]

    init(side: Int, scale: Float) {
        self.side = side
        self.scale = scale
        shades = [Float](repeating: 0, count: side * side)
    }

    /// Paints a shape over what is there, its edge a pixel wide.
    ///
    /// - Parameter shade: 0 black, 1 white.
    mutating func paint(_ outline: Outline, _ shade: Float) {
        for row in 0..<side {
            for column in 0..<side {
                let distance = outline.distance((Float(column) + 0.5) / scale, (Float(row) + 0.5) / scale)
                let cover = min(max(0.5 - distance * scale, 0), 1)
                if cover > 0 {
                    let index = row * side + column
                    shades[index] += cover * (shade - shades[index])
                }
            }
        }
    }

    var pixels: [UInt8] { shades.map { UInt8((min(max($0, 0), 1) * 255).rounded()) } }
}
