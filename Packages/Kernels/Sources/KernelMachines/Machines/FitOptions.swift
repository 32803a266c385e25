/// How a classifier is fitted.
public struct FitOptions: Sendable, Equatable {
    /// C, what a unit of slack costs.
    public var cost = 1.0
    /// What multiplies C for a class, by the class's name; 1 for the others.
    public var classWeights: [String: Double] = [:]
    public var solver = SolverOptions()

    public init(cost: Double = 1, solver: SolverOptions = SolverOptions()) {
        (self.cost, self.solver) = (cost, solver)
    }
}

/// How a fit is watched and stopped. Both are called from several threads.
public struct FitControl: Sendable {
    /// Asked every few hundred steps.
    public var isCancelled: @Sendable () -> Bool
    /// Told of every pair of classes that is solved: how many of how many are.
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
    /// Someone asked to stop.
    case canceled
    case oneClass(String)
    case noExamples
    /// Kernel values that are infinite or none, as of polynomials of far-away points.
    case notFinite(String)
    case feature(FeatureMapError)
    /// Rows that would have to be laid out in full.
    case tooManyToScale(count: Int, width: Int)

    public var description: String {
        switch self {
        case .canceled: "stopped before the end"
        case .oneClass(let name): "all examples are of one class, \(name); expected two or more classes"
        case .noExamples: "no examples"
        case .notFinite(let what): "\(what) is beyond what float32 holds; scale the features or choose another kernel"
        case .feature(let error): error.description
        case .tooManyToScale(let count, let width):
            "\(count) examples of \(width) scaled features would fill the memory, expected fewer at once"
        }
    }
}

/// What a fit of all pairs of classes came to.
public struct FitReport: Sendable, Equatable {
    public var iterations = 0
    /// Σ over pairs of the dual problem's value.
    public var objective = 0.0
    /// Σ over pairs of how far the primal problem's value is above.
    public var gap = 0.0
    public var pairs = 0
    public var unconvergedPairs = 0
    /// The greatest violation of the optimality conditions that is left.
    public var violation = 0.0
    /// Steps along which the kernel was no inner product.
    public var negativeCurvatures = 0

    public init() {}

    /// Takes the values of both problems as they are in float64.
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
