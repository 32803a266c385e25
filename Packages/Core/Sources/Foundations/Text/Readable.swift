#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Numbers in readable form.
public enum Readable {
    /// A number with a fixed count of decimals, rounded from its exact value: `0.50`.
    public static func decimal(_ value: Double, places: Int = 2) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let text = printed("%.*f", Int32(max(0, places)), value)
        // A small negative number rounds to zero, and zero has no sign here.
        return text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) } ? String(text.dropFirst()) : text
    }

    /// A loss: four decimals, or four significant digits where it is below 0.01 or beyond a million.
    public static func loss(_ value: Double) -> String {
        let isOrdinary = value == 0 || (0.01..<1e6).contains(abs(value))
        return isOrdinary || !value.isFinite ? decimal(value, places: 4) : printed("%.*g", 4, value)
    }

    /// A number without decimals it does not need: `1`, `0.5`, `1e-05`.
    public static func shortest(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A quantity with three significant digits, from 1,000 on as a whole number: `0.00541`, `41.2`, `12,345`, `5.41e-05`.
    public static func significant(_ value: Double) -> String {
        guard value.isFinite, value.magnitude >= 999.5, value.magnitude < 1e15 else {
            return value.isFinite ? printed("%.*g", 3, value) : decimal(value)
        }
        return count(Int(value.rounded()))
    }

    /// A whole number with commas between thousands: `206,922`.
    public static func count(_ value: Int) -> String {
        let digits = Array("\(value.magnitude)")
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A rate per second, as a whole number from 100 on: `61,234`, `12.5`.
    public static func rate(_ value: Double) -> String {
        guard value.isFinite, value >= 99.95, value < 1e15 else { return decimal(value, places: 1) }
        return count(Int(value.rounded()))
    }

    /// A fraction as a percentage: `84.3 %`.
    public static func percent(_ fraction: Double, places: Int = 1) -> String {
        decimal(fraction * 100, places: places) + " %"
    }

    /// A size in bytes, in powers of a thousand: `47.0 MB`.
    public static func bytes(_ count: Int) -> String {
        guard count.magnitude >= 1000 else { return "\(count) B" }
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        var (value, unit) = (Double(count) / 1000, 0)
        // 999.95 would be shown as 1000.0, which is one of the next unit.
        while abs(value) >= 999.95, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        return "\(decimal(value, places: 1)) \(units[unit])"
    }

    /// A duration in seconds: `450 ms`, `3.4 s`, `1 min 12 s`, `2 h 5 min`, `3 d 4 h`.
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e15 else { return seconds.isNaN ? "nan" : "forever" }
        guard seconds > 0 else { return "0 s" }
        if seconds < 0.000_999_5 { return "\(decimal(seconds * 1e6, places: 0)) µs" }
        if seconds < 0.999_5 { return "\(decimal(seconds * 1e3, places: seconds < 0.009_95 ? 1 : 0)) ms" }
        if seconds < 59.95 { return "\(decimal(seconds, places: 1)) s" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        let minutes = Int((seconds / 60).rounded())
        if minutes < 24 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
        let hours = Int((seconds / 3600).rounded())
        return "\(hours / 24) d \(hours % 24) h"
    }

    /// A duration, as ``duration(_:)-(Double)``.
    public static func duration(_ duration: Duration) -> String { self.duration(duration.seconds) }

    /// C's own conversion, because it rounds the exact value and does not need a locale service.
    private static func printed(_ format: String, _ precision: Int32, _ value: Double) -> String {
        withVaList([precision, value]) { arguments in
            // The longest double has 309 digits before the point.
            var bytes = [CChar](repeating: 0, count: 330 + Int(precision))
            let count = vsnprintf(&bytes, bytes.count, format, arguments)
            return String(decoding: bytes.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

extension Duration {
    /// The duration in seconds.
    package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
