#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A type of numbers that the reference engine computes in, with the C library's functions of it.
protocol ReferenceScalar: BinaryFloatingPoint, TensorScalar {
    var exponential: Self { get }
    /// exp(x) − 1, exact near zero.
    var exponentialMinusOne: Self { get }
    var naturalLogarithm: Self { get }
    var hyperbolicTangent: Self { get }
    /// 1 − erf(x), exact where erf is near 1.
    var complementaryErrorFunction: Self { get }
}

extension Float: ReferenceScalar {
    var exponential: Float { exp(self) }
    var exponentialMinusOne: Float { expm1(self) }
    var naturalLogarithm: Float { log(self) }
    var hyperbolicTangent: Float { tanh(self) }
    var complementaryErrorFunction: Float { erfc(self) }
}

extension Double: ReferenceScalar {
    var exponential: Double { exp(self) }
    var exponentialMinusOne: Double { expm1(self) }
    var naturalLogarithm: Double { log(self) }
    var hyperbolicTangent: Double { tanh(self) }
    var complementaryErrorFunction: Double { erfc(self) }
}

extension ReferenceScalar {
    /// The normal distribution function Φ.
    var normalDistribution: Self { (-self * Self(0.5).squareRoot()).complementaryErrorFunction / 2 }
    /// The normal density φ = Φ′.
    var normalDensity: Self { (-self * self / 2).exponential / (2 * Self.pi).squareRoot() }

    /// The larger of two numbers; NaN wins.
    @inline(__always)
    static func larger(_ x: Self, _ y: Self) -> Self { x > y || x.isNaN ? x : y }

    /// The smaller of two numbers; NaN wins.
    @inline(__always)
    static func smaller(_ x: Self, _ y: Self) -> Self { x < y || x.isNaN ? x : y }
}
