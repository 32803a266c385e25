import Files
import Foundations

/// A small image of an `ImageGrid`.
public struct GridImage: Sendable {
    public let width, height: Int
    /// Row by row from the upper left, as `0xRRGGBB`.
    let pixels: [UInt32]
    /// A short text below the image.
    public var caption: String
    /// The color of a frame around the image; nil for none.
    public var frame: Color?

    private init(width: Int, height: Int, pixels: [UInt32], caption: String, frame: Color?) {
        self.width = width
        self.height = height
        self.pixels = pixels
        self.caption = caption
        self.frame = frame
    }

    /// A gray image of bytes, 0 black, 255 white.
    ///
    /// - Shapes: `gray` [height × width], row by row.
    public init(gray: [UInt8], width: Int, height: Int, caption: String = "", frame: Color? = nil) {
        Self.check(gray.count, width, height, 1)
        self.init(
            width: width, height: height, pixels: gray.map { UInt32($0) * 0x010101 }, caption: caption, frame: frame)
    }

    /// A color image of bytes.
    ///
    /// - Shapes: `rgb` [height × width × 3], row by row, red, green and blue of each pixel together.
    public init(rgb: [UInt8], width: Int, height: Int, caption: String = "", frame: Color? = nil) {
        Self.check(rgb.count, width, height, 3)
        let pixels = stride(from: 0, to: rgb.count, by: 3).map { first in
            rgb[first..<first + 3].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        self.init(width: width, height: height, pixels: pixels, caption: caption, frame: frame)
    }

    /// Numbers as an image, from black for the lowest to white for the highest, or over a given range.
    ///
    /// - Shapes: `values` [height × width], row by row; NaN is a light gray.
    public init(
        values: [Float], width: Int, height: Int, colors: ColorMap = .gray, range: ClosedRange<Float>? = nil,
        caption: String = "", frame: Color? = nil
    ) {
        Self.check(values.count, width, height, 1)
        let finite = values.filter(\.isFinite)
        let lower = Double(range?.lowerBound ?? finite.min() ?? 0)
        let upper = Double(range?.upperBound ?? finite.max() ?? 1)
        let pixels = values.map { value -> UInt32 in
            guard upper > lower else { return colors.color(value.isNaN ? .nan : 0.5).packed }
            return colors.color((Double(value) - lower) / (upper - lower)).packed
        }
        self.init(width: width, height: height, pixels: pixels, caption: caption, frame: frame)
    }

    /// Signed numbers as an image, blue below and red above a white zero, with the largest magnitude at full color.
    ///
    /// - Parameters:
    ///   - signed: the numbers, height × width, row by row; 0 is white.
    ///   - width: in pixels.
    ///   - height: in pixels.
    ///   - reach: the magnitude of full color; nil for the image's own largest one.
    ///   - caption: a short text below the image; empty for none.
    ///   - frame: the color of a frame around the image; nil for none.
    /// - Shapes: `signed` [height × width], row by row; NaN is a light gray.
    public init(
        signed: [Float], width: Int, height: Int, reach: Float? = nil, caption: String = "", frame: Color? = nil
    ) {
        let reach = reach ?? signed.lazy.filter(\.isFinite).map(abs).max() ?? 1
        let limit = reach > 0 ? reach : 1
        self.init(
            values: signed, width: width, height: height, colors: .blueRed, range: -limit...limit, caption: caption,
            frame: frame)
    }

    private static func check(_ count: Int, _ width: Int, _ height: Int, _ channels: Int) {
        Contract.require(
            width > 0 && height > 0 && count == width * height * channels, "GridImage",
            "\(count) values for \(width)×\(height) pixels of \(channels)")
    }
}

extension GridImage {
    /// A picture without changes.
    public init(_ picture: Picture, caption: String = "", frame: Color? = nil) {
        if picture.channels == 1 {
            self.init(
                gray: picture.pixels, width: picture.width, height: picture.height, caption: caption, frame: frame)
        } else {
            self.init(
                rgb: picture.pixels, width: picture.width, height: picture.height, caption: caption, frame: frame)
        }
    }

    /// The image without caption and frame; gray where all of its pixels are.
    public var picture: Picture {
        func byte(_ pixel: UInt32, _ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: pixel >> shift) }
        let isGray = pixels.allSatisfy { byte($0, 0) == byte($0, 8) && byte($0, 8) == byte($0, 16) }
        let bytes =
            isGray ? pixels.map { byte($0, 0) } : pixels.flatMap { [byte($0, 16), byte($0, 8), byte($0, 0)] }
        return Picture(width: width, height: height, channels: isGray ? 1 : 3, pixels: bytes)
    }
}
