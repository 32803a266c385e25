import Core

/// The dual problem of a support vector machine: find β that maximizes Σ pₜβₜ − ½ Σ βₛ k(s, t) βₜ, where each βₜ stays
/// within its bounds and Σ βₜ keeps its initial value.
///
/// For a classifier βₜ = yₜαₜ and pₜ = yₜ, so that signs do not appear anywhere else.
public struct DualProblem: Sendable {
    /// p
    public var linear: [Double]
    public var lower: [Double]
    public var upper: [Double]
    /// β at the start; nil for zeros.
    public var start: [Double]?

    /// - Shapes: all N.
    public init(linear: [Double], lower: [Double], upper: [Double], start: [Double]? = nil) {
        Contract.require(
            lower.count == linear.count && upper.count == linear.count, "DualProblem",
            "\(linear.count) variables, \(lower.count) lower and \(upper.count) upper bounds")
        (self.linear, self.lower, self.upper, self.start) = (linear, lower, upper, start)
    }

    /// For points in two classes: y = 1 for the first `positives`, −1 for the others, 0 ≤ α ≤ C of their class.
    static func classification(
        positives: Int, negatives: Int, positiveCost: Double, negativeCost: Double
    ) -> DualProblem {
        func both<Value>(_ positive: Value, _ negative: Value) -> [Value] {
            [Value](repeating: positive, count: positives) + [Value](repeating: negative, count: negatives)
        }
        return DualProblem(linear: both(1, -1), lower: both(0, -negativeCost), upper: both(positiveCost, 0))
    }
}

/// The conditions for a solver to stop.
public struct SolverOptions: Sendable, Equatable {
    /// The largest accepted violation of the optimality conditions (LIBSVM's ε).
    public var tolerance = 1e-3
    /// The maximum number of steps; nil for LIBSVM's bound, the larger of ten million and a hundred for each variable.
    public var iterationLimit: Int?
    /// Whether variables that will stay at their bounds are set aside.
    public var shrinks = true
    /// Bytes for kernel rows.
    public var cacheBytes = 512 << 20

    public init() {}

    func iterationLimit(for count: Int) -> Int { iterationLimit ?? max(10_000_000, 100 * count) }
}

/// The solution of a solver.
public struct DualSolution: Sendable {
    /// β
    public var coefficients: [Double]
    /// b of f(x) = Σ βₜ k(xₜ, x) + b.
    public var bias: Double
    /// The value of the dual problem, Σ pβ − ½ βKβ; LIBSVM prints its negative.
    public var objective: Double
    /// The difference between the primal and the dual value: an upper bound for the gain of more steps.
    public var gap: Double
    /// The remaining violation of the optimality conditions.
    public var violation: Double
    public var iterations: Int
    /// False where the limit of steps was reached first.
    public var hasConverged: Bool
    /// Pairs whose curvature k(i, i) + k(j, j) − 2 k(i, j) was below zero by more than rounding: the kernel is not an
    /// inner product.
    public var negativeCurvatures: Int

    static let empty = DualSolution(
        coefficients: [], bias: 0, objective: 0, gap: 0, violation: 0, iterations: 0, hasConverged: true,
        negativeCurvatures: 0)
}
