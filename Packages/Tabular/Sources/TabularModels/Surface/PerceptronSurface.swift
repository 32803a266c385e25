import Core

/// The output of one neuron over a rectangle of its two inputs: y = σ(w₁ x₁ + w₂ x₂ + b).
public struct PerceptronSurface: Sendable {
    /// w₁ and w₂.
    public var weights: [Double]
    public var bias: Double
    public var x1, x2: ClosedRange<Double>

    /// −4.79 x₁ + 5.90 x₂ − 0.93 over [−2, 2]².
    public static let classic = PerceptronSurface(weights: [-4.79, 5.90], bias: -0.93, x1: -2...2, x2: -2...2)

    public init(weights: [Double], bias: Double, x1: ClosedRange<Double>, x2: ClosedRange<Double>) {
        Contract.require(weights.count == 2, "PerceptronSurface", "\(weights.count) weights, expected 2")
        (self.weights, self.bias, self.x1, self.x2) = (weights, bias, x1, x2)
    }

    /// σ: the neuron's output for its weighted sum.
    public enum Activation: String, CaseIterable, Sendable {
        /// 1 / (1 + exp(−z))
        case sigmoid
        /// z ≥ 0 ? 1 : 0
        case hardLimit = "hard-limit"
        /// exp(−z²)
        case gaussian

        /// Its own name first, then the field's other names.
        public var names: [String] { function.names }

        /// The activation of a name, one of its ``names``; nil for any other text.
        public init?(named name: String) {
            guard let known = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
            self = known
        }

        private var function: ActivationFunction {
            switch self {
            case .sigmoid: .sigmoid
            case .hardLimit: .hardLimit
            case .gaussian: .gaussian
            }
        }

        var operation: UnaryOperation { function.operation }
        /// As a title begins.
        public var title: String { function.title }
    }

    /// The samples along each input for a total of `points`: the square grid with the nearest number of points, at
    /// least 2 × 2. 100 is 10 × 10, 5,000 is 71 × 71, 10,000 is 100 × 100.
    public static func side(for points: Int) -> Int {
        max(2, Int(Double(points).squareRoot().rounded()))
    }

    /// The neuron's output on a grid of samples that reaches from end to end of both ranges.
    ///
    /// - Shapes: `outputs` rows by x₂, columns by x₁, both rising.
    public func samples(
        _ activation: Activation, points: Int
    ) -> (x1: [Double], x2: [Double], outputs: [[Double]]) {
        let side = Self.side(for: points)
        func places(_ range: ClosedRange<Double>) -> [Double] {
            (0..<side).map { index in
                let share = Double(index) / Double(side - 1)
                return range.lowerBound * (1 - share) + range.upperBound * share
            }
        }
        let (xs, ys) = (places(x1), places(x2))
        let sums = Tensor(ys.flatMap { y in xs.map { weights[0] * $0 + weights[1] * y + bias } }, shape: [side, side])
        let outputs = sums.applying(activation.operation).doubles
        return (xs, ys, (0..<side).map { Array(outputs[($0 * side)..<(($0 + 1) * side)]) })
    }

    /// The surface as a picture.
    ///
    /// - Parameters:
    ///   - activation: σ of the neuron.
    ///   - points: how many samples, rounded to a square grid of 2 × 2 or more.
    ///   - azimuth: the direction of the viewer around the upright axis, in degrees.
    ///   - elevation: the viewer's height above the floor, in degrees.
    public func figure(
        _ activation: Activation, points: Int, azimuth: Double = -115, elevation: Double = 28
    ) -> SurfacePlot {
        let (xs, ys, outputs) = samples(activation, points: points)
        let sizes = "\(xs.count) × \(ys.count) points"
        return SurfacePlot(
            "\(activation.title), \(sizes)", x: "x₁", y: "x₂", z: Axis("y", range: 0...1), xs: xs, ys: ys,
            heights: outputs, azimuth: azimuth, elevation: elevation)
    }

    /// All surfaces on one sheet: a row for each activation, a column for each number of points.
    public func sheet(_ figures: [[SurfacePlot]]) -> some Figure {
        let small = figures.joined().map { figure in
            var figure = figure
            figure.hasColorBar = false
            figure.size = Size(380, 320)
            return figure
        }
        let columns = figures.first?.count ?? 1
        return Panels(small, title: formula, columns: columns, width: 380 * Double(columns))
    }

    /// "y = σ(−4.79 x₁ + 5.9 x₂ − 0.93)"
    public var formula: String {
        func signed(_ value: Double, _ name: String) -> String {
            "\(value < 0 ? "−" : "+") \(Self.text(abs(value)))\(name)"
        }
        let first = "\(weights[0] < 0 ? "−" : "")\(Self.text(abs(weights[0]))) x₁"
        return "y = σ(\(first) \(signed(weights[1], " x₂")) \(signed(bias, "")))"
    }

    private static func text(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
