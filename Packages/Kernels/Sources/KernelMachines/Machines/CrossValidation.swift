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

    /// For each C the part of all examples that is classified correctly by machines that were fitted without them,
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
    ///   - progress: called after every part, with the number of finished parts.
    /// - Throws: `FitError`
    public func accuracies(
        _ points: KernelRows, classes: [Int], labels: [ClassLabel], scaling: FeatureScaling.Kind = .none,
        kernel: Kernel, costs: [Double], options: FitOptions, control: FitControl = FitControl(),
        progress: (Int) -> Void = { _ in }
    ) throws(FitError) -> [Double] {
        var right = [Int](repeating: 0, count: costs.count)
        for part in 0..<count {
            let training = parts.indices.filter { parts[$0] != part }
            let test = parts.indices.filter { parts[$0] == part }
            let known = points.selecting(training)
            let scaling = FeatureScaling(scaling, of: known)
            let fits = try SupportVectorClassifier.fits(
                try scaling.applied(to: known), classes: training.map { classes[$0] }, labels: labels, kernel: kernel,
                costs: costs, options: options, control: control)
            let unknown = try scaling.applied(to: points.selecting(test))
            for (place, fit) in fits.enumerated() {
                let names = fit.classifier.labels.map(\.name)
                let predicted = try fit.classifier.predict(unknown)
                right[place] += zip(predicted, test).count { names[$0] == labels[classes[$1]].name }
            }
            progress(part + 1)
        }
        return right.map { Double($0) / Double(max(1, classes.count)) }
    }
}

extension StreamName {
    /// The parts of a cross-validation.
    static let folds = StreamName("folds")
}
