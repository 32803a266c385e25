import Core

/// Where two symbols are equally probable for a network's output layer: w · h + b = 0, because softmax compares the
/// symbols' logits.
///
/// On the side where the sum is positive the first symbol is more probable. A network that counts moves its hidden
/// state across this line exactly when the other symbol follows.
public struct DecisionBoundary: Sendable {
    /// The two symbols.
    public let first, second: String
    /// A number for each hidden unit: the difference of the symbols' rows of the output layer.
    public let weights: [Double]
    /// The difference of the symbols' biases.
    public let bias: Double

    public init(_ first: String, _ second: String, weights: [Double], bias: Double) {
        (self.first, self.second, self.weights, self.bias) = (first, second, weights, bias)
    }

    /// Such as "P(a) = P(b)".
    public var name: String { "P(\(first)) = P(\(second))" }

    /// The sum w · h + b.
    public func value(at hidden: [Double]) -> Double { zip(weights, hidden).reduce(bias) { $0 + $1.0 * $1.1 } }

    /// The equation and what it means, in a line.
    public var words: String {
        var sum = ""
        let terms = weights.enumerated().map { ($1, " h\(CountingFigures.lowered($0 + 1))") } + [(bias, "")]
        for (number, unit) in terms {
            let sign = sum.isEmpty ? (number < 0 ? "−" : "") : number < 0 ? " − " : " + "
            sum += sign + Readable.decimal(number.magnitude) + unit
        }
        return "\(name) where \(sum) = 0; \(first) is more probable where the sum is positive, \(second) where it is "
            + "negative"
    }

    /// The boundary as JSON.
    var json: JSONValue {
        .object([
            "first": .string(first), "second": .string(second), "weights": .array(weights.map { .number($0) }),
            "bias": .number(bias),
        ])
    }

    /// The line in the plane of two units, from edge to edge of a rectangle; nil where the line does not cross it.
    ///
    /// - Parameters:
    ///   - axes: the units; nil for time, because the boundary does not depend on it.
    ///   - others: the constant value of each unit that is not an axis.
    func line(
        axes: [Int?], others: [Double], xs: ClosedRange<Double>, ys: ClosedRange<Double>
    ) -> (xs: [Double], ys: [Double])? {
        let (a, b) = (axes[0].map { weights[$0] } ?? 0, axes[1].map { weights[$0] } ?? 0)
        let rest = weights.indices.filter { !axes.contains($0) }.reduce(bias) { $0 + weights[$1] * others[$1] }
        var ends: [(x: Double, y: Double)] = []
        for x in [xs.lowerBound, xs.upperBound] where b != 0 { ends.append((x, -(a * x + rest) / b)) }
        for y in [ys.lowerBound, ys.upperBound] where a != 0 { ends.append((-(b * y + rest) / a, y)) }
        ends = ends.filter { xs.contains($0.x) && ys.contains($0.y) }
        guard let first = ends.first, let last = ends.last(where: { $0 != first }) else { return nil }
        return ([first.x, last.x], [first.y, last.y])
    }
}

extension CountingNetwork {
    /// The boundary between each symbol and the next: a and b, b and c, and the last one and the a of the next string.
    public var boundaries: [DecisionBoundary] {
        let symbols = language.symbols
        let (weights, biases) = (output.weight.value.doubles, output.bias?.value.doubles ?? [])
        let pairs = symbols.count == 2 ? [(0, 1)] : symbols.indices.map { ($0, ($0 + 1) % symbols.count) }
        return pairs.map { one, other in
            DecisionBoundary(
                symbols[one], symbols[other],
                weights: (0..<width).map { weights[one * width + $0] - weights[other * width + $0] },
                bias: biases.isEmpty ? 0 : biases[one] - biases[other])
        }
    }
}

extension CountingFigures {
    /// The lines where two symbols are equally probable, in the plane of two hidden units, across the picture.
    func boundaryLines(
        _ boundaries: [DecisionBoundary], _ readings: [CountingReading], axes: [Int?]
    ) -> [ScatterPlot.Line] {
        let states = readings.flatMap(\.hidden)
        guard let width = states.first?.count else { return [] }
        let means = (0..<width).map { unit in states.reduce(0) { $0 + $1[unit] } / Double(states.count) }
        let xs = readings.flatMap { Self.values(axes[0], .hidden, $0) }
        let ys = readings.flatMap { Self.values(axes[1], .hidden, $0) }
        let isSlice = width > axes.compactMap { $0 }.count
        return boundaries.enumerated().compactMap { number, boundary in
            // A line that does not pass near the states is searched in the whole range of activations.
            let whole = axes[0] == nil ? Self.padded(xs) : -1...1
            guard
                let line = boundary.line(axes: axes, others: means, xs: Self.padded(xs), ys: Self.padded(ys))
                    ?? boundary.line(axes: axes, others: means, xs: whole, ys: -1...1)
            else { return nil }
            return ScatterPlot.Line(
                boundary.name + (isSlice ? ", other units at their mean" : ""), xs: line.xs, ys: line.ys,
                isDashed: true, color: number == 0 ? Theme.ink : Palette.color(language.symbols.count + number),
                width: 1.8)
        }
    }

    private static func padded(_ values: [Double]) -> ClosedRange<Double> {
        let (smallest, largest) = (values.min() ?? 0, values.max() ?? 1)
        let margin = max(0.02, 0.05 * (largest - smallest))
        return (smallest - margin)...(largest + margin)
    }
}
