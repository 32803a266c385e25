/// The place on the canvas of an axis's values.
struct AxisMap: Equatable {
    let span: AxisSpan
    /// The places, in points, of the span's lower and upper ends.
    let start, end: Double

    /// The place of `value`, or nil for what an axis cannot show: NaN, infinities, and at most zero on a logarithmic
    /// one.
    func callAsFunction(_ value: Double) -> Double? {
        guard value.isFinite, !span.isLogarithmic || value > 0 else { return nil }
        let share =
            span.isLogarithmic
            ? logarithm(value / span.lower) / logarithm(span.upper / span.lower)
            : (value - span.lower) / (span.upper - span.lower)
        // Cairo's coordinates have 24 bits; places far outside are clipped anyway.
        return min(1e5, max(-1e5, start + share * (end - start)))
    }
}
