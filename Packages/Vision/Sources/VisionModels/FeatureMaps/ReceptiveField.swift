import Core

/// What a number of a feature map sees of the picture: the region of pixels on which its value depends.
///
/// Every window that a convolution or pooling slides over its input widens the region: with size s, step d and
/// beginning b of the layer before, a window of k cells with stride t and padding p gives
///
/// ```text
/// s′ = s + (k − 1) d,   b′ = b − p d,   d′ = t d.
/// ```
///
/// Source: Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks", Distill, 2019.
public struct ReceptiveField: Equatable, Sendable {
    /// The region's height and width, in pixels.
    public private(set) var size: Size2D = 1
    /// The distance between the regions of neighboring cells, in pixels.
    public private(set) var step: Size2D = 1
    /// The row in which the region of the first cell begins; below 0 where there is padding above the picture.
    public private(set) var top = 0
    /// The column in which the region of the first cell begins.
    public private(set) var left = 0

    /// The field of a pixel, which sees itself.
    public init() {}

    /// The field after one more layer.
    ///
    /// - Parameters:
    ///   - window: the cells that the layer looks at, k.
    ///   - stride: how far its window moves.
    ///   - top: the padding above, in cells; padding below moves no region.
    ///   - left: the padding to the left, in cells.
    public func followed(by window: Size2D, stride: Size2D = 1, top: Int = 0, left: Int = 0) -> ReceptiveField {
        var field = self
        field.size.height += (window.height - 1) * step.height
        field.size.width += (window.width - 1) * step.width
        field.top -= top * step.height
        field.left -= left * step.width
        field.step.height *= stride.height
        field.step.width *= stride.width
        return field
    }

    /// The region that one cell sees, padding included.
    public func region(row: Int, column: Int) -> PixelRegion {
        PixelRegion(
            top: top + row * step.height, left: left + column * step.width, height: size.height, width: size.width)
    }
}

/// An upright rectangle of pixels, counted from 0 in the upper left corner.
public struct PixelRegion: Equatable, Sendable {
    public var top, left, height, width: Int

    public init(top: Int, left: Int, height: Int, width: Int) {
        self.top = top
        self.left = left
        self.height = height
        self.width = width
    }

    /// The first row below the region.
    public var bottom: Int { top + height }
    /// The first column to the right of the region.
    public var right: Int { left + width }

    /// The part inside a picture of this size; empty where there is none.
    public func clipped(height: Int, width: Int) -> PixelRegion {
        let (top, left) = (min(max(self.top, 0), height), min(max(self.left, 0), width))
        return PixelRegion(
            top: top, left: left, height: max(0, min(bottom, height) - top), width: max(0, min(right, width) - left))
    }
}
