import CCairo

/// A size and weight of the one typeface that figures use.
public struct Font: Sendable, Hashable {
    public enum Weight: Sendable { case regular, bold }
    /// The em, in points.
    public var size: Double
    public var weight: Weight

    /// - Parameters:
    ///   - size: the em, in points.
    ///   - weight: regular or bold.
    public init(size: Double, weight: Weight = .regular) {
        self.size = size
        self.weight = weight
    }

    // DejaVu Sans's own proportions; another typeface uses the same lines.
    var ascent: Double { 0.93 * size }
    var descent: Double { 0.24 * size }
    var capHeight: Double { 0.73 * size }
    /// The height of a line of text.
    var lineHeight: Double { ascent + descent }

    /// The width of `text` drawn in one line, in points.
    public func width(of text: String) -> Double {
        Typeface.sans.runs(of: Typeface.printable(text), in: self).reduce(0) { $0 + $1.width }
    }

    /// `text`, shortened with an ellipsis at its end until it is no wider than `limit`.
    func fitted(_ text: String, to limit: Double) -> String {
        guard width(of: text) > limit else { return text }
        var kept = text
        while !kept.isEmpty {
            kept.removeLast()
            if width(of: kept + "…") <= limit { return kept + "…" }
        }
        return ""
    }
}

extension Font.Weight {
    var cairo: cairo_font_weight_t { self == .bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL }
}
