/// One axis of a chart. A plain string is an axis with that title.
public struct Axis: Sendable, ExpressibleByStringLiteral {
    public enum Scale: Sendable { case linear, logarithmic }

    /// Written next to the axis; empty for none.
    public var title: String
    public var scale: Scale
    /// The values at both ends; nil takes them from the data.
    public var range: ClosedRange<Double>?
    /// The format of tick labels; nil to choose from the ticks.
    public var format: NumberFormat?

    /// - Parameters:
    ///   - title: written next to the axis; empty for none.
    ///   - scale: linear or logarithmic.
    ///   - range: finite ends, above 0 on a logarithmic axis; another one is ignored.
    ///   - format: how tick labels are written; nil chooses from the ticks.
    public init(
        _ title: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil, format: NumberFormat? = nil
    ) {
        self.title = title
        self.scale = scale
        self.range = range
        self.format = format
    }

    public init(stringLiteral title: String) { self.init(title) }
}

/// The values an axis spans, from the data and the caller's choices.
struct AxisSpan: Equatable {
    let lower, upper: Double
    let isLogarithmic: Bool
    /// Whether all data are whole numbers, such as epochs, so that ticks between them would be misleading.
    let holdsWholeNumbers: Bool

    /// - Parameters:
    ///   - padding: the share of the data's span added at each end.
    ///   - startsAtZero: whether non-negative data that come near zero make the axis begin there.
    init(_ axis: Axis, data: some Sequence<Double>, padding: Double, startsAtZero: Bool = false) {
        let isLogarithmic = axis.scale == .logarithmic
        let usable = data.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
        self.isLogarithmic = isLogarithmic
        self.holdsWholeNumbers = !usable.isEmpty && usable.allSatisfy { $0 == $0.rounded() }
        if let range = axis.range, range.lowerBound < range.upperBound, range.lowerBound.isFinite,
            range.upperBound.isFinite, !isLogarithmic || range.lowerBound > 0
        {
            (lower, upper) = (range.lowerBound, range.upperBound)
        } else if isLogarithmic {
            (lower, upper) = Self.logarithmic(usable, padding)
        } else {
            (lower, upper) = Self.linear(usable, padding, startsAtZero)
        }
    }

    private static func linear(_ data: [Double], _ padding: Double, _ startsAtZero: Bool) -> (Double, Double) {
        // Half the largest number, so that the span itself stays finite.
        let limit = Double.greatestFiniteMagnitude / 4
        let lowest = max(-limit, data.min() ?? 0)
        let highest = min(limit, data.max() ?? 1)
        let span = highest - lowest
        guard span > 1e-9 * max(abs(lowest), abs(highest)), span > 1e-280 else {
            let half = lowest == 0 ? 0.5 : max(1e-280, abs(lowest) * 0.1)
            return (lowest - half, highest + half)
        }
        let begin = startsAtZero && lowest >= 0 && lowest < 0.35 * highest ? 0 : lowest - padding * span
        return (begin, highest + padding * span)
    }

    private static func logarithmic(_ data: [Double], _ padding: Double) -> (Double, Double) {
        let lowest = max(1e-280, data.min() ?? 1)
        let highest = min(1e280, data.max() ?? 10)
        guard highest > lowest * 1.001 else { return (lowest / 3, highest * 3) }
        let factor = powerOfTen(logarithm(highest / lowest) * padding)
        return (lowest / factor, highest * factor)
    }
}
