#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
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

    /// The numbers 0..<`count` in random order (Fisher and Yates).
    public mutating func permutation(of count: Int) -> [Int32] {
        var order = (0..<Int32(count)).map { $0 }
        order.shuffle(using: &self)
        return order
    }
}
