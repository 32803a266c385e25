#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A color of the sRGB space; every component is in 0...1.
public struct Color: Sendable, Hashable {
    public var red, green, blue, alpha: Double

    /// The color of these components, each in 0...1.
    public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// The color written as `0xRRGGBB`.
    public init(_ hex: UInt32) {
        self.init(
            red: Double(hex >> 16 & 0xFF) / 255, green: Double(hex >> 8 & 0xFF) / 255, blue: Double(hex & 0xFF) / 255)
    }

    /// The gray of this brightness, 0 black, 1 white.
    public init(gray: Double) { self.init(red: gray, green: gray, blue: gray) }

    /// The color with another opacity, 0...1.
    public func withAlpha(_ alpha: Double) -> Color {
        Color(red: red, green: green, blue: blue, alpha: alpha)
    }

    /// The color `share` of the way to `other`, in sRGB.
    func mixed(with other: Color, share: Double) -> Color {
        func mix(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
        return Color(
            red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue),
            alpha: mix(alpha, other.alpha))
    }

    /// The color as `0xRRGGBB`, without its opacity.
    var packed: UInt32 {
        func byte(_ component: Double) -> UInt32 { UInt32((min(1, max(0, component)) * 255).rounded()) }
        return byte(red) << 16 | byte(green) << 8 | byte(blue)
    }

    /// The relative luminance, 0...1 (WCAG 2.1, "relative luminance").
    var luminance: Double {
        func linear(_ component: Double) -> Double {
            component <= 0.03928 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The text color, dark or white, with more contrast to this background (WCAG 2.1, "contrast ratio").
    var textColor: Color {
        let onWhite = 1.05 / (luminance + 0.05)
        let onInk = (luminance + 0.05) / (Theme.ink.luminance + 0.05)
        return onWhite > onInk ? Color(0xFFFFFF) : Theme.ink
    }
}
