import Core

/// A classifier of points of the plane, and its score on its training points.
public struct PlaneMachine {
    public let examples: PlaneExamples
    public let classifier: SupportVectorClassifier
    private let scaling: FeatureScaling
    public let report: FitReport
    /// The examples that are support vectors.
    public let vectorNumbers: [Int]
    /// The part of the examples that is classified correctly; NaN for a machine that was fitted before.
    public let accuracy: Double

    /// - Throws: `FitError`
    public init(_ examples: PlaneExamples, kernel: Kernel, cost: Double, control: FitControl = FitControl())
        throws(FitError)
    {
        let points = examples.points
        let result = try SupportVectorClassifier.fit(
            points, classes: examples.classes, labels: examples.labels, kernel: kernel, options: FitOptions(cost: cost),
            control: control)
        self.examples = examples
        scaling = .none
        (classifier, report, vectorNumbers) = (result.classifier, result.report, result.vectorNumbers)
        accuracy = try Self.accuracy(of: result.classifier, scaling, on: examples)
    }

    /// A machine that was fitted before, for drawing.
    public init(_ examples: PlaneExamples, fitted stored: StoredMachine, report: FitReport, vectorNumbers: [Int]) {
        (self.examples, classifier, scaling) = (examples, stored.classifier, stored.scaling)
        (self.report, self.vectorNumbers, accuracy) = (report, vectorNumbers, .nan)
    }

    /// The part of other examples that is classified correctly.
    ///
    /// - Throws: `FitError` where φ of one is not a finite number.
    public func accuracy(on others: PlaneExamples) throws(FitError) -> Double {
        try Self.accuracy(of: classifier, scaling, on: others)
    }

    private static func accuracy(
        of classifier: SupportVectorClassifier, _ scaling: FeatureScaling, on examples: PlaneExamples
    ) throws(FitError) -> Double {
        let names = classifier.labels.map(\.name)
        let predicted = try classifier.predict(try scaling.applied(to: examples.points))
        let right = zip(predicted, examples.classes).count { names[$0] == examples.labels[$1].name }
        return Double(right) / Double(max(1, examples.count))
    }

    /// b for two classes, where a decision above zero means the second one; nil for more.
    public var bias: Double? { classifier.biases.count == 1 ? -classifier.biases[0] : nil }

    /// "2 + 2"
    public var vectorCounts: String { classifier.vectorCounts.map(String.init).joined(separator: " + ") }

    /// f for two classes over a grid, above zero for the second one, and the class of every place.
    ///
    /// - Shapes: rows by x₂ and columns by x₁, both rising.
    /// - Throws: `FitError` where φ of a place is not a finite number.
    func samples(
        x1: ClosedRange<Double>, x2: ClosedRange<Double>, cells: Int
    ) throws(FitError) -> (classes: [[Int]], decisions: [[Double]]) {
        func places(_ range: ClosedRange<Double>) -> [Double] {
            let step = (range.upperBound - range.lowerBound) / Double(cells - 1)
            return (0..<cells).map { range.lowerBound + Double($0) * step }
        }
        let columns = places(x1)
        let grid = places(x2).flatMap { y in columns.map { [$0, y] } }
        let decisions = try classifier.decisions(try scaling.applied(to: PlaneExamples.rows(grid)))
        let isPair = classifier.labels.count == 2
        let numbers = classifier.labels.map { label in examples.labels.firstIndex(of: label) ?? 0 }
        func rows<Value>(_ value: (Int) -> Value) -> [[Value]] {
            (0..<cells).map { row in (0..<cells).map { value(row * cells + $0) } }
        }
        return (
            rows { numbers[classifier.vote(decisions[$0])] }, isPair ? rows { -decisions[$0][0] } : []
        )
    }
}
