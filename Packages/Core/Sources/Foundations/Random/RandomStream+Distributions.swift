#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension RandomStream {
    /// A number uniform in [0, 1), with 53 random bits.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number uniform in `range`.
    public mutating func uniform(in range: Range<Double>) -> Double {
        range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
    }

    /// A number of the normal distribution with the given mean and standard deviation (Box and Muller 1958).
    public mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return mean + standardDeviation * radius * cos(2 * Double.pi * uniform())
    }

    /// The numbers 0..<`count` in random order (Fisher and Yates), the same on every platform.
    public mutating func permutation(of count: Int) -> [Int32] {
        var order = Array(0..<Int32(count))
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, Int(below(UInt64(last + 1))))
        }
        return order
    }

    /// A whole number uniform in 0 ..< `bound`, without bias (Lemire 2019, "Fast random integer generation").
    public mutating func below(_ bound: UInt64) -> UInt64 {
        var product = next().multipliedFullWidth(by: bound)
        while product.low < bound && product.low < (0 &- bound) % bound {
            product = next().multipliedFullWidth(by: bound)
        }
        return product.high
    }
}
