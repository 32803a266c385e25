import Core

/// A support vector classifier of two or more classes, with a machine for each pair (one against one).
///
/// Source: Cortes, Vapnik 1995; the decision by votes as in LIBSVM (Chang, Lin 2011).
public struct SupportVectorClassifier {
    public var kernel: Kernel
    /// The classes in the order in which pairs are formed.
    public var labels: [ClassLabel]
    /// The support vectors of all pairs, class by class, as inputs of the kernel (after φ).
    public var vectors: KernelRows
    /// The number of them in each class.
    public var vectorCounts: [Int]
    /// yα of each support vector in the pairs of its class with every other class in order, as LIBSVM stores them.
    ///
    /// - Shapes: V × (K − 1).
    public var coefficients: [[Double]]
    /// b of each pair (0, 1), (0, 2), …, (1, 2), …; f > 0 means the first of the two classes.
    public var biases: [Double]
    /// A and B of P(first class) = 1 / (1 + exp(A f + B)), for each pair; nil where none were calibrated.
    public var calibration: [PlattScaling]?

    /// The pairs of classes in order.
    public var pairs: [(first: Int, second: Int)] { Self.pairs(of: labels.count) }

    static func pairs(of count: Int) -> [(first: Int, second: Int)] {
        (0..<count).flatMap { first in (first + 1..<count).map { (first, $0) } }
    }

    /// For given kernel values, the number of points with which examples need them: up to the last support vector;
    /// otherwise nil.
    public var knownPoints: Int? {
        guard case .kernelValues(_, let places) = vectors.numbers else { return nil }
        return Int(places.max() ?? -1) + 1
    }

    /// The results of a fit: the classifier, the report, and the numbers of the points that became support vectors,
    /// in the classifier's order.
    public typealias Fit = (classifier: SupportVectorClassifier, report: FitReport, vectorNumbers: [Int])

    /// Fits a classifier.
    ///
    /// - Parameters:
    ///   - points: N rows.
    ///   - classes: N numbers of `labels`.
    ///   - labels: what the classes are called.
    ///   - kernel: the kernel of the machines.
    ///   - options: C, its factors by class, and when the solver stops.
    ///   - control: how the fit is watched and stopped.
    ///   - ranks: those that divide the pairs of classes, all of which call this; nil for this process alone.
    /// - Throws: `FitError`
    public static func fit(
        _ points: KernelRows, classes: [Int], labels: [ClassLabel], kernel: Kernel, options: FitOptions = FitOptions(),
        control: FitControl = FitControl(), on ranks: Communicator? = nil
    ) throws(FitError) -> Fit {
        try fits(
            points, classes: classes, labels: labels, kernel: kernel, costs: [options.cost], options: options,
            control: control, on: ranks)[0]
    }

    /// Fits a classifier for each C with the same kernel values; each is equal to the result of `fit` with that C.
    ///
    /// - Parameters:
    ///   - points: N rows.
    ///   - classes: N numbers of `labels`.
    ///   - labels: what the classes are called.
    ///   - kernel: the kernel of the machines.
    ///   - costs: C, instead of the C of `options`.
    ///   - options: factors of C by class, and when the solver stops.
    ///   - control: how the fits are watched and stopped.
    ///   - ranks: those that divide the pairs of classes, all of which call this; nil for this process alone.
    /// - Throws: `FitError`
    public static func fits(
        _ points: KernelRows, classes: [Int], labels: [ClassLabel], kernel: Kernel, costs: [Double],
        options: FitOptions, control: FitControl = FitControl(), on ranks: Communicator? = nil
    ) throws(FitError) -> [Fit] {
        Contract.require(points.count == classes.count, "fit", "\(points.count) points but \(classes.count) classes")
        var members = [[Int]](repeating: [], count: labels.count)
        for (number, label) in classes.enumerated() { members[label].append(number) }
        let present = members.indices.filter { !members[$0].isEmpty }
        guard let only = present.first else { throw .noExamples }
        guard present.count > 1 else { throw .oneClass(labels[only].name) }
        members = present.map { members[$0] }
        let labels = present.map { labels[$0] }
        let all = try kernel.features(of: points)
        let points = kernel.suited(all)
        let center = kernel.center(of: points)
        let isShifted = kernel.kind == .linear && !center.isEmpty
        let columns = ColumnMap(points)
        let training = PairwiseTraining(
            function: kernel.function,
            classes: members.map { numbers in
                let own = points.selecting(numbers)
                return columns?.mapped(own) ?? own.centered(on: center)
            },
            costs: costs.map { cost in labels.map { cost * (options.classWeights[$0.name] ?? 1) } },
            options: options.solver, control: control, ranks: ranks)
        for part in training.classes {
            if let value = part.diagonal(kernel.function).first(where: { !$0.isFinite }) {
                throw .notFinite("a kernel value, \(value),")
            }
        }
        // Relative to their mean m, linear kernels lack m · x of each point, which belongs to b; Σβ is 0.
        let middle = center.map(Double.init)
        let shifts = isShifted ? training.classes.map { $0.products(with: middle, count: 1) } : []
        let pairs = pairs(of: labels.count)
        var fits: [Fit] = []
        for var solutions in try training.solve() {
            if isShifted {
                for (number, pair) in pairs.enumerated() {
                    let own = zip(solutions[number].coefficients, shifts[pair.first] + shifts[pair.second])
                    solutions[number].bias -= own.reduce(0) { $0 + $1.0 * $1.1 }
                }
            }
            var report = FitReport()
            solutions.forEach { report.add($0) }
            guard report.objective.isFinite else { throw .notFinite("the sum of kernel values") }
            var fit = collected(
                solutions, members: members, points: all, labels: labels, kernel: kernel, report: report)
            let costs = training.costs[fits.count]
            if let exact = DualityCertificate(of: fit, points: all, members: members, costs: costs) {
                fit.report.certify(exact)
            }
            fits.append(fit)
        }
        return fits
    }

    /// The machine that consists of the pairs' solutions.
    private static func collected(
        _ solutions: [DualSolution], members: [[Int]], points: KernelRows, labels: [ClassLabel], kernel: Kernel,
        report: FitReport
    ) -> Fit {
        // β of each class's points in the pairs with every other class, and whether any is not zero.
        var byClass = members.map {
            [[Double]](repeating: [Double](repeating: 0, count: labels.count - 1), count: $0.count)
        }
        for (pair, solution) in zip(pairs(of: labels.count), solutions) {
            let border = members[pair.first].count
            for (place, value) in solution.coefficients.enumerated() where value != 0 {
                if place < border {
                    byClass[pair.first][place][pair.second - 1] = value
                } else {
                    byClass[pair.second][place - border][pair.first] = value
                }
            }
        }
        var numbers: [Int] = []
        var coefficients: [[Double]] = []
        var counts: [Int] = []
        for (label, rows) in byClass.enumerated() {
            let before = numbers.count
            for (place, row) in rows.enumerated() where row.contains(where: { $0 != 0 }) {
                numbers.append(members[label][place])
                coefficients.append(row)
            }
            counts.append(numbers.count - before)
        }
        let classifier = SupportVectorClassifier(
            kernel: kernel, labels: labels, vectors: points.selecting(numbers), vectorCounts: counts,
            coefficients: coefficients, biases: solutions.map(\.bias), calibration: nil)
        return (classifier, report, numbers)
    }
}
