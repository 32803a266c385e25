import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The random changes of a picture in training, so that a network learns to ignore them: mirroring, rotation, shift and
/// size.
public struct Augmentation: Codable, Sendable, Equatable {
    /// The probability of mirroring left to right.
    public var flip: Double
    /// The largest angle in degrees; angles are uniform between it and its negative.
    public var rotation: Double
    /// The largest shift along each axis, as a part of the side.
    public var shift: Double
    /// The largest change of size: the factor is uniform in 1 − zoom ... 1 + zoom.
    public var zoom: Double

    public init(flip: Double = 0, rotation: Double = 0, shift: Double = 0, zoom: Double = 0) {
        self.flip = flip
        self.rotation = rotation
        self.shift = shift
        self.zoom = zoom
    }

    /// Whether pictures do not change.
    public var isIdentity: Bool { flip == 0 && rotation == 0 && shift == 0 && zoom == 0 }

    /// The next change of a stream; it always uses six of its numbers.
    public func draw(_ random: inout RandomStream) -> PictureChange {
        let isFlipped = random.uniform() < flip
        func within(_ reach: Double) -> Double { (2 * random.uniform() - 1) * reach }
        let angle = within(rotation) * Double.pi / 180
        let change = PictureChange(
            isFlipped: isFlipped, angle: angle, zoom: 1 + within(zoom), shiftX: within(shift), shiftY: within(shift))
        _ = random.next()
        return change
    }
}

/// One change of a picture, about its center.
public struct PictureChange: Sendable, Equatable {
    public var isFlipped = false
    /// In radians, clockwise for a viewer.
    public var angle = 0.0
    public var zoom = 1.0
    /// To the right and down, as parts of the width and height.
    public var shiftX = 0.0
    public var shiftY = 0.0

    public init(
        isFlipped: Bool = false, angle: Double = 0, zoom: Double = 1, shiftX: Double = 0, shiftY: Double = 0
    ) {
        self.isFlipped = isFlipped
        self.angle = angle
        self.zoom = zoom
        self.shiftX = shiftX
        self.shiftY = shiftY
    }

    /// The changed picture, each new pixel mixed from the four old ones around its place; black outside the border.
    ///
    /// - Shapes: H × W to H × W, row by row.
    public func apply(to pixels: [UInt8], width: Int, height: Int) -> [Float] {
        Contract.require(
            pixels.count == width * height, "PictureChange", "\(pixels.count) pixels for \(width)×\(height)")
        var sampler = BilinearSampler(width: width, height: height)
        return [Float](unsafeUninitializedCapacity: pixels.count) { buffer, count in
            pixels.withUnsafeBufferPointer { pixels in
                guard let from = pixels.baseAddress, let to = buffer.baseAddress else { return }
                sampler.sample(from, self, scale: 1, offset: 0, to)
            }
            count = pixels.count
        }
    }
}

/// Interpolates pictures of one size between their pixels.
package struct BilinearSampler {
    package let width, height: Int
    /// The picture with a black border, so that no place needs a bounds check.
    private var padded: [Float]
    private let rowLength: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
        rowLength = width + 3
        padded = [Float](repeating: 0, count: rowLength * (height + 3))
    }

    /// Writes scale · pixel + offset of the changed picture to `target`.
    package mutating func sample(
        _ pixels: UnsafePointer<UInt8>, _ change: PictureChange, scale: Float, offset: Float,
        _ target: UnsafeMutablePointer<Float>
    ) {
        let (width, height, rowLength) = (width, height, rowLength)
        padded.withUnsafeMutableBufferPointer { padded in
            for y in 0..<height {
                for x in 0..<width { padded[(y + 1) * rowLength + x + 1] = Float(pixels[y * width + x]) }
            }
        }
        // Inverse mapping: the place in the old picture for each new pixel.
        let (cosine, sine) = (Float(cos(change.angle) / change.zoom), Float(sin(change.angle) / change.zoom))
        let (middleX, middleY) = (Float(width - 1) / 2, Float(height - 1) / 2)
        let (shiftX, shiftY) = (Float(change.shiftX) * Float(width), Float(change.shiftY) * Float(height))
        let mirror: Float = change.isFlipped ? -1 : 1
        padded.withUnsafeBufferPointer { padded in
            for y in 0..<height {
                let v = Float(y) - middleY - shiftY
                for x in 0..<width {
                    let u = Float(x) - middleX - shiftX
                    let oldX = min(max(mirror * (cosine * u + sine * v) + middleX, -1), Float(width)) + 1
                    let oldY = min(max(cosine * v - sine * u + middleY, -1), Float(height)) + 1
                    let (column, row) = (Int(oldX), Int(oldY))
                    let (right, below) = (oldX - Float(column), oldY - Float(row))
                    let place = row * rowLength + column
                    let upper = padded[place] + right * (padded[place + 1] - padded[place])
                    let next = place + rowLength
                    let lower = padded[next] + right * (padded[next + 1] - padded[next])
                    target[y * width + x] = scale * (upper + below * (lower - upper)) + offset
                }
            }
        }
    }
}
