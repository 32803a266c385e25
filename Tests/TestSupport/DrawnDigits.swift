import Figures
import Foundation
import Foundations

/// Handwritten digits drawn with a round pen, which a classifier that learned from MNIST reads: data that tests may have
/// without a download.
public struct DrawnDigits {
    /// Gray pictures of 28 × 28 pixels one after the other, light on dark.
    public private(set) var pixels: [UInt8] = []
    /// The digits in turn: 0, 1, …, 9, 0, …
    public private(set) var labels: [UInt8] = []

    private typealias Point = SIMD2<Double>

    public init(count: Int, seed: UInt64 = 0) {
        var random = RandomStream(seed: seed, name: StreamName("digits"))
        for number in 0..<count {
            labels.append(UInt8(number % 10))
            pixels += Self.picture(of: number % 10, &random)
        }
    }

    /// Part of an ellipse, from one angle in degrees to another.
    private static func arc(_ x: Double, _ y: Double, _ wide: Double, _ high: Double, _ angles: ClosedRange<Double>)
        -> [Point]
    {
        (0...16).map { step in
            let angle = (angles.lowerBound + (angles.upperBound - angles.lowerBound) * Double(step) / 16) * .pi / 180
            return Point(x + wide * cos(angle), y + high * sin(angle))
        }
    }

    /// The pen's lines for each digit, in pixels, y downwards.
    private static let lines: [[[Point]]] = [
        [arc(14, 14, 5.5, 8.5, 0...360)],
        [[[14.5, 5], [13.5, 23]]],
        [arc(14, 10, 5, 5, 180...380) + [[9, 22], [20, 22]]],
        [arc(13, 9.5, 5, 4.5, 200...440) + arc(13, 18.5, 5.5, 4.5, -80...150)],
        [[[9, 6], [8.5, 14], [19, 14]], [[18.5, 6], [17, 23]]],
        [[[19, 6], [11, 6], [10, 13]] + arc(13.5, 17.5, 5, 5, -120...130)],
        [[[16, 5], [10.5, 13]] + arc(14, 18, 4.5, 4.5, 180...540)],
        [[[8, 7], [19, 7], [13.5, 23]]],
        [arc(14, 9.5, 4, 4, 90...450) + arc(14, 18, 4.7, 4.5, -90...270)],
        [arc(13.5, 10, 4.3, 4.5, 0...360) + [[17.8, 10], [16, 23]]],
    ]

    /// A digit, moved, scaled, slanted and drawn with a pen of some width.
    private static func picture(of digit: Int, _ random: inout RandomStream) -> [UInt8] {
        let move = Point(random.uniform(in: -1..<1), random.uniform(in: -1..<1))
        let (scale, slant) = (random.uniform(in: 0.9..<1.1), random.uniform(in: -0.1..<0.2))
        let width = random.uniform(in: 1.1..<1.7)
        let center = Point(14, 14)
        let moved = lines[digit].map { line in
            line.map { point in
                let offset = point - center
                return center + scale * offset + Point(-slant * offset.y, 0) + move
            }
        }
        return (0..<784).map { place in
            let pixel = Point(Double(place % 28), Double(place / 28))
            let nearest = moved.map { distance(from: pixel, to: $0) }.min() ?? 28
            return UInt8((255 * min(max(width - nearest + 0.5, 0), 1)).rounded())
        }
    }

    private static func distance(from pixel: Point, to line: [Point]) -> Double {
        zip(line, line.dropFirst()).reduce(28) { least, ends in
            let (way, offset) = (ends.1 - ends.0, pixel - ends.0)
            let share = min(max((way * offset).sum() / max((way * way).sum(), 1e-9), 0), 1)
            let rest = offset - share * way
            return min(least, (rest * rest).sum().squareRoot())
        }
    }
}
