import Foundations

/// A picture of 8-bit pixels, gray or RGB.
public struct Picture: Equatable, Sendable {
    /// The pixels in a row.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// 1 for gray, 3 for red, green and blue.
    public let channels: Int
    /// H×W×C values from 0 (black) to 255, the first row on top.
    public let pixels: [UInt8]

    /// The picture of H×W×C `pixels`.
    ///
    /// - Precondition: width and height are positive, channels is 1 or 3, and the number of pixels matches.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        Contract.require(
            width > 0 && height > 0 && (channels == 1 || channels == 3) && pixels.count == width * height * channels,
            "Picture",
            "\(pixels.count) values for \(height)×\(width)×\(channels)")
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// The picture in gray: its luma, 0.299 R + 0.587 G + 0.114 B, rounded.
    ///
    /// Source: Recommendation ITU-R BT.601; the factors are scaled by 2¹⁶ as in Pillow, so that results agree.
    public func gray() -> Picture {
        guard channels == 3 else { return self }
        let luma = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
            pixels.withUnsafeBufferPointer { rgb in
                for pixel in 0..<width * height {
                    let (red, green, blue) = (Int(rgb[3 * pixel]), Int(rgb[3 * pixel + 1]), Int(rgb[3 * pixel + 2]))
                    let sum = 19_595 * red + 38_470 * green + 7_471 * blue + 0x8000
                    buffer.initializeElement(at: pixel, to: UInt8(truncatingIfNeeded: sum >> 16))
                }
            }
            count = width * height
        }
        return Picture(width: width, height: height, channels: 1, pixels: luma)
    }
}
