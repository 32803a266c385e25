import Foundations

/// Boxes in columns, with an arrow from each to the next: the layers of a network.
public struct BlockDiagram: Figure {
    /// A box.
    public struct Block: Sendable, Equatable {
        /// The first line.
        public var title: String
        /// The second line; empty for none.
        public var detail: String
        /// Next to the arrow that leaves the box, such as the shape of an output; empty for none.
        public var output: String
        /// Whether the box is drawn as an important one.
        public var isStrong: Bool

        /// A box with its texts.
        public init(_ title: String, detail: String = "", output: String = "", isStrong: Bool = false) {
            (self.title, self.detail, self.output, self.isStrong) = (title, detail, output, isStrong)
        }
    }

    /// Boxes from the top to the bottom.
    public struct Column: Sendable, Equatable {
        /// Over the column; empty for none.
        public var title: String
        /// The input of the first box.
        public var input: String
        /// The boxes in order.
        public var blocks: [Block]

        /// A column of boxes.
        public init(_ title: String = "", input: String, blocks: [Block]) {
            (self.title, self.input, self.blocks) = (title, input, blocks)
        }
    }

    public var title: String
    /// Below the title; empty for nothing.
    public var caption: String
    /// From the left.
    public var columns: [Column]
    public var isFlexible: Bool { false }

    private static let blockFont = Font(size: 13, weight: .bold)
    private static let detailFont = Font(size: 12)
    private static let blockHeight = 46.0
    private static let arrow = 30.0
    private static let columnGap = 34.0

    /// - Parameters:
    ///   - title: written above the diagram; empty for none.
    ///   - caption: below the title, for further explanations.
    ///   - columns: from the left, at least one.
    public init(_ title: String, caption: String = "", columns: [Column]) {
        Contract.require(!columns.isEmpty, "BlockDiagram", "no column")
        (self.title, self.caption, self.columns) = (title, caption, columns)
    }

    public var size: Size {
        let widths = columns.map(Self.width)
        let boxes = widths.reduce(0, +) + Double(columns.count - 1) * Self.columnGap
        let texts = max(Theme.titleFont.width(of: title), Theme.legendFont.width(of: caption))
        let heights = columns.map { Self.height($0, hasTitles: hasTitles) }
        return Size(
            (max(boxes, texts) + 2 * Theme.margin).rounded(.up),
            (head + (heights.max() ?? 0) + Theme.margin).rounded(.up))
    }

    private var hasTitles: Bool { columns.contains { !$0.title.isEmpty } }

    /// From the top of the figure to the top of its columns.
    private var head: Double {
        var height = Theme.margin
        if !title.isEmpty { height += Theme.titleFont.lineHeight + Theme.titleGap / 2 }
        if !caption.isEmpty { height += Theme.legendFont.lineHeight + Theme.titleGap / 2 }
        return height + Theme.titleGap / 2
    }

    private static func width(_ column: Column) -> Double {
        let texts = column.blocks.flatMap { [blockFont.width(of: $0.title), detailFont.width(of: $0.detail)] }
        // Text next to an arrow begins at the middle.
        let labels = (column.blocks.map(\.output) + [column.input]).map { 2 * (detailFont.width(of: $0) + 12) }
        return max(180, (texts.max() ?? 0) + 28, labels.max() ?? 0, Theme.axisFont.width(of: column.title))
            .rounded(.up)
    }

    private static func height(_ column: Column, hasTitles: Bool) -> Double {
        let title = hasTitles ? Theme.axisFont.lineHeight + Theme.gap : 0
        return title + Theme.legendFont.lineHeight + arrow + Double(column.blocks.count) * (blockHeight + arrow)
    }

    public func draw(on canvas: Canvas, in frame: Rect) {
        var top = frame.top + Theme.margin
        let left = frame.left + Theme.margin
        if !title.isEmpty {
            canvas.text(title, at: Point(left, top), Theme.titleFont, anchor: Anchor(.left, .top))
            top += Theme.titleFont.lineHeight + Theme.titleGap / 2
        }
        if !caption.isEmpty {
            canvas.text(caption, at: Point(left, top), Theme.legendFont, Theme.softInk, anchor: Anchor(.left, .top))
        }
        var edge = left
        for column in columns {
            let width = Self.width(column)
            draw(column, on: canvas, in: Rect(left: edge, top: frame.top + head, width: width, height: 0))
            edge += width + Self.columnGap
        }
    }

    private func draw(_ column: Column, on canvas: Canvas, in area: Rect) {
        var top = area.top
        let middle = area.center.x
        if hasTitles {
            canvas.text(column.title, at: Point(middle, top), Theme.axisFont, anchor: Anchor(.center, .top))
            top += Theme.axisFont.lineHeight + Theme.gap
        }
        canvas.text(
            column.input, at: Point(middle, top), Self.detailFont, Theme.softInk, anchor: Anchor(.center, .top))
        top += Theme.legendFont.lineHeight
        for (place, block) in column.blocks.enumerated() {
            let output = place == 0 ? "" : column.blocks[place - 1].output
            drawArrow(from: Point(middle, top), output, on: canvas)
            top += Self.arrow
            let box = Rect(left: area.left, top: top, width: area.width, height: Self.blockHeight)
            canvas.fill(box, block.isStrong ? Palette.blue.withAlpha(0.14) : Theme.missing)
            canvas.stroke(box, Canvas.Stroke(block.isStrong ? Palette.blue : Theme.axis, width: 1))
            let lines = block.detail.isEmpty ? 0.0 : 9
            canvas.text(
                block.title, at: Point(middle, box.center.y - lines), Self.blockFont, anchor: Anchor(.center, .middle))
            canvas.text(
                block.detail, at: Point(middle, box.center.y + lines + 1), Self.detailFont, Theme.softInk,
                anchor: Anchor(.center, .middle))
            top += Self.blockHeight
        }
        if let last = column.blocks.last { drawArrow(from: Point(middle, top), last.output, on: canvas) }
    }

    /// An arrow downwards, and the text next to it.
    private func drawArrow(from start: Point, _ text: String, on canvas: Canvas) {
        let end = Point(start.x, start.y + Self.arrow - 2)
        canvas.rule(
            from: Point(start.x, start.y + 2), to: Point(end.x, end.y - 6), Canvas.Stroke(Theme.softInk, width: 1.5))
        canvas.fill(
            polygon: [end, Point(end.x - 4.5, end.y - 8), Point(end.x + 4.5, end.y - 8)], Theme.softInk)
        canvas.text(
            text, at: Point(start.x + 10, (start.y + end.y) / 2), Self.detailFont, Theme.softInk,
            anchor: Anchor(.left, .middle))
    }
}
