import Core

/// A machine that an experiment has fitted, and the report of the fit.
public struct FittedMachine {
    public let experiment: FitExperiment
    public let data: FitExperiment.Data
    public internal(set) var stored: StoredMachine
    public let report: FitReport
    let vectorNumbers: [Int]
    /// The seconds of the fit itself.
    public let seconds: Double
    let kernel: Kernel
}

extension FitExperiment {
    /// Fits the machine, and calibrates it if probabilities are requested.
    ///
    /// - Parameters:
    ///   - data: the training examples, and those for calibration where there are any.
    ///   - stepLimit: the number of steps after which every pair of classes stops, without calibration.
    ///   - control: how the fit is watched and stopped.
    ///   - ranks: those that divide the pairs of classes, all of which call this; nil for this process alone.
    /// - Throws: `ToolError` after an interruption, and where the examples cannot be fitted.
    public func fit(
        _ data: Data, stepLimit: Int? = nil, control: FitControl = .interruptible, on ranks: Communicator? = nil
    ) throws -> FittedMachine {
        let training = data.training
        let kernel = try machine.makeKernel(gamma: gamma, width: training.points.width)
        let scaling = FeatureScaling(machine.scaling, of: training.points)
        var options = machine.fitOptions(cost: cost, labels: data.labels)
        options.solver.iterationLimit = stepLimit ?? options.solver.iterationLimit
        let start = ContinuousClock.now
        let fit = try fitting(training.file) { () throws(FitError) in
            try SupportVectorClassifier.fit(
                try scaling.applied(to: training.points), classes: training.classes(among: data.labels),
                labels: data.labels, kernel: kernel, options: options, control: control, on: ranks)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let stored = StoredMachine(
            classifier: fit.classifier, scaling: scaling, columns: training.columns,
            featureCount: training.points.width, firstIndex: training.firstIndex ?? 1)
        var machine = FittedMachine(
            experiment: self, data: data, stored: stored, report: fit.report, vectorNumbers: fit.vectorNumbers,
            seconds: seconds, kernel: kernel)
        if stepLimit == nil, let calibration = data.calibration { try machine.calibrate(on: calibration) }
        return machine
    }

    /// A line about the fit before it begins.
    public func description(of data: Data, run: RunFolder) throws -> String {
        let points = data.training.points
        let kernel = try machine.makeKernel(gamma: gamma, width: points.width)
        return
            "fitting \(Readable.count(points.count, "example")) of \(Readable.count(points.width, "feature")), kernel "
            + "\(kernel.formula), C \(Readable.shortest(cost)); run \(run.path)"
    }
}

extension FittedMachine {
    fileprivate mutating func calibrate(on set: ExampleSet) throws {
        let (classifier, scaling) = (stored.classifier, stored.scaling)
        let result = try fitting(set.file) { () throws(FitError) in
            try classifier.calibrated(
                on: try scaling.applied(to: set.points), classes: set.classes(among: classifier.labels))
        }
        guard let calibrated = result.classifier else {
            throw ToolError.badData(
                "\(set.file): no examples of class '\(result.missing?.name ?? "")' to calibrate on, expected some of each"
            )
        }
        stored.classifier = calibrated
    }

    /// The smallest eigenvalue of given kernel values, where it is negative beyond rounding.
    private var smallestEigenvalue: Double? {
        guard experiment.machine.isPrecomputed, data.training.count <= KernelExperiment.most,
            let matrix = try? KernelMatrix(data.training.points, kernel: kernel)
        else { return nil }
        return matrix.negativeEigenvalue
    }

    /// Relative to the objective.
    private static let largeGap = 0.1

    /// Warnings about the fit.
    public var warnings: [String] {
        var warnings: [String] = []
        if report.unconvergedPairs > 0 {
            warnings.append(
                "\(report.unconvergedPairs) of \(report.pairs) pairs of classes stopped before they converged; violation "
                    + "\(Readable.loss(report.violation)), expected at most "
                    + Readable.shortest(experiment.machine.tolerance))
        }
        // For a converged fit a hundredth is already much.
        if report.gap > Self.largeGap * abs(report.objective) {
            warnings.append(
                "the duality gap is \(Readable.percent(report.gap / abs(report.objective), places: 0)) of the dual objective: "
                    + "this machine is far from the optimum; --scale standard or range makes the fit easier"
                    + (report.unconvergedPairs > 0 ? ", --max-iterations allows more steps" : ""))
        }
        if let smallest = smallestEigenvalue {
            warnings.append(
                "the given kernel values are not positive semidefinite: their smallest eigenvalue is "
                    + "\(Readable.loss(smallest)), so they are not inner products, and other solutions may be as good"
            )
        } else if report.negativeCurvatures > 0 {
            warnings.append(
                "the kernel is not positive semi-definite on these examples (\(Readable.count(report.negativeCurvatures)) of "
                    + "\(Readable.count(report.iterations)) steps show it): other solutions may be as good")
        }
        return warnings
    }
}

extension ExampleSet {
    /// Advice on features whose sizes differ so much that the small ones have no effect; nil where they do not.
    public var spanNote: String? {
        guard case .dense = points.numbers, points.width > 1, points.width <= 1000 else { return nil }
        let scaling = FeatureScaling(.standard, of: points)
        let deviations = scaling.factor.filter { $0 > 0 }.map { 1 / Double($0) }
        guard let smallest = deviations.min(), let largest = deviations.max(), largest > 100 * smallest,
            lines.count == count
        else { return nil }
        return "the features' standard deviations are \(Readable.loss(smallest)) to \(Readable.loss(largest)): "
            + "--scale standard would give them equal weight"
    }
}
