#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The logarithm to base ten.
func logarithm(_ value: Double) -> Double { log10(value) }

/// Ten to the power of `exponent`.
func powerOfTen(_ exponent: Double) -> Double { pow(10, exponent) }

/// Ten to a whole power; exact for powers that a double can hold.
func powerOfTen(_ exponent: Int) -> Double {
    exponent < 0 ? 1 / pow(10, Double(-exponent)) : pow(10, Double(exponent))
}
