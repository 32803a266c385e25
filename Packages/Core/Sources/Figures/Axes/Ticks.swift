/// The marked values of an axis and their labels.
struct Ticks: Equatable {
    var values: [Double]
    var labels: [String]
    /// Values between them that a logarithmic axis marks without a label.
    var minor: [Double] = []

    /// Ticks for `span`, at most about `count` of them.
    init(_ span: AxisSpan, count: Int, format: NumberFormat? = nil) {
        if span.isLogarithmic {
            self = .logarithmic(span.lower, span.upper, count: count, format: format)
        } else {
            self = .linear(
                span.lower, span.upper, count: count, wholeNumbers: span.holdsWholeNumbers, format: format)
        }
    }

    private init(values: [Double], labels: [String], minor: [Double] = []) {
        self.values = values
        self.labels = labels
        self.minor = minor
    }

    /// Multiples of 1, 2 or 5 times a power of ten: the finest that give at most `count` steps.
    ///
    /// Source: Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990, without the ticks outside the range.
    static func linear(
        _ lower: Double, _ upper: Double, count: Int, wholeNumbers: Bool = false, format: NumberFormat? = nil
    ) -> Ticks {
        let rough = (upper - lower) / Double(max(1, count))
        guard rough > 0, rough.isFinite else { return Ticks(values: [], labels: []) }
        var exponent = Int(logarithm(rough).rounded(.down))
        let fraction = rough / powerOfTen(exponent)
        var multiple = [1.0, 2, 5].first { $0 >= fraction * (1 - 1e-9) } ?? 10
        if multiple == 10 { (multiple, exponent) = (1, exponent + 1) }
        if wholeNumbers, exponent < 0 { (multiple, exponent) = (1, 0) }
        // Dividing by a power of ten gives 0.3 where multiplying by 0.1 gives 0.30000000000000004.
        func tick(_ index: Double) -> Double {
            exponent < 0
                ? index * multiple / powerOfTen(-exponent) : index * multiple * powerOfTen(exponent)
        }
        let step = tick(1)
        let first = (lower / step - 1e-9).rounded(.up)
        let last = (upper / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 1000 else { return Ticks(values: [], labels: []) }
        let values = (0...Int(last - first)).map { tick(first + Double($0)) }
        let largest = max(abs(lower), abs(upper))
        let chosen: NumberFormat =
            exponent < -4 || largest >= 1e7 ? .compact : .fixed(max(0, -exponent))
        return Ticks(values: values, labels: values.map((format?.telling(apart: exponent) ?? chosen).text))
    }

    /// Powers of ten, every second or third where they are many, with 2 and 5 between them where they are few.
    static func logarithmic(_ lower: Double, _ upper: Double, count: Int, format: NumberFormat? = nil) -> Ticks {
        guard lower > 0, upper > lower, upper.isFinite else { return Ticks(values: [], labels: []) }
        let range = lower * (1 - 1e-9)...upper * (1 + 1e-9)
        let exponents = Int(logarithm(lower).rounded(.down))...Int(logarithm(upper).rounded(.up))
        func values(_ multiples: [Double]) -> [Double] {
            exponents.flatMap { exponent in
                multiples.map { exponent < 0 ? $0 / powerOfTen(-exponent) : $0 * powerOfTen(exponent) }
            }.filter(range.contains)
        }
        func ticks(_ marked: [Double], minor: [Double]) -> Ticks {
            // All as powers of ten where some are: 10⁻⁴, 10⁻², 10⁰ rather than 10⁻⁴, 0.01, 1.
            let usesPowers =
                format == nil && marked.allSatisfy(decades.contains) && marked.contains { $0 < 9e-4 || $0 > 9e4 }
            let labels = marked.map {
                usesPowers
                    ? NumberFormat.power(Int(logarithm($0).rounded())) : (format ?? .compact).text($0)
            }
            return Ticks(values: marked, labels: labels, minor: minor.filter { !marked.contains($0) })
        }
        let limit = max(2, count)
        let decades = values([1])
        if decades.count >= 3 || decades.count >= limit {
            let stride = (decades.count + limit - 1) / limit
            let marked = decades.filter { Int(logarithm($0).rounded()) % stride == 0 }
            return ticks(marked, minor: decades.count > 6 ? decades : values([2, 3, 4, 5, 6, 7, 8, 9]))
        }
        let all = values([1, 2, 3, 4, 5, 6, 7, 8, 9])
        for multiples: [Double] in [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3]] {
            let marked = values(multiples)
            if (2...limit).contains(marked.count) { return ticks(marked, minor: all) }
        }
        // Less than a decade: the linear rule gives readable values.
        return linear(lower, upper, count: min(4, limit), format: format)
    }
}
