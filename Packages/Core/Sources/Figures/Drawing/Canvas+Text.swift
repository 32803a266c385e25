import CCairo

/// The position of a text relative to its point.
public struct Anchor: Sendable, Equatable {
    public enum Horizontal: Sendable { case left, center, right }
    /// `middle` centers capitals and digits; `top` and `bottom` are those of the line.
    public enum Vertical: Sendable { case top, middle, baseline, bottom }
    public var horizontal: Horizontal
    public var vertical: Vertical

    public init(_ horizontal: Horizontal, _ vertical: Vertical) {
        self.horizontal = horizontal
        self.vertical = vertical
    }
}

extension Canvas {
    /// Draws `text` with its anchor at `point`.
    ///
    /// - Parameters:
    ///   - text: a single line; nothing is drawn where it is empty.
    ///   - point: in points from the upper left corner.
    ///   - font: size and weight.
    ///   - color: of the letters.
    ///   - anchor: which corner, edge or center of the text is at `point`.
    ///   - degrees: the rotation around `point`, counterclockwise.
    ///   - halo: a color around the letters, for texts over data.
    public func text(
        _ text: String, at point: Point, _ font: Font, _ color: Color = Theme.ink,
        anchor: Anchor = Anchor(.left, .baseline), degrees: Double = 0, halo: Color? = nil
    ) {
        let text = Typeface.printable(text)
        guard !text.isEmpty else { return }
        texts.append(text)
        let runs = Typeface.sans.runs(of: text, in: font)
        let width = runs.reduce(0) { $0 + $1.width }
        var x =
            switch anchor.horizontal {
            case .left: 0.0
            case .center: -width / 2
            case .right: -width
            }
        let y =
            switch anchor.vertical {
            case .top: font.ascent
            case .middle: font.capHeight / 2
            case .baseline: 0.0
            case .bottom: -font.descent
            }
        cairo_save(context)
        cairo_translate(context, point.x, point.y)
        cairo_rotate(context, -degrees * .pi / 180)
        for run in runs {
            cairo_select_font_face(context, run.family, CAIRO_FONT_SLANT_NORMAL, font.weight.cairo)
            cairo_set_font_size(context, font.size)
            if let halo {
                cairo_move_to(context, x, y)
                cairo_text_path(context, run.text)
                use(Stroke(halo, width: 3))
                cairo_stroke(context)
            }
            use(color)
            cairo_move_to(context, x, y)
            cairo_show_text(context, run.text)
            x += run.width
        }
        cairo_restore(context)
        cairo_new_path(context)
    }
}
