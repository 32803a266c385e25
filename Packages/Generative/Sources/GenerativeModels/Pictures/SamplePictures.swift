import Core

/// Generated pictures, as bytes.
public struct SamplePictures: Sendable, Equatable {
    /// C × H × W of each.
    public let shape: Shape
    /// N × C × H × W.
    public let bytes: [UInt8]

    public init(shape: Shape, bytes: [UInt8]) {
        self.shape = shape
        self.bytes = bytes
    }

    public var count: Int { bytes.count / max(1, shape.elementCount) }

    /// Picture number `index` in the order of a file: gray, or red, green and blue of each pixel together.
    public func picture(_ index: Int) -> Picture {
        let size = shape.elementCount
        let planes = bytes[index * size..<(index + 1) * size]
        return Picture(
            width: shape[2], height: shape[1], channels: shape[0],
            pixels: Self.interleaved(planes, channels: shape[0]))
    }

    private static func interleaved(_ planes: ArraySlice<UInt8>, channels: Int) -> [UInt8] {
        let area = planes.count / channels
        return (0..<planes.count).map { planes[planes.startIndex + $0 % channels * area + $0 / channels] }
    }

    /// The pictures in rows and columns as one, `gap` black pixels between them.
    public func sheet(columns: Int, gap: Int = 0) -> Picture {
        let (channels, height, width) = (shape[0], shape[1], shape[2])
        let columns = max(1, min(columns, count))
        let rows = (count + columns - 1) / columns
        let (wide, high) = (columns * (width + gap) - gap, rows * (height + gap) - gap)
        var pixels = [UInt8](repeating: 0, count: wide * high * channels)
        for index in 0..<count {
            let picture = picture(index).pixels
            let (top, left) = (index / columns * (height + gap), index % columns * (width + gap))
            for y in 0..<height {
                let start = ((top + y) * wide + left) * channels
                pixels.replaceSubrange(
                    start..<start + width * channels,
                    with: picture[y * width * channels..<(y + 1) * width * channels])
            }
        }
        return Picture(width: wide, height: high, channels: channels, pixels: pixels)
    }

    /// The pictures of a sheet without gaps; nil where its size or kind differs.
    public init?(_ sheet: Picture, shape: Shape) {
        let (channels, height, width) = (shape[0], shape[1], shape[2])
        guard sheet.channels == channels, sheet.width % width == 0, sheet.height % height == 0 else { return nil }
        var bytes: [UInt8] = []
        for top in stride(from: 0, to: sheet.height, by: height) {
            for left in stride(from: 0, to: sheet.width, by: width) {
                for channel in 0..<channels {
                    for y in 0..<height {
                        for x in 0..<width {
                            bytes.append(sheet.pixels[((top + y) * sheet.width + left + x) * channels + channel])
                        }
                    }
                }
            }
        }
        self.init(shape: shape, bytes: bytes)
    }

    /// The mean over pixels of the standard deviation over pictures of the same class, in bytes: 0 where those are all
    /// equal, nil where every class has only one.
    ///
    /// - Parameter period: the number of classes, which the pictures have in turn; 1 where they have none.
    public func variety(period: Int = 1) -> Double? {
        let size = shape.elementCount
        let groups = (0..<min(period, count)).map { Array(stride(from: $0, to: count, by: period)) }
            .filter { $0.count > 1 }
        guard !groups.isEmpty else { return nil }
        var total = 0.0
        for group in groups {
            let members = Double(group.count)
            for pixel in 0..<size {
                var (sum, squares) = (0.0, 0.0)
                for index in group {
                    let value = Double(bytes[index * size + pixel])
                    sum += value
                    squares += value * value
                }
                total += max(0, squares / members - (sum / members) * (sum / members)).squareRoot()
            }
        }
        return total / Double(size * groups.count)
    }
}

extension Picture {
    /// The picture with every pixel repeated `factor` times along rows and columns.
    public func enlarged(by factor: Int) -> Picture {
        var larger: [UInt8] = []
        larger.reserveCapacity(pixels.count * factor * factor)
        for y in 0..<height * factor {
            for x in 0..<width * factor {
                let start = (y / factor * width + x / factor) * channels
                larger += pixels[start..<start + channels]
            }
        }
        return Picture(width: width * factor, height: height * factor, channels: channels, pixels: larger)
    }
}
