#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The C library's functions under other names, because `Core` has functions of tensors with the same names.
enum Trigonometry {
    static func cosine(_ angle: Double) -> Double { cos(angle) }
    static func sine(_ angle: Double) -> Double { sin(angle) }
    /// The angle of a point, seen from the origin.
    static func angle(_ x: Double, _ y: Double) -> Double { atan2(y, x) }
}
