/// The decimal digits of a number, which is 0.d₁d₂d₃… × 10^`point`.
///
/// They are the shortest ones that identify the number, so rounding 1.005 to two places gives 1.01, as a reader
/// expects.
struct DecimalDigits: Equatable {
    /// 0...9 each, the first never 0; empty for zero.
    private(set) var digits: [Int]
    private(set) var point: Int

    /// The digits of a finite number's magnitude.
    init(_ value: Double) {
        let parts = value.magnitude.description.split(separator: "e")
        let mantissa = parts.first.map(Array.init) ?? []
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let whole = mantissa.prefix { $0 != "." }
        let all = mantissa.compactMap(\.wholeNumberValue)
        let leading = all.prefix { $0 == 0 }.count
        digits = Array(all.dropFirst(leading))
        point = digits.isEmpty ? 0 : whole.count - leading + exponent
        dropTrailingZeros()
    }

    /// Rounds to `count` leading digits, halves away from zero.
    mutating func keep(_ count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            self = DecimalDigits(0)
            return
        }
        let roundsUp = digits[count] >= 5
        digits.removeSubrange(count...)
        if roundsUp { increment() }
        dropTrailingZeros()
        if digits.isEmpty { point = 0 }
    }

    private mutating func increment() {
        for index in digits.indices.reversed() {
            digits[index] += 1
            guard digits[index] == 10 else { return }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
        point += 1
    }

    private mutating func dropTrailingZeros() {
        while digits.last == 0 { digits.removeLast() }
    }

    /// The digit of 10^`power`.
    private func digit(at power: Int) -> Int {
        let index = point - 1 - power
        return digits.indices.contains(index) ? digits[index] : 0
    }

    /// The whole part, with a comma before every three digits.
    var wholeText: String {
        guard point > 0 else { return "0" }
        return (0..<point).reversed().map { "\(digit(at: $0))" + ($0 > 0 && $0 % 3 == 0 ? "," : "") }.joined()
    }

    /// `count` digits after the point, without the point.
    func fractionText(_ count: Int) -> String {
        count > 0 ? (1...count).map { "\(digit(at: -$0))" }.joined() : ""
    }
}
