import Foundations
import Tensors

/// The state of a training, which hooks see and checkpoints store.
public final class TrainingState {
    /// The model.
    public let model: any Module
    /// The parts of the model, each with its optimizer; at least one.
    public let parts: [TrainedPart]
    /// The random streams of the training.
    public private(set) var random: RandomStreams
    /// Examples per step; the last step of an epoch may have fewer.
    public let batchSize: Int
    /// Epochs of the whole training.
    public let epochs: Int
    /// Steps that show every example once.
    public let stepsPerEpoch: Int
    /// Examples of an epoch.
    public let examplesPerEpoch: Int

    /// Finished epochs.
    public internal(set) var epoch = 0
    /// Finished steps of the current epoch.
    public internal(set) var stepInEpoch = 0
    /// The sum of the losses of the current epoch, each weighted by its examples, and those examples' count.
    public internal(set) var lossSum = 0.0
    public internal(set) var exampleCount = 0
    /// The loss of the latest step.
    public internal(set) var latestLoss = Double.nan
    /// The number of examples in the latest step.
    public internal(set) var latestExampleCount = 0
    /// Seconds of only the training steps, including those before a resumed checkpoint.
    public internal(set) var trainingSeconds = 0.0
    /// Values that steps carry besides the weights, such as the state of a recurrent network; empty at the beginning of
    /// an epoch. Checkpoints store them.
    public var carried: [String: Tensor] = [:]
    /// Weights of an earlier epoch that are better than the present ones; checkpoints store them.
    public var kept: [String: Tensor] = [:]
    /// Running figures, such as a smoothed loss or the best so far; checkpoints store them.
    public var figures: [String: Double] = [:]

    /// A running figure that is a count; nil where there is none, or where it is not a whole number in a damaged file.
    public func count(_ name: String) -> Int? {
        figures[name].flatMap(Int.init(exactly:)).flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil }
    }
    /// The metrics of the latest epoch, by column name, in order.
    public private(set) var metrics: [(name: String, value: Double)] = []
    /// The reason to end training before its last epoch.
    public private(set) var stopReason: StopReason?

    /// The reason why a training ends.
    public enum StopReason: Equatable, Sendable {
        case interrupted
        case noImprovement
        /// The requested number of steps is reached.
        case stepLimit
        /// The model has reached the requested quality.
        case converged
    }

    init(
        model: any Module, parts: [TrainedPart], random: RandomStreams, batchSize: Int, epochs: Int, exampleCount: Int
    ) {
        Contract.require(!parts.isEmpty, "TrainingState", "a model without parts")
        self.model = model
        self.parts = parts
        self.random = random
        self.batchSize = batchSize
        self.epochs = epochs
        examplesPerEpoch = exampleCount
        stepsPerEpoch = (exampleCount + batchSize - 1) / batchSize
    }

    /// The optimizer of the model, or of its first part.
    public var optimizer: Optimizer { parts[0].optimizer }

    /// The total number of finished steps.
    public var step: Int { epoch * stepsPerEpoch + stepInEpoch }

    /// Whether all epochs are complete.
    public var isFinished: Bool { epoch >= epochs }

    /// The mean loss of the current epoch so far, over its examples.
    public var meanLoss: Double { exampleCount == 0 ? .nan : lossSum / Double(exampleCount) }

    /// Whether the epoch that has ended is the first, the last, or a multiple of `interval`: with tens of thousands of
    /// epochs, a few hundred measurements are enough.
    public func isMeasured(every interval: Int) -> Bool {
        epoch.isMultiple(of: interval) || epoch == 1 || epoch >= epochs
    }

    /// Ends training after the current step.
    public func stop(_ reason: StopReason) {
        if stopReason == nil { stopReason = reason }
    }

    /// Records a metric of the latest epoch.
    public func record(_ metric: Metric, _ value: Double) { record(metric.name, value) }

    /// The metric of the latest epoch, where it was measured.
    public func metric(_ metric: Metric) -> Double? { self.metric(metric.name) }

    func record(_ name: String, _ value: Double) {
        if let place = metrics.firstIndex(where: { $0.name == name }) {
            metrics[place].value = value
        } else {
            metrics.append((name, value))
        }
    }

    func metric(_ name: String) -> Double? {
        metrics.first { $0.name == name }?.value
    }

    func count(_ loss: Double, examples: Int) {
        latestLoss = loss
        latestExampleCount = examples
        lossSum += loss * Double(examples)
        exampleCount += examples
        stepInEpoch += 1
    }

    /// Takes the place of another training's state within a step.
    func follow(_ other: TrainingState, drawingFrom random: RandomStreams, carrying carried: [String: Tensor]) {
        (epoch, stepInEpoch, figures) = (other.epoch, other.stepInEpoch, other.figures)
        (self.random, self.carried) = (random, carried)
    }

    func finishEpoch() {
        metrics = [("train_loss", meanLoss)]
        epoch += 1
        stepInEpoch = 0
        carried = [:]
    }

    func beginEpoch() {
        (lossSum, exampleCount) = (0, 0)
    }
}
