/// Places texts next to points so that they cover neither points nor each other.
struct PointLabels {
    private let area: Rect
    private var taken: [Rect] = []
    private let font = Font(size: 11.5)

    init(area: Rect) { self.area = area }

    /// Keeps the point itself free.
    mutating func avoid(_ point: Point, radius: Double) {
        taken.append(Rect(left: point.x - radius, top: point.y - radius, width: 2 * radius, height: 2 * radius))
    }

    /// Draws `text` at the first free place around `point`; a text with no free place is left out.
    mutating func place(_ text: String, beside point: Point, radius: Double, on canvas: Canvas) {
        guard !text.isEmpty else { return }
        let size = Size(font.width(of: text), font.capHeight + 3)
        let near = radius + 4
        let slant = 0.75 * radius + 2
        let corners = [
            Point(point.x + near, point.y - size.height / 2),
            Point(point.x - near - size.width, point.y - size.height / 2),
            Point(point.x - size.width / 2, point.y - near - size.height),
            Point(point.x - size.width / 2, point.y + near),
            Point(point.x + slant, point.y - slant - size.height),
            Point(point.x + slant, point.y + slant),
            Point(point.x - slant - size.width, point.y - slant - size.height),
            Point(point.x - slant - size.width, point.y + slant),
        ]
        for corner in corners {
            let rect = Rect(origin: corner, size: size)
            let isInside =
                rect.left >= area.left && rect.right <= area.right && rect.top >= area.top
                && rect.bottom <= area.bottom
            guard isInside, !taken.contains(where: { $0.overlaps(rect) }) else { continue }
            taken.append(rect)
            canvas.text(
                text, at: Point(rect.left, rect.center.y), font, Theme.ink, anchor: Anchor(.left, .middle),
                halo: Theme.paper.withAlpha(0.8))
            return
        }
    }
}
