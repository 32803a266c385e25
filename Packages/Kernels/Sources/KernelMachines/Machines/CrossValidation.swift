import Core

/// The accuracy of settings, measured on parts of the examples that are left out in turn.
public struct CrossValidation: Sendable {
    /// The part, from 0, in which each example is left out.
    public let parts: [Int]
    public let count: Int

    /// Distributes each class's examples in a random order.
    ///
    /// - Parameters:
    ///   - classes: the class of each example.
    ///   - count: parts, 2 or more.
    ///   - seed: of the random order.
    public init(classes: [Int], parts count: Int, seed: UInt64) {
        var random = RandomStream(seed: seed, name: .folds)
        var parts = [Int](repeating: 0, count: classes.count)
        let kinds = Set(classes).sorted()
        var next = 0
        let order = random.permutation(of: classes.count).map(Int.init)
        for kind in kinds {
            for number in order where classes[number] == kind {
                parts[number] = next % count
                next += 1
            }
        }
        (self.parts, self.count) = (parts, count)
    }

    /// For each C the share of all examples that is classified correctly by machines that were fitted without them,
    /// scaling included. The machines of a part share their kernel values.
    ///
    /// - Parameters:
    ///   - points: N rows.
    ///   - classes: N numbers of `labels`.
    ///   - labels: what the classes are called.
    ///   - scaling: how features are scaled, by what the training parts are like.
    ///   - kernel: the kernel of all machines.
    ///   - costs: C, instead of the C of `options`.
    ///   - options: how machines are fitted.
    ///   - control: how fits are watched and stopped.
    /// - Throws: `FitError`
    public func accuracies(
        _ points: KernelRows, classes: [Int], labels: [ClassLabel], scaling: FeatureScaling.Kind = .none,
        kernel: Kernel, costs: [Double], options: FitOptions, control: FitControl = FitControl()
    ) throws(FitError) -> [Double] {
        var counts: [[Int]] = []
        for part in 0..<count {
            counts.append(
                try correct(
                    in: part, points, classes: classes, labels: labels, scaling: scaling, kernel: kernel, costs: costs,
                    options: options, control: control))
        }
        return accuracies(of: counts)
    }

    /// The share of all examples that is classified correctly, for each C.
    ///
    /// - Parameter counts: the correct examples of groups of parts by C; every part is in one group.
    func accuracies(of counts: [[Int]]) -> [Double] {
        guard let first = counts.first else { return [] }
        return first.indices.map { cost in
            Double(counts.reduce(0) { $0 + $1[cost] }) / Double(max(1, parts.count))
        }
    }

    /// For each C the number of a part's examples that are classified correctly by a machine that was fitted to the
    /// other parts. The machines share their kernel values.
    ///
    /// - Parameters:
    ///   - part: the part that is left out.
    ///   - points: N rows, of all parts; the other parameters are those of `accuracies`.
    /// - Throws: `FitError`
    func correct(
        in part: Int, _ points: KernelRows, classes: [Int], labels: [ClassLabel], scaling: FeatureScaling.Kind = .none,
        kernel: Kernel, costs: [Double], options: FitOptions, control: FitControl = FitControl()
    ) throws(FitError) -> [Int] {
        let training = parts.indices.filter { parts[$0] != part }
        let test = parts.indices.filter { parts[$0] == part }
        let known = points.selecting(training)
        let scaling = FeatureScaling(scaling, of: known)
        let fits = try SupportVectorClassifier.fits(
            try scaling.applied(to: known), classes: training.map { classes[$0] }, labels: labels, kernel: kernel,
            costs: costs, options: options, control: control)
        let unknown = try scaling.applied(to: points.selecting(test))
        var correct: [Int] = []
        for fit in fits {
            let names = fit.classifier.labels.map(\.name)
            let predicted = try fit.classifier.predict(unknown)
            correct.append(zip(predicted, test).count { names[$0] == labels[classes[$1]].name })
        }
        return correct
    }
}

extension StreamName {
    /// The parts of a cross-validation.
    static let folds = StreamName("folds")
}
