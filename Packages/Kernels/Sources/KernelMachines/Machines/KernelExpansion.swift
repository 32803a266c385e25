import Core

/// A function f(x) = Σ β k(vector, x) + b: the result of regression and of one-class fits. Only in the library: `svm`
/// fits classifiers.
public struct KernelExpansion {
    public let kernel: Kernel
    /// The support vectors, as the kernel takes them (after φ).
    public let vectors: KernelRows
    /// β of each.
    public let coefficients: [Double]
    /// b
    public let bias: Double

    /// f of each point.
    ///
    /// - Throws: `FitError` where φ of a point is not a finite number.
    public func values(_ points: KernelRows) throws(FitError) -> [Double] {
        guard vectors.count > 0 else { return [Double](repeating: bias, count: points.count) }
        let group = KernelRows.Weights(coefficients, columns: 0..<vectors.count, count: 1)
        let weighted = WeightedVectors(groups: [group], decisions: [[.init(group: 0, row: 0)]])
        return try kernel.sums(points, vectors: vectors, weighted).map { $0[0] + bias }
    }

    /// ε-insensitive regression: deviations within a tube cost nothing, others C for each unit.
    ///
    /// Source: Vapnik 1998; two variables for each point, as in LIBSVM.
    ///
    /// - Parameters:
    ///   - points: N rows.
    ///   - targets: y of each point.
    ///   - kernel: the kernel of the machine.
    ///   - cost: C.
    ///   - tube: ε
    ///   - options: when the solver stops.
    ///   - control: how the fit is watched and stopped.
    /// - Throws: `FitError`
    public static func regression(
        _ points: KernelRows, targets: [Double], kernel: Kernel, cost: Double, tube: Double,
        options: SolverOptions = SolverOptions(), control: FitControl = FitControl()
    ) throws(FitError) -> (machine: KernelExpansion, report: FitReport) {
        Contract.require(
            points.count == targets.count, "regression", "\(points.count) points, \(targets.count) targets")
        let count = points.count
        func twice(_ first: Double, _ second: Double) -> [Double] {
            [Double](repeating: first, count: count) + [Double](repeating: second, count: count)
        }
        let problem = DualProblem(
            linear: targets.map { $0 - tube } + targets.map { $0 + tube }, lower: twice(0, -cost), upper: twice(cost, 0)
        )
        return try solved(problem, points, kernel: kernel, options: options, control: control)
    }

    /// The region where most points are: f is below 0 for about `share` of them.
    ///
    /// Source: Schölkopf et al., "Estimating the support of a high-dimensional distribution", 2001.
    ///
    /// - Parameters:
    ///   - points: N rows.
    ///   - kernel: the kernel of the machine.
    ///   - share: ν, above 0 and at most 1.
    ///   - options: when the solver stops.
    ///   - control: how the fit is watched and stopped.
    /// - Throws: `FitError`
    public static func oneClass(
        _ points: KernelRows, kernel: Kernel, share: Double, options: SolverOptions = SolverOptions(),
        control: FitControl = FitControl()
    ) throws(FitError) -> (machine: KernelExpansion, report: FitReport) {
        let count = points.count
        let whole = share * Double(count)
        let start = (0..<count).map { min(1, max(0, whole - Double($0))) }
        let problem = DualProblem(
            linear: [Double](repeating: 0, count: count), lower: [Double](repeating: 0, count: count),
            upper: [Double](repeating: 1, count: count), start: start)
        return try solved(problem, points, kernel: kernel, options: options, control: control)
    }

    private static func solved(
        _ problem: DualProblem, _ points: KernelRows, kernel: Kernel, options: SolverOptions, control: FitControl
    ) throws(FitError) -> (machine: KernelExpansion, report: FitReport) {
        guard points.count > 0 else { throw .noExamples }
        let points = kernel.suited(try kernel.features(of: points))
        let columns = ColumnMap(points)
        // Where Σβ is not 0, the linear kernel must see points relative to zero.
        let center = kernel.kind == .linear ? [] : kernel.center(of: points)
        let rows = columns?.mapped(points) ?? points.centered(on: center)
        let isTwofold = problem.linear.count == 2 * points.count
        let source: any KernelRowSource
        let bytes = 4 * points.count * points.count
        if bytes <= options.cacheBytes {
            source = DenseKernelMatrix(
                kernel.function.matrix(rows, rows),
                diagonal: rows.diagonal(kernel.function), isTwofold: isTwofold, room: options.cacheBytes - bytes)
        } else {
            source = KernelRowCache([rows], kernel.function, isTwofold: isTwofold, byteLimit: options.cacheBytes)
        }
        guard let solution = DualSolver(problem, rows: source, options: options).solve(isCancelled: control.isCancelled)
        else { throw .canceled }
        var report = FitReport()
        report.add(solution)
        guard report.objective.isFinite else { throw .notFinite("the sum of kernel values") }
        var coefficients = [Double](repeating: 0, count: points.count)
        for (variable, value) in solution.coefficients.enumerated() { coefficients[variable % points.count] += value }
        let used = coefficients.indices.filter { coefficients[$0] != 0 }
        let machine = KernelExpansion(
            kernel: kernel, vectors: points.selecting(used), coefficients: used.map { coefficients[$0] },
            bias: solution.bias)
        return (machine, report)
    }
}
