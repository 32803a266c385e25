/// The parts of a data set, each with its own purpose.
public enum DataPart: String, Codable, Sendable, CaseIterable {
    /// The examples for training.
    case training = "train"
    /// The examples that choose the epoch, settings and the end of training.
    case validation
    /// The examples that test a finished model.
    case test
}

/// A figure that is measured during a training: a column of `metrics.csv`.
public struct Metric: Hashable, Sendable {
    /// The name of its column.
    public let name: String
    /// Whether a larger value is a better one.
    public let isBetterHigher: Bool
    /// Whether it is a fraction from 0 to 1, which is shown as a percentage.
    public let isFraction: Bool

    public init(_ name: String, isBetterHigher: Bool = false, isFraction: Bool = false) {
        (self.name, self.isBetterHigher, self.isFraction) = (name, isBetterHigher, isFraction)
    }

    /// Epochs finished.
    public static let epoch = Metric("epoch")
    /// The total number of finished steps.
    public static let step = Metric("step")
    /// The rate of the latest step.
    public static let learningRate = Metric("learning_rate")
    /// The mean loss of the epoch's steps.
    public static let trainLoss = Metric.loss(.training)
    /// The total seconds of training steps.
    public static let seconds = Metric("seconds")

    /// The mean loss over a part.
    public static func loss(_ part: DataPart) -> Metric { Metric("\(part.rawValue)_loss") }

    /// The fraction of a part that is classified correctly.
    public static func accuracy(_ part: DataPart) -> Metric {
        Metric("\(part.rawValue)_accuracy", isBetterHigher: true, isFraction: true)
    }

    /// The value with a sign for which smaller is better.
    func badness(_ value: Double) -> Double { isBetterHigher ? -value : value }
}

/// A metric and its value.
public struct Measurement: Sendable {
    /// The metric.
    public let metric: Metric
    /// The value.
    public let value: Double

    public init(_ metric: Metric, _ value: Double) { (self.metric, self.value) = (metric, value) }
}

/// The score of a model on a part of the data.
public protocol ModelScore {
    /// The figures for the part that was scored, the loss first.
    func measurements(on part: DataPart) -> [Measurement]
}

extension ClassificationScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        [Measurement(.loss(part), loss), Measurement(.accuracy(part), accuracy)]
    }
}
