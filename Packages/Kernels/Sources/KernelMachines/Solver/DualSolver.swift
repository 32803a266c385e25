import Core

/// Sequential minimal optimisation: in each step the pair of variables that gains most by second order moves, the one up
/// and the other down by as much.
///
/// Source: Platt 1998; Fan, Chen, Lin 2005 (working set); Chang, Lin, "LIBSVM: a library for support vector machines",
/// 2011 (shrinking, bias).
final class DualSolver {
    /// Instead of a curvature that is not above zero (LIBSVM's τ).
    private static let leastCurvature = 1e-12
    /// Steps between two questions whether to stop.
    private static let patience = 256

    private let problem: DualProblem
    private let options: SolverOptions
    private let source: any KernelRowSource

    /// The variables in play, by their number in the problem.
    private var active: [Int]
    /// β of all variables; of those in play only as fresh as the last shrinking.
    private var coefficients: [Double]
    // Of the variables in play:
    private var beta, lower, upper: [Double]
    /// p − Kβ
    private var gradient: [Double]
    private var rises, falls: [Float]
    private var diagonal: [Double]
    private var extremes = PairAscent.Extremes()
    private var iterations = 0
    private var negativeCurvatures = 0
    /// Whether everything has been taken back once, near the end.
    private var hasLookedBack = false

    init(_ problem: DualProblem, rows source: any KernelRowSource, options: SolverOptions) {
        (self.problem, self.source, self.options) = (problem, source, options)
        let count = problem.linear.count
        active = Array(0..<count)
        coefficients = problem.start ?? [Double](repeating: 0, count: count)
        (beta, lower, upper) = (coefficients, problem.lower, problem.upper)
        gradient = problem.linear
        (rises, falls) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
        diagonal = source.diagonal
        if problem.start != nil {
            let products = source.products(coefficients, of: active)
            for index in gradient.indices { gradient[index] -= products[index] }
        }
        for index in 0..<count { updateBounds(index) }
        findExtremes()
    }

    /// Runs to the end; nil where `isCancelled` said so.
    func solve(isCancelled: () -> Bool) -> DualSolution? {
        let limit = options.iterationLimit(for: active.count)
        let interval = min(active.count, 1000)
        var untilShrinking = interval
        var untilQuestion = Self.patience
        var hasConverged = false
        while true {
            if extremes.areWithin(options.tolerance) {
                guard active.count < problem.linear.count else {
                    hasConverged = true
                    break
                }
                // What was set aside has to agree.
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

    // MARK: Steps

    /// Moves the best pair; false where there is none.
    private func step() -> Bool {
        guard let i = extremes.highestPlace else { return false }
        let rowOfI = source.row(i, wishes: wishes)
        var partner = PairAscent.Partner()
        let (split, count) = (source.split, beta.count)
        withVariables { variables in
            PairAscent.findPartner(
                of: i, variables, 0..<split, row: rowOfI.first, leastCurvature: Self.leastCurvature, found: &partner)
            if split < count {
                PairAscent.findPartner(
                    of: i, variables, split..<count, row: rowOfI.second, leastCurvature: Self.leastCurvature,
                    found: &partner)
            }
        }
        guard let j = partner.place else { return false }
        let rowOfJ = source.row(j, wishes: wishes)
        let product = j < split ? rowOfI.first[j] : rowOfI.second[j - split]
        var curvature = diagonal[i] + diagonal[j] - 2 * Double(product)
        if curvature < -1e-5 * (abs(diagonal[i]) + abs(diagonal[j]) + 2 * Double(abs(product))) {
            negativeCurvatures += 1
        }
        if !(curvature > 0) { curvature = Self.leastCurvature }
        let (roomUp, roomDown) = (upper[i] - beta[i], beta[j] - lower[j])
        let wanted = (gradient[i] - gradient[j]) / curvature
        let step = min(wanted, roomUp, roomDown)
        // A bound is met exactly.
        beta[i] = step == roomUp ? upper[i] : beta[i] + step
        beta[j] = step == roomDown ? lower[j] : beta[j] - step
        updateBounds(i)
        updateBounds(j)
        move(along: rowOfI, rowOfJ, step: step)
        iterations += 1
        return true
    }

    private func move(along a: KernelRow, _ b: KernelRow, step: Double) {
        var found = PairAscent.Extremes()
        let (split, count) = (source.split, beta.count)
        withVariables { variables in
            PairAscent.move(variables, 0..<split, along: a.first, b.first, step: step, found: &found)
            if split < count {
                PairAscent.move(variables, split..<count, along: a.second, b.second, step: step, found: &found)
            }
        }
        extremes = found
    }

    private func updateBounds(_ index: Int) {
        rises[index] = beta[index] < upper[index] ? 0 : -.infinity
        falls[index] = beta[index] > lower[index] ? 0 : .infinity
    }

    private func findExtremes() {
        extremes = PairAscent.Extremes()
        for (index, value) in gradient.enumerated() {
            // Of equals the last, as everywhere.
            if rises[index] == 0, value >= extremes.highest {
                (extremes.highest, extremes.highestPlace) = (value, index)
            }
            if falls[index] == 0, value <= extremes.lowest { (extremes.lowest, extremes.lowestPlace) = (value, index) }
        }
    }

    private func withVariables(_ body: (PairAscent.Variables) -> Void) {
        gradient.withUnsafeMutableBufferPointer { gradient in
            rises.withUnsafeBufferPointer { rises in
                falls.withUnsafeBufferPointer { falls in
                    diagonal.withUnsafeBufferPointer { diagonal in
                        guard let gradient = gradient.baseAddress, let rises = rises.baseAddress,
                            let falls = falls.baseAddress, let diagonal = diagonal.baseAddress
                        else { return }
                        body(.init(gradient: gradient, rises: rises, falls: falls, diagonal: diagonal))
                    }
                }
            }
        }
    }

    /// The variables that violate optimality most, from both ends in turn.
    private func wishes(atMost limit: Int) -> [Int] {
        let half = max(1, limit / 2)
        var up = Ranking(limit: half)
        var down = Ranking(limit: half)
        for (index, value) in gradient.enumerated() {
            if rises[index] == 0 { up.offer(value, index) }
            if falls[index] == 0 { down.offer(-value, index) }
        }
        return up.places + down.places
    }

    // MARK: Shrinking

    /// Sets aside what stands at a bound and strains against it beyond both extremes.
    private func shrink() {
        let (highest, lowest) = (extremes.highest, extremes.lowest)
        if source.isCheap, !hasLookedBack, extremes.areWithin(10 * options.tolerance) {
            hasLookedBack = true
            if active.count < problem.linear.count { restoreAll() }
        }
        let kept = beta.indices.filter { index in
            if rises[index] != 0, gradient[index] > highest { return false }
            if falls[index] != 0, gradient[index] < lowest { return false }
            return true
        }
        // Of many, numbering anew costs as much as many steps.
        guard kept.count < (beta.count > 1000 ? beta.count * 9 / 10 : beta.count), kept.count > 1 else { return }
        keepCoefficients()
        source.restrict(to: kept)
        active = kept.map { active[$0] }
        func chosen<Value>(_ values: [Value]) -> [Value] { kept.map { values[$0] } }
        (beta, lower, upper) = (chosen(beta), chosen(lower), chosen(upper))
        (gradient, diagonal) = (chosen(gradient), chosen(diagonal))
        (rises, falls) = (chosen(rises), chosen(falls))
        findExtremes()
    }

    private func keepCoefficients() {
        for (place, variable) in active.enumerated() { coefficients[variable] = beta[place] }
    }

    /// All variables come back; what was set aside gets its gradient made anew.
    private func restoreAll() {
        keepCoefficients()
        var all = problem.linear
        var isActive = [Bool](repeating: false, count: all.count)
        for (place, variable) in active.enumerated() {
            all[variable] = gradient[place]
            isActive[variable] = true
        }
        let others = all.indices.filter { !isActive[$0] }
        for (variable, product) in zip(others, source.products(coefficients, of: others)) { all[variable] -= product }
        source.restoreAll()
        active = Array(problem.linear.indices)
        (beta, lower, upper, gradient) = (coefficients, problem.lower, problem.upper, all)
        diagonal = source.diagonal
        (rises, falls) = ([Float](repeating: 0, count: beta.count), [Float](repeating: 0, count: beta.count))
        for index in beta.indices { updateBounds(index) }
        findExtremes()
    }

    // MARK: The end

    private func solution(hasConverged: Bool) -> DualSolution {
        let bias = bias
        var (objective, gap) = (0.0, 0.0)
        for index in beta.indices {
            objective += beta[index] * (problem.linear[index] + gradient[index]) / 2
            let slope = gradient[index] - bias
            gap += max(lower[index] * slope, upper[index] * slope) - beta[index] * slope
        }
        return DualSolution(
            coefficients: beta, bias: bias, objective: objective, gap: gap,
            violation: max(0, extremes.highest - extremes.lowest), iterations: iterations, hasConverged: hasConverged,
            negativeCurvatures: negativeCurvatures)
    }

    /// The gradient of what is free, in the mean; where nothing is, the middle of what the bounds allow.
    private var bias: Double {
        let free = beta.indices.filter { rises[$0] == 0 && falls[$0] == 0 }
        if !free.isEmpty { return free.reduce(0) { $0 + gradient[$1] } / Double(free.count) }
        let ends = [extremes.highest, extremes.lowest].filter(\.isFinite)
        return ends.isEmpty ? 0 : ends.reduce(0, +) / Double(ends.count)
    }
}
