import Core

/// Sequential minimal optimization: in each step the pair of variables with the largest second-order gain moves, one up
/// and the other down by the same amount.
///
/// Source: Platt 1998; Fan, Chen, Lin 2005 (working set); Chang, Lin, "LIBSVM: a library for support vector machines",
/// 2011 (shrinking, bias).
final class DualSolver {
    /// The number of steps between two checks for a request to stop.
    private static let patience = 256

    private let problem: DualProblem
    private let options: SolverOptions
    private let source: any KernelRowSource

    /// The active variables, by their number in the problem.
    private var active: [Int]
    /// β of all variables; the values of active variables are those of the last shrinking.
    private var coefficients: [Double]
    private var variables: ActiveSet
    private var iterations = 0
    private var negativeCurvatures = 0
    /// Whether all variables have been restored once, near the end.
    private var hasLookedBack = false

    init(_ problem: DualProblem, rows source: any KernelRowSource, options: SolverOptions) {
        (self.problem, self.source, self.options) = (problem, source, options)
        let count = problem.linear.count
        active = Array(0..<count)
        coefficients = problem.start ?? [Double](repeating: 0, count: count)
        var gradient = problem.linear
        if problem.start != nil {
            let products = source.products(coefficients, of: active)
            for index in gradient.indices { gradient[index] -= products[index] }
        }
        variables = ActiveSet(
            beta: coefficients, lower: problem.lower, upper: problem.upper, gradient: gradient,
            diagonal: source.diagonal)
    }

    /// Runs to the end; nil where `isCancelled` said so.
    func solve(isCancelled: () -> Bool) -> DualSolution? {
        let limit = options.iterationLimit(for: active.count)
        let interval = min(active.count, 1000)
        var untilShrinking = interval
        var untilQuestion = Self.patience
        var hasConverged = false
        while true {
            if variables.extremes.areWithin(options.tolerance) {
                guard active.count < problem.linear.count else {
                    hasConverged = true
                    break
                }
                // The variables that were set aside must satisfy the conditions, too.
                restoreAll()
                untilShrinking = 1
                continue
            }
            guard iterations < limit, step() else { break }
            untilQuestion -= 1
            if untilQuestion == 0 {
                if isCancelled() { return nil }
                untilQuestion = Self.patience
            }
            untilShrinking -= 1
            if untilShrinking == 0 {
                if options.shrinks { shrink() }
                untilShrinking = interval
            }
        }
        if active.count < problem.linear.count { restoreAll() }
        return solution(hasConverged: hasConverged)
    }

    /// Moves the best pair; false where there is none.
    private func step() -> Bool {
        guard let i = variables.extremes.highestPlace else { return false }
        let split = source.split
        let rowOfI = source.row(i, prefetching: { variables.worst(atMost: $0) })
        guard let j = variables.partner(of: i, row: rowOfI, split: split) else { return false }
        let rowOfJ = source.row(j, prefetching: { variables.worst(atMost: $0) })
        let product = j < split ? rowOfI.first[j] : rowOfI.second[j - split]
        let (step, isConcave) = variables.movePair(up: i, down: j, product: Double(product))
        if isConcave { negativeCurvatures += 1 }
        variables.follow(rowOfI, rowOfJ, split: split, step: step)
        iterations += 1
        return true
    }

    // MARK: Shrinking

    /// Shrinking: removes variables at a bound whose gradient pushes them further out, beyond both extremes.
    private func shrink() {
        let extremes = variables.extremes
        if source.isCheap, !hasLookedBack, extremes.areWithin(10 * options.tolerance) {
            hasLookedBack = true
            if active.count < problem.linear.count { restoreAll() }
        }
        let kept = variables.unsettled(within: extremes)
        // With many variables, renumbering costs as much as many steps.
        let count = variables.count
        guard kept.count < (count > 1000 ? count * 9 / 10 : count), kept.count > 1, source.hasRoom(for: kept.count)
        else { return }
        keepCoefficients()
        source.restrict(to: kept)
        active = kept.map { active[$0] }
        variables = variables.restricted(to: kept)
    }

    private func keepCoefficients() {
        for (place, variable) in active.enumerated() { coefficients[variable] = variables.beta[place] }
    }

    /// Restores all variables, and computes the gradients of those that were set aside again.
    private func restoreAll() {
        keepCoefficients()
        var gradient = problem.linear
        var isActive = [Bool](repeating: false, count: gradient.count)
        for (place, variable) in active.enumerated() {
            gradient[variable] = variables.gradient[place]
            isActive[variable] = true
        }
        let others = gradient.indices.filter { !isActive[$0] }
        for (variable, product) in zip(others, source.products(coefficients, of: others)) {
            gradient[variable] -= product
        }
        source.restoreAll()
        active = Array(problem.linear.indices)
        variables = ActiveSet(
            beta: coefficients, lower: problem.lower, upper: problem.upper, gradient: gradient,
            diagonal: source.diagonal)
    }

    // MARK: The end

    private func solution(hasConverged: Bool) -> DualSolution {
        let bias = variables.bias
        return DualSolution(
            coefficients: variables.beta, bias: bias, objective: variables.objective(linear: problem.linear),
            gap: variables.gap(bias: bias),
            violation: max(0, variables.extremes.highest - variables.extremes.lowest), iterations: iterations,
            hasConverged: hasConverged, negativeCurvatures: negativeCurvatures)
    }
}
