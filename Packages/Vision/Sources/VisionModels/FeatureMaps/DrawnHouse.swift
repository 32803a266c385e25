import Core

/// The built-in picture: a house in a garden, drawn from shapes with upright, level and slanting edges and curves, so
/// that every filter responds to something.
public enum DrawnHouse {
    public static let name = "house"
    /// The side of the square that its coordinates refer to.
    public static let side = 256

    /// The picture in gray; the same pixels everywhere.
    public static func picture(side: Int = side) -> Picture {
        var canvas = ShapeCanvas(side: side, scale: Float(side) / Float(Self.side))
        for shape in shapes { canvas.paint(shape.outline, shape.shade) }
        return Picture(width: side, height: side, channels: 1, pixels: canvas.pixels)
    }

    private struct Shape {
        let shade: Float
        let outline: Outline

        init(_ shade: Float, _ outline: Outline) {
            self.shade = shade
            self.outline = outline
        }
    }

    /// From back to front.
    private static var shapes: [Shape] {
        sky + hills + house + tree + fence + cat
    }

    private static var sky: [Shape] {
        // The sun and eight rays.
        let rays: [(Float, Float)] = [
            (0, -1), (0.707, -0.707), (1, 0), (0.707, 0.707), (0, 1), (-0.707, 0.707), (-1, 0), (-0.707, -0.707),
        ]
        return [Shape(0.72, .box(0, 0, 256, 256)), Shape(1, .disc(52, 50, 21))]
            + rays.map { Shape(1, .line(52 + 28 * $0.0, 50 + 28 * $0.1, 52 + 40 * $0.0, 50 + 40 * $0.1, width: 4.5)) }
            // A cloud.
            + [
                Shape(0.93, .disc(196, 36, 13)), Shape(0.93, .disc(214, 31, 16)), Shape(0.93, .disc(233, 37, 12)),
                Shape(0.93, .box(196, 36, 233, 49)),
            ]
    }

    private static var hills: [Shape] {
        [
            Shape(0.58, .disc(40, 330, 170)), Shape(0.52, .disc(225, 350, 180)), Shape(0.40, .box(0, 200, 256, 256)),
            // A path to the door.
            Shape(0.70, .polygon([(111, 200), (133, 200), (152, 256), (92, 256)])),
        ]
    }

    private static var house: [Shape] {
        var shapes = [
            Shape(0.36, .box(150, 70, 166, 112)), Shape(0.22, .box(147, 66, 169, 73)),
            Shape(0.86, .box(66, 120, 178, 202)),
            Shape(0.20, .polygon([(122, 64), (194, 126), (50, 126)])),
            Shape(0.86, .disc(122, 104, 10)), Shape(0.12, .disc(122, 104, 7)),
            // The door with its knob.
            Shape(0.25, .box(110, 154, 134, 202)), Shape(0.85, .disc(129, 180, 2)),
        ]
        // Boards.
        for y in stride(from: Float(134), to: 202, by: 9) {
            shapes.insert(Shape(0.76, .box(66, y, 178, y + 1.6)), at: 3)
        }
        for x: Float in [74, 142] {
            shapes += [
                Shape(0.98, .box(x, 140, x + 28, 172)), Shape(0.15, .box(x + 2.5, 142.5, x + 25.5, 169.5)),
                Shape(0.98, .box(x + 12.5, 140, x + 15.5, 172)), Shape(0.98, .box(x, 154.5, x + 28, 157.5)),
            ]
        }
        return shapes
    }

    private static var tree: [Shape] {
        [
            Shape(0.24, .polygon([(213, 150), (221, 150), (225, 214), (209, 214)])),
            Shape(0.24, .line(217, 170, 232, 150, width: 4)),
            Shape(0.34, .disc(217, 118, 26)), Shape(0.34, .disc(200, 138, 18)), Shape(0.34, .disc(235, 136, 19)),
            Shape(0.92, .disc(208, 114, 4)), Shape(0.92, .disc(227, 126, 4)), Shape(0.92, .disc(202, 140, 4)),
            Shape(0.92, .disc(238, 142, 4)), Shape(0.92, .disc(222, 104, 4)),
        ]
    }

    private static var fence: [Shape] {
        let posts = stride(from: Float(4), to: 84, by: 16).flatMap { x in
            [Shape(0.95, .polygon([(x, 196), (x + 4, 189), (x + 8, 196), (x + 8, 236), (x, 236)]))]
        }
        return [Shape(0.95, .box(0, 203, 84, 208)), Shape(0.95, .box(0, 221, 84, 226))] + posts
    }

    private static var cat: [Shape] {
        [
            // Tail, body, head, ears.
            Shape(0.06, .ring(218, 230, 11, width: 4.5)), Shape(0.40, .box(200, 217, 214, 243)),
            Shape(0.06, .disc(196, 233, 13)), Shape(0.06, .box(184, 233, 208, 246)),
            Shape(0.06, .line(206, 243, 220, 241, width: 5)),
            Shape(0.06, .disc(188, 213, 11)),
            Shape(0.06, .polygon([(178, 211), (179, 196), (188, 204)])),
            Shape(0.06, .polygon([(188, 204), (197, 196), (198, 211)])),
            Shape(0.95, .disc(184, 212, 2)), Shape(0.95, .disc(192, 212, 2)),
        ]
    }
}
