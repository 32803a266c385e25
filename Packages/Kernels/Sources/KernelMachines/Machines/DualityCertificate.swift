import Core

/// The values of the dual and the primal problem of all pairs of classes, computed in float64 from the final machine:
/// the values that a solver adds up over its steps, with kernel values in float32, may be far from them.
struct DualityCertificate {
    /// Σ α − ½ |w|² of each pair.
    private(set) var objectives: [Double] = []
    /// The difference between ½ |w|² + Σ C max(0, 1 − y f(x)) and it.
    private(set) var gaps: [Double] = []

    /// The amount of work that is always done, in products of numbers; more only where float32 may not be enough.
    private static let mostWork = 1 << 25

    /// Nil for given kernel values, which are float32 themselves, and where the solver's own values are as good.
    ///
    /// - Parameters:
    ///   - fit: the machine, with the solver's report.
    ///   - points: the training points after φ, with all known digits.
    ///   - members: the points of each class.
    ///   - costs: C of each class.
    init?(of fit: SupportVectorClassifier.Fit, points: KernelRows, members: [[Int]], costs: [Double]) {
        let (machine, kernel) = (fit.classifier, fit.classifier.kernel)
        let work = machine.vectors.count * points.count * (points.width + 8)
        guard kernel.kind != .precomputed, machine.vectors.count > 0,
            kernel.kind == .linear || work <= Self.mostWork || Self.isDoubtful(fit)
        else { return nil }
        let starts = machine.vectorCounts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        let points = ColumnMap(points)?.mapped(points) ?? points
        let written = machine.needsFloat64 ? points : points.rounded
        for (number, pair) in machine.pairs.enumerated() {
            let (first, second) = (
                starts[pair.first]..<starts[pair.first + 1], starts[pair.second]..<starts[pair.second + 1]
            )
            let weights =
                first.map { machine.coefficients[$0][pair.second - 1] }
                + second.map { machine.coefficients[$0][pair.first] }
            let vectors = written.selecting((Array(first) + Array(second)).map { fit.vectorNumbers[$0] })
            func sums(_ rows: KernelRows) -> [Double] { rows.kernelSums(vectors, weights, kernel.function) }
            let square = zip(weights, sums(vectors)).reduce(0) { $0 + $1.0 * $1.1 }
            let slack = [(pair.first, 1.0), (pair.second, -1)].reduce(0) { slack, side in
                let decisions = sums(points.selecting(members[side.0]))
                return decisions.reduce(slack) {
                    $0 + costs[side.0] * max(0, 1 - side.1 * ($1 + machine.biases[number]))
                }
            }
            let objective = weights.reduce(0) { $0 + abs($1) } - square / 2
            objectives.append(objective)
            gaps.append(max(0, square / 2 + slack - objective))
        }
    }

    /// Whether the rounding of kernel values could change the objective by a thousandth.
    private static func isDoubtful(_ fit: SupportVectorClassifier.Fit) -> Bool {
        let (machine, kernel) = (fit.classifier, fit.classifier.kernel)
        if machine.needsFloat64 { return true }
        let largest = machine.vectors.diagonal(kernel.function).reduce(0) { max($0, abs($1)) }
        let (sum, squares) = machine.coefficients.joined().reduce((0.0, 0.0)) { ($0.0 + abs($1), $0.1 + $1 * $1) }
        return !(0x1p-24 * largest * sum * squares.squareRoot() <= 1e-3 * abs(fit.report.objective))
    }
}
