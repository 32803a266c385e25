import Core

/// The pictures that a generator should draw.
public struct SampleRequest: Sendable {
    public var rows: Int
    public var columns: Int
    /// The class of all pictures; nil for one after the other.
    public var label: Int32?
    /// Whether each row interpolates from one noise vector to another.
    public var interpolates: Bool
    /// The seed of the noise; nil for the run's own test noise.
    public var seed: UInt64?

    public init(rows: Int = 4, columns: Int = 4, label: Int32? = nil, interpolates: Bool = false, seed: UInt64? = nil) {
        (self.rows, self.columns, self.label) = (rows, columns, label)
        (self.interpolates, self.seed) = (interpolates, seed)
    }

    /// The pictures, drawn by a model of an experiment.
    public func pictures<Entries>(
        of model: AdversarialModel, _ experiment: AdversarialExperiment<Entries>
    ) -> SamplePictures {
        let count = rows * columns
        let noise = interpolates ? path(experiment) : experiment.testNoise(count, seed: seed)
        var labels = model.labelsInTurn(count)
        if let label {
            labels = labels.map { _ in label }
        } else if interpolates, model.classes > 0 {
            labels = (0..<count).map { Int32($0 / columns % model.classes) }
        }
        return SamplePictures(shape: experiment.picture, bytes: model.pictures(from: noise, labels: labels))
    }

    /// Rows of noise from one vector to another, along the great circle between them: vectors on the straight line
    /// would be shorter than those in training (White 2016).
    private func path<Entries>(_ experiment: AdversarialExperiment<Entries>) -> Tensor {
        let width = experiment.noise
        let ends = experiment.testNoise(2 * rows, seed: seed).scalars(Float.self)
        var numbers: [Float] = []
        for row in 0..<rows {
            let a = ends[2 * row * width..<(2 * row + 1) * width].map(Double.init)
            let b = ends[(2 * row + 1) * width..<(2 * row + 2) * width].map(Double.init)
            for column in 0..<columns {
                let share = columns > 1 ? Double(column) / Double(columns - 1) : 0
                numbers += Self.between(a, b, share).map(Float.init)
            }
        }
        return Tensor(numbers, shape: [rows * columns, width])
    }

    /// The point `share` of the way from `a` to `b` on the circle through both.
    static func between(_ a: [Double], _ b: [Double], _ share: Double) -> [Double] {
        func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
        let cosine = product(a, b) / (product(a, a) * product(b, b)).squareRoot()
        guard cosine.isFinite, abs(cosine) < 1 - 1e-9 else { return zip(a, b).map { $0 + ($1 - $0) * share } }
        let angle = arcCosine(cosine)
        let (from, to) = (sine((1 - share) * angle) / sine(angle), sine(share * angle) / sine(angle))
        return zip(a, b).map { from * $0 + to * $1 }
    }
}
