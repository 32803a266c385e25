/// How a classifier is fitted.
public struct FitOptions: Sendable, Equatable {
    /// C, the cost of a unit of slack.
    public var cost = 1.0
    /// The factor of C for a class, by the class's name; 1 for the others.
    public var classWeights: [String: Double] = [:]
    public var solver = SolverOptions()

    public init(cost: Double = 1, solver: SolverOptions = SolverOptions()) {
        (self.cost, self.solver) = (cost, solver)
    }
}

/// Callbacks to observe and stop a fit. Both are called from several threads.
public struct FitControl: Sendable {
    /// Called every few hundred steps.
    public var isCancelled: @Sendable () -> Bool
    /// Called for every solved pair of classes, with the number of solved pairs and the number of all pairs.
    public var report: @Sendable (_ solved: Int, _ all: Int) -> Void

    public init(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        report: @escaping @Sendable (_ solved: Int, _ all: Int) -> Void = { _, _ in }
    ) {
        (self.isCancelled, self.report) = (isCancelled, report)
    }
}

/// Why there is no machine.
public enum FitError: Error, Equatable, CustomStringConvertible {
    /// The user asked to stop.
    case canceled
    case oneClass(String)
    case noExamples
    /// Kernel values that are not finite, such as those of polynomials of far-away points.
    case notFinite(String)
    case feature(FeatureMapError)
    /// Rows that would have to become dense.
    case tooManyToScale(count: Int, width: Int)

    public var description: String {
        switch self {
        case .canceled: "stopped before the end"
        case .oneClass(let name): "all examples are of one class, \(name); expected two or more classes"
        case .noExamples: "no examples"
        case .notFinite(let what): "\(what) is beyond float32; scale the features or choose another kernel"
        case .feature(let error): error.description
        case .tooManyToScale(let count, let width):
            "\(count) examples of \(width) scaled features would exceed the memory, expected fewer at once"
        }
    }
}

/// The report of a fit of all pairs of classes.
public struct FitReport: Sendable, Equatable {
    public var iterations = 0
    /// Σ over pairs of the dual problem's value.
    public var objective = 0.0
    /// Σ over pairs of the difference between the primal and the dual value.
    public var gap = 0.0
    public var pairs = 0
    public var unconvergedPairs = 0
    /// The largest remaining violation of the optimality conditions.
    public var violation = 0.0
    /// Steps along which the kernel was not an inner product.
    public var negativeCurvatures = 0

    public init() {}

    /// Replaces the values of both problems with those in float64.
    mutating func certify(_ exact: DualityCertificate) {
        (objective, gap) = (exact.objectives.reduce(0, +), exact.gaps.reduce(0, +))
    }

    mutating func add(_ solution: DualSolution) {
        iterations += solution.iterations
        objective += solution.objective
        gap += solution.gap
        pairs += 1
        if !solution.hasConverged { unconvergedPairs += 1 }
        violation = max(violation, solution.violation)
        negativeCurvatures += solution.negativeCurvatures
    }
}
