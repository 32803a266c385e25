/// A picture that can be drawn: a chart, a heat map, a grid of images, or several of them laid out together.
///
/// Lengths are in points; one point is one pixel at scale 1. The origin is the upper left corner and y runs downwards.
public protocol Figure: Sendable {
    /// The size the figure takes by itself, in points.
    var size: Size { get }
    /// Whether the figure may be drawn narrower or wider than `size`; images and matrices keep their own size.
    var isFlexible: Bool { get }
    /// A description of the picture in one line; it is the title of an SVG.
    var title: String { get }
    /// Draws the figure inside `frame`.
    func draw(on canvas: Canvas, in frame: Rect)
}

/// The file formats that a figure can be rendered to.
public enum FigureFormat: String, Sendable, CaseIterable {
    case png, svg
}

/// Why a figure could not be rendered: Cairo ran out of memory or the picture is too large.
public struct FigureError: Error, Equatable, CustomStringConvertible {
    /// The whole message, one line.
    public let description: String
}

extension Figure {
    /// The bytes of the figure as a file. With the same fonts, the same figure gives the same bytes.
    ///
    /// - Parameters:
    ///   - format: PNG, or SVG, which also contains every drawn text as its description.
    ///   - scale: pixels per point of a PNG, above 0; an SVG has no pixels and ignores it.
    /// - Throws: `FigureError` when Cairo cannot draw the picture.
    public func rendered(as format: FigureFormat, scale: Double = 2) throws(FigureError) -> [UInt8] {
        let size = size
        return try Surface.bytes(of: size, as: format, scale: scale, title: title) { canvas in
            draw(on: canvas, in: Rect(origin: .zero, size: size))
        }
    }
}
