import Core

/// How well settings do, measured on parts of the examples that are left out in turn.
public struct CrossValidation: Sendable {
    /// The part, from 0, in which each example is left out.
    public let parts: [Int]
    public let count: Int

    /// Deals each class's examples out in a random order.
    ///
    /// - Parameter count: parts, 2 or more.
    public init(classes: [Int], parts count: Int, seed: UInt64) {
        var random = RandomStream(seed: seed, name: "folds")
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

    /// The part of all examples that is classified right by machines that have not learnt from them.
    ///
    /// - Throws: `FitError`
    public func accuracy(
        _ points: KernelRows, classes: [Int], labels: [ClassLabel], kernel: Kernel, options: FitOptions,
        control: FitControl = FitControl()
    ) throws(FitError) -> Double {
        var right = 0
        for part in 0..<count {
            let training = parts.indices.filter { parts[$0] != part }
            let test = parts.indices.filter { parts[$0] == part }
            let result = try SupportVectorClassifier.fit(
                points.selecting(training), classes: training.map { classes[$0] }, labels: labels, kernel: kernel,
                options: options, control: control)
            let names = result.classifier.labels.map(\.name)
            let predicted = try result.classifier.predict(points.selecting(test))
            right += zip(predicted, test).count { names[$0] == labels[classes[$1]].name }
        }
        return Double(right) / Double(max(1, classes.count))
    }
}
