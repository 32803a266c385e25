/// Several figures in one picture, side by side, stacked, or in rows.
///
/// Images and matrices keep their own size; charts share the remaining width.
public struct Panels: Figure {
    public var title: String
    /// A line below the title, such as the meaning of marks in all figures.
    public var caption: String
    /// Row by row from the upper left.
    public var figures: [any Figure]
    /// Figures per row: 1 stacks them.
    public var columns: Int
    /// The width to share, in points; wider where the figures need more.
    public var width: Double
    public var isFlexible: Bool { figures.contains(where: \.isFlexible) }

    private static let narrowest = 300.0

    /// - Parameters:
    ///   - figures: row by row from the upper left.
    ///   - title: written above all figures; empty for none.
    ///   - caption: a line below the title; empty for none.
    ///   - columns: figures per row; nil for all side by side.
    ///   - width: the width that all figures share, in points; wider where they need more.
    public init(
        _ figures: [any Figure], title: String = "", caption: String = "", columns: Int? = nil,
        width: Double = Theme.width
    ) {
        (self.title, self.caption) = (title, caption)
        self.figures = figures
        self.columns = max(1, columns ?? figures.count)
        self.width = width
    }

    public var size: Size { layout(width: width).size }

    public func draw(on canvas: Canvas, in frame: Rect) {
        canvas.text(
            Theme.headlineFont.fitted(title, to: frame.width - 2 * Theme.margin),
            at: Point(frame.left + Theme.margin, frame.top + Theme.margin), Theme.headlineFont,
            anchor: Anchor(.left, .top))
        if !caption.isEmpty {
            canvas.text(
                Theme.axisFont.fitted(caption, to: frame.width - 2 * Theme.margin),
                at: Point(frame.left + Theme.margin, frame.top + titleHeight), Theme.axisFont,
                anchor: Anchor(.left, .top))
        }
        for (figure, rect) in zip(figures, layout(width: frame.width).frames) {
            let place = Rect(
                left: frame.left + rect.left, top: frame.top + rect.top, width: rect.width, height: rect.height)
            figure.draw(on: canvas, in: place)
        }
    }

    private var titleHeight: Double {
        title.isEmpty ? 0 : (Theme.margin + Theme.headlineFont.lineHeight).rounded(.up)
    }

    /// The place of each figure, for the corner of all at zero.
    func layout(width: Double) -> (size: Size, frames: [Rect]) {
        let natural = figures.map(\.size)
        let count = min(columns, max(1, figures.count))
        // A column is as wide as its widest matrix; columns with only charts share the remaining width.
        var widths = (0..<count).map { column in
            figures.indices.filter { $0 % columns == column && !figures[$0].isFlexible }
                .map { natural[$0].width }.max() ?? 0
        }
        let flexible = widths.indices.filter { widths[$0] == 0 }
        let share = (width - widths.reduce(0, +)) / Double(max(1, flexible.count))
        for column in flexible { widths[column] = max(Self.narrowest, share.rounded(.down)) }

        var frames: [Rect] = []
        var top = titleHeight + (caption.isEmpty ? 0 : Theme.axisFont.lineHeight.rounded(.up))
        for row in stride(from: 0, to: figures.count, by: columns) {
            let indices = row..<min(row + columns, figures.count)
            let height = indices.map { natural[$0].height }.max() ?? 0
            var left = 0.0
            for index in indices {
                let column = index - row
                let isFlexible = figures[index].isFlexible
                frames.append(
                    Rect(
                        left: left, top: top, width: isFlexible ? widths[column] : natural[index].width,
                        height: isFlexible ? height : natural[index].height))
                left += widths[column]
            }
            top += height
        }
        return (Size(widths.reduce(0, +), top), frames)
    }
}
