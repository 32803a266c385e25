/// The parts of a data set, each with a purpose of its own.
public enum DataPart: String, Codable, Sendable, CaseIterable {
    /// What weights are learned from.
    case training = "train"
    /// What epochs, settings and the end of training are chosen by.
    case validation
    /// What a finished model is judged by.
    case test
}

/// A figure that is measured along a training: a column of `metrics.csv`.
public struct Metric: Hashable, Sendable {
    /// The name of its column.
    public let name: String
    /// Whether a larger value is a better one.
    public let isBetterHigher: Bool
    /// Whether it is a fraction from 0 to 1, which people read as a percentage.
    public let isFraction: Bool

    public init(_ name: String, isBetterHigher: Bool = false, isFraction: Bool = false) {
        (self.name, self.isBetterHigher, self.isFraction) = (name, isBetterHigher, isFraction)
    }

    /// Epochs finished.
    public static let epoch = Metric("epoch")
    /// Steps finished in all.
    public static let step = Metric("step")
    /// The rate of the latest step.
    public static let learningRate = Metric("learning_rate")
    /// The mean loss of the epoch, as its steps saw it.
    public static let trainLoss = Metric.loss(.training)
    /// Seconds spent on training steps, in all.
    public static let seconds = Metric("seconds")

    /// The mean loss over a part.
    public static func loss(_ part: DataPart) -> Metric { Metric("\(part.rawValue)_loss") }

    /// The fraction of a part that is classified right.
    public static func accuracy(_ part: DataPart) -> Metric {
        Metric("\(part.rawValue)_accuracy", isBetterHigher: true, isFraction: true)
    }

    /// The value so that less is better.
    func badness(_ value: Double) -> Double { isBetterHigher ? -value : value }
}

/// A metric and what it came to.
public struct Measurement: Sendable {
    /// What was measured.
    public let metric: Metric
    /// What it came to.
    public let value: Double

    public init(_ metric: Metric, _ value: Double) { (self.metric, self.value) = (metric, value) }
}

/// How well a model does on a part of the data.
public protocol ModelScore {
    /// The figures for the part that was scored, the loss first.
    func measurements(on part: DataPart) -> [Measurement]
}

extension ClassificationScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        [Measurement(.loss(part), loss), Measurement(.accuracy(part), accuracy)]
    }
}
