/// A place on a canvas, in points.
public struct Point: Sendable, Equatable {
    public var x, y: Double
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
    static let zero = Point(0, 0)
}

/// A width and a height, in points.
public struct Size: Sendable, Equatable {
    public var width, height: Double
    public init(_ width: Double, _ height: Double) {
        self.width = width
        self.height = height
    }
}

/// An upright rectangle on a canvas, in points; y runs downwards, so `top` is less than `bottom`.
public struct Rect: Sendable, Equatable {
    public var left, top, width, height: Double

    public init(left: Double, top: Double, width: Double, height: Double) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    init(origin: Point, size: Size) {
        self.init(left: origin.x, top: origin.y, width: size.width, height: size.height)
    }

    public var right: Double { left + width }
    public var bottom: Double { top + height }
    public var center: Point { Point(left + width / 2, top + height / 2) }

    /// Whether `point` is inside or on the edge.
    func holds(_ point: Point) -> Bool {
        (left...right).contains(point.x) && (top...bottom).contains(point.y)
    }

    /// Whether the two share more than an edge.
    func overlaps(_ other: Rect) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// The rectangle with `margins` taken away on each side, never of negative size.
    func inset(_ margins: Margins) -> Rect {
        Rect(
            left: left + margins.left, top: top + margins.top,
            width: max(0, width - margins.left - margins.right),
            height: max(0, height - margins.top - margins.bottom))
    }
}

/// Free space around something, in points.
struct Margins: Equatable {
    var left = 0.0
    var top = 0.0
    var right = 0.0
    var bottom = 0.0
}
