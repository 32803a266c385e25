import Foundations

extension Picture {
    /// The weights of old pixels where a picture becomes smaller.
    public enum Shrinking: Sendable {
        /// By the area of each that a new pixel covers.
        case area
        /// By a triangle twice as wide as a new pixel, somewhat softer: Pillow and torchvision call it bilinear.
        case bilinear
    }

    /// The picture at another size. Each axis that shrinks is averaged according to `shrinking`; each axis that grows
    /// is interpolated linearly between pixel centers, with the border repeated.
    ///
    /// - Precondition: width and height are positive.
    public func resized(width newWidth: Int, height newHeight: Int, shrinking: Shrinking = .area) -> Picture {
        Contract.require(
            newWidth > 0 && newHeight > 0, "Picture.resized", "to \(newWidth)×\(newHeight), expected positive")
        guard newWidth != width || newHeight != height else { return self }
        let across = AxisWeights(from: width, to: newWidth, shrinking)
        let down = AxisWeights(from: height, to: newHeight, shrinking)
        let rowLength = newWidth * channels

        // One source row at a time is resized to the new width, then added to the new rows that it overlaps.
        var sums = [Float](repeating: 0, count: newHeight * rowLength)
        var row = [Float](repeating: 0, count: rowLength)
        var firstUser = 0
        for source in 0..<height {
            across.apply(to: pixels[(source * width * channels)..<((source + 1) * width * channels)], channels, &row)
            while firstUser < newHeight, down.ranges[firstUser].upperBound <= source { firstUser += 1 }
            var target = firstUser
            while target < newHeight, down.ranges[target].lowerBound <= source {
                let weight = down.weight(of: source, in: target)
                for index in 0..<rowLength { sums[target * rowLength + index] += weight * row[index] }
                target += 1
            }
        }
        return Picture(
            width: newWidth, height: newHeight, channels: channels,
            pixels: sums.map { UInt8(min(max($0.rounded(), 0), 255)) })
    }
}

/// How the pixels of one axis mix into those of the resized axis.
struct AxisWeights {
    /// For each new pixel, the old pixels that it is mixed from.
    private(set) var ranges: [Range<Int>] = []
    /// The weights of those, one run after the other; each run sums to 1.
    private var weights: [Float] = []
    private var starts: [Int] = []

    init(from old: Int, to new: Int, _ shrinking: Picture.Shrinking = .area) {
        let scale = Double(old) / Double(new)
        for index in 0..<new {
            starts.append(weights.count)
            if new < old, shrinking == .bilinear {
                let center = (Double(index) + 0.5) * scale
                let first = max(0, Int(center - scale + 0.5))
                let end = max(first + 1, min(old, Int(center + scale + 0.5)))
                let heights = (first..<end).map { max(0, 1 - abs(Double($0) + 0.5 - center) / scale) }
                let sum = heights.reduce(0, +)
                ranges.append(first..<end)
                weights += heights.map { Float($0 / sum) }
            } else if new < old {
                let (low, high) = (Double(index) * scale, min(Double(index + 1) * scale, Double(old)))
                // A tiny part from rounding is not a part of a pixel.
                let first = min(Int(low + 1e-9), old - 1)
                let end = max(first + 1, min(old, Int((high - 1e-9).rounded(.up))))
                ranges.append(first..<end)
                for pixel in first..<end {
                    let covered = min(high, Double(pixel + 1)) - max(low, Double(pixel))
                    weights.append(Float(covered / scale))
                }
            } else {
                let center = min(max((Double(index) + 0.5) * scale - 0.5, 0), Double(old - 1))
                let first = min(Int(center), max(old - 2, 0))
                let end = min(first + 2, old)
                ranges.append(first..<end)
                let fraction = Float(center - Double(first))
                weights += end - first == 2 ? [1 - fraction, fraction] : [1]
            }
        }
    }

    /// The weight of old pixel `source` in new pixel `target`.
    func weight(of source: Int, in target: Int) -> Float {
        weights[starts[target] + source - ranges[target].lowerBound]
    }

    /// Mixes one row of `channels` interleaved values.
    func apply(to row: ArraySlice<UInt8>, _ channels: Int, _ result: inout [Float]) {
        row.withUnsafeBufferPointer { row in
            for target in ranges.indices {
                for channel in 0..<channels {
                    var sum: Float = 0
                    var weight = starts[target]
                    for source in ranges[target] {
                        sum += weights[weight] * Float(row[source * channels + channel])
                        weight += 1
                    }
                    result[target * channels + channel] = sum
                }
            }
        }
    }
}
