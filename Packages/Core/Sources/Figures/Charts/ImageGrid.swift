/// Small images in rows: examples, filters, feature maps, generated samples.
public struct ImageGrid: Figure {
    public var title: String
    /// Row by row from the upper left.
    public var images: [GridImage]
    public var columns: Int
    /// Texts to the left of the rows, or none.
    public var rowLabels: [String]
    /// Canvas points per image pixel, a whole number, so that pixels stay squares; nil for the default width.
    public var magnification: Int?
    public var isFlexible: Bool { false }

    /// - Parameters:
    ///   - title: written above the grid; empty for none.
    ///   - images: row by row from the upper left.
    ///   - columns: images per row; nil to choose from their number.
    ///   - rowLabels: texts to the left of the rows, or none.
    ///   - magnification: points for each image pixel; nil for the default width.
    public init(
        _ title: String, images: [GridImage], columns: Int? = nil, rowLabels: [String] = [],
        magnification: Int? = nil
    ) {
        self.title = title
        self.images = images
        self.columns = max(1, columns ?? Self.columns(for: images.count))
        self.rowLabels = rowLabels
        self.magnification = magnification
    }

    /// A grid somewhat wider than high with the fewest empty cells.
    static func columns(for count: Int) -> Int {
        guard count > 6 else { return max(1, count) }
        let wide = (1...count).first { $0 * $0 * 5 >= count * 9 } ?? count
        func lacking(_ columns: Int) -> Int { (columns - count % columns) % columns }
        return (wide * 2 / 3...wide + 2).min { (lacking($0), abs($0 - wide)) < (lacking($1), abs($1 - wide)) } ?? wide
    }

    public var size: Size { ImageGridLayout(self).size }

    public func draw(on canvas: Canvas, in frame: Rect) {
        ImageGridLayout(self).draw(on: canvas, at: Point(frame.left, frame.top))
    }
}

/// The places of all parts of an image grid; images are at whole points.
struct ImageGridLayout {
    private static let frameWidth = 3.0
    private static let captionFont = Font(size: 12)

    let grid: ImageGrid
    let factor: Int
    let size: Size
    /// The place of the first image's cell.
    private let start: Point
    /// The largest image, magnified, with room for frames.
    private let picture: Size
    /// The distance from one image to the next.
    private let step: Size

    init(_ grid: ImageGrid) {
        self.grid = grid
        let width = Double(grid.images.map(\.width).max() ?? 28)
        let height = Double(grid.images.map(\.height).max() ?? 28)
        let columns = Double(min(grid.columns, max(1, grid.images.count)))
        let rows = Double(max(1, (grid.images.count + grid.columns - 1) / grid.columns))
        let frame = grid.images.contains { $0.frame != nil } ? Self.frameWidth : 0
        let hasCaptions = grid.images.contains { !$0.caption.isEmpty }
        let rowLabelWidth = grid.rowLabels.map(Theme.axisFont.width).max() ?? 0
        let left = Theme.margin + (rowLabelWidth > 0 ? rowLabelWidth + 2 * Theme.gap : 0)
        let top = Theme.margin + (grid.title.isEmpty ? 0 : Theme.titleFont.lineHeight + Theme.titleGap)
        let gap = hasCaptions ? 12.0 : 6

        let room = (Theme.width - left - Theme.margin + gap) / columns - gap - 2 * frame
        factor = max(1, grid.magnification ?? Int(min(room / width, 150 / max(width, height), 24)))
        picture = Size(width * Double(factor) + 2 * frame, height * Double(factor) + 2 * frame)
        // A caption may widen its column somewhat; a longer one is shortened.
        let captionWidth = grid.images.map { Self.captionFont.width(of: $0.caption) }.max() ?? 0
        let column = max(picture.width, min(captionWidth, max(1.6 * picture.width, 90))).rounded(.up)
        step = Size(
            column + gap, picture.height + gap + (hasCaptions ? Self.captionFont.lineHeight.rounded(.up) + 2 : 0))
        start = Point(left.rounded(.up), top.rounded(.up))
        let titleWidth = min(Theme.titleFont.width(of: grid.title) + 2 * Theme.margin, Theme.width)
        size = Size(
            max(titleWidth, start.x + columns * step.width - gap + Theme.margin).rounded(.up),
            (start.y + rows * step.height - gap + Theme.margin).rounded(.up))
    }

    /// The rectangle of an image's pixels, for the figure's corner at zero.
    func rect(of index: Int) -> Rect {
        let image = grid.images[index]
        let corner = corner(of: index)
        let width = Double(image.width * factor)
        let height = Double(image.height * factor)
        let cell = step.width - (step.width > picture.width ? columnGap : 0)
        return Rect(
            left: (corner.x + (cell - width) / 2).rounded(.down),
            top: (corner.y + (picture.height - height) / 2).rounded(.down), width: width, height: height)
    }

    private var columnGap: Double { grid.images.contains { !$0.caption.isEmpty } ? 12 : 6 }

    private func corner(of index: Int) -> Point {
        Point(
            start.x + Double(index % grid.columns) * step.width, start.y + Double(index / grid.columns) * step.height)
    }

    func draw(on canvas: Canvas, at origin: Point) {
        let origin = Point(canvas.snapped(origin.x), canvas.snapped(origin.y))
        canvas.text(
            Theme.titleFont.fitted(grid.title, to: size.width - 2 * Theme.margin),
            at: Point(origin.x + Theme.margin, origin.y + Theme.margin), Theme.titleFont, anchor: Anchor(.left, .top))
        for (index, image) in grid.images.enumerated() {
            var rect = rect(of: index)
            rect.left += origin.x
            rect.top += origin.y
            canvas.image(image.pixels, width: image.width, height: image.height, over: rect)
            drawFrame(of: image, around: rect, on: canvas)
            let text = Self.captionFont.fitted(image.caption, to: step.width - columnGap)
            canvas.text(
                text, at: Point(rect.center.x, origin.y + corner(of: index).y + picture.height + 4), Self.captionFont,
                Theme.softInk, anchor: Anchor(.center, .top))
        }
        for (row, label) in grid.rowLabels.enumerated() {
            let y = origin.y + start.y + Double(row) * step.height + picture.height / 2
            canvas.text(
                label, at: Point(origin.x + start.x - 2 * Theme.gap, y), Theme.axisFont, anchor: Anchor(.right, .middle)
            )
        }
    }

    /// The image's colored frame, or a thin line that shows where a light image ends.
    private func drawFrame(of image: GridImage, around rect: Rect, on canvas: Canvas) {
        let width = image.frame == nil ? 0.5 : Self.frameWidth
        let outer = Rect(
            left: rect.left - width, top: rect.top - width, width: rect.width + 2 * width,
            height: rect.height + 2 * width)
        canvas.stroke(outer, Canvas.Stroke(image.frame ?? Theme.axis.withAlpha(0.6), width: width))
    }
}
