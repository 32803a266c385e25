/// The format of a number in a figure: with commas between thousands and a true minus sign.
public enum NumberFormat: Sendable, Hashable {
    /// With this many digits after the point: 0.93.
    case fixed(Int)
    /// As a percentage with this many digits after the point: 93.1 %.
    case percent(Int)
    /// As short as four significant digits allow: 0.5, 1,000, 2×10⁻⁵.
    case compact

    /// The format with enough digits to distinguish numbers that differ by 10^`exponent`.
    func telling(apart exponent: Int) -> NumberFormat {
        switch self {
        case .fixed(let places): .fixed(max(places, -exponent))
        case .percent(let places): .percent(max(places, -exponent - 2))
        case .compact: .compact
        }
    }

    /// The number as text; NaN is a dash and infinity ∞.
    public func text(_ value: Double) -> String {
        guard !value.isNaN else { return "–" }
        guard value.isFinite else { return value < 0 ? "−∞" : "∞" }
        switch self {
        case .fixed(let places): return fixed(value, places)
        case .percent(let places):
            let hundredfold = value * 100
            return fixed(hundredfold.isFinite ? hundredfold : value, places) + " %"
        case .compact: return compact(value)
        }
    }

    private func fixed(_ value: Double, _ places: Int) -> String {
        var number = DecimalDigits(value)
        number.keep(number.point + max(0, places))
        let sign = value < 0 && !number.digits.isEmpty ? "−" : ""
        return sign + number.wholeText + (places > 0 ? "." + number.fractionText(places) : "")
    }

    private func compact(_ value: Double) -> String {
        var number = DecimalDigits(value)
        let isWhole = number.digits.count <= number.point
        if !(isWhole && number.point <= 7) { number.keep(4) }
        guard !number.digits.isEmpty else { return "0" }
        let sign = value < 0 ? "−" : ""
        guard (-2...7).contains(number.point) else { return sign + scientific(number) }
        let places = max(0, number.digits.count - number.point)
        return sign + number.wholeText + (places > 0 ? "." + number.fractionText(places) : "")
    }

    private func scientific(_ number: DecimalDigits) -> String {
        let power = Self.power(number.point - 1)
        guard number.digits != [1] else { return power }
        let rest = number.digits.dropFirst().map(String.init).joined()
        return "\(number.digits[0])" + (rest.isEmpty ? "" : "." + rest) + "×" + power
    }

    /// A power of ten with a superscript exponent.
    static func power(_ exponent: Int) -> String {
        let raised: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
            "9": "⁹",
        ]
        return "10" + String(String(exponent).map { raised[$0] ?? $0 })
    }
}
