import Engine
import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension RandomStream {
    /// Numbers of the normal distribution, in pairs by the method of Box and Muller (1958). The first numbers of a
    /// longer row are those of a shorter one, and threads draw in parallel.
    ///
    /// - Shapes: any.
    public mutating func normals(_ shape: Shape) -> Tensor {
        let result = Buffer(shape: shape, type: .float32)
        let (count, key) = (result.count, key)
        let first = reserve(blocks: (count + 1) / 2)
        let to = result.stored(writing: Float.self)
        Parallel.ranges((count + 1) / 2, grain: 1_024) { pairs in
            for pair in pairs {
                let words = Philox.words(key: key, counter: first + UInt64(pair))
                // In (0, 1], because 0 has no logarithm.
                let radius = (-2 * log(1 - Double(words.0 >> 11) * 0x1p-53)).squareRoot()
                let angle = 2 * Double.pi * Double(words.1 >> 11) * 0x1p-53
                to[2 * pair] = Float(radius * cos(angle))
                if 2 * pair + 1 < count { to[2 * pair + 1] = Float(radius * sin(angle)) }
            }
        }
        return Tensor(result)
    }

    /// Numbers of the normal distribution with another mean and standard deviation.
    ///
    /// - Shapes: any, of float32.
    public mutating func normals(_ shape: Shape, mean: Double, standardDeviation: Double) -> Tensor {
        normals(shape) * standardDeviation + mean
    }

    /// Numbers uniform in `range`, 24 random bits each, two to a block of the stream. The first numbers of a longer row
    /// are those of a shorter one.
    ///
    /// - Shapes: any, of float32.
    public mutating func uniforms(_ shape: Shape, in range: Range<Double> = 0..<1) -> Tensor {
        let result = Buffer(shape: shape, type: .float32)
        let (count, key) = (result.count, key)
        let first = reserve(blocks: (count + 1) / 2)
        let to = result.stored(writing: Float.self)
        let (low, width) = (range.lowerBound, range.upperBound - range.lowerBound)
        // A sum may be rounded up to the bound, which is none of the range's numbers.
        let largest = Float(range.upperBound).nextDown
        Parallel.ranges((count + 1) / 2, grain: 4_096) { pairs in
            for pair in pairs {
                let words = Philox.words(key: key, counter: first + UInt64(pair))
                to[2 * pair] = min(largest, Float(low + width * Double(words.0 >> 40) * 0x1p-24))
                guard 2 * pair + 1 < count else { continue }
                to[2 * pair + 1] = min(largest, Float(low + width * Double(words.1 >> 40) * 0x1p-24))
            }
        }
        return Tensor(result)
    }
}
