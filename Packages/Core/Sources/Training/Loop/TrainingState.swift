import Foundations
import Tensors

/// Where a training stands; what hooks see and what a checkpoint keeps.
public final class TrainingState {
    /// What is trained.
    public let model: any Module
    /// The parts of the model, each with its optimizer; at least one.
    public let parts: [TrainedPart]
    /// The random streams of the training.
    public let random: RandomStreams
    /// Examples a step; the last step of an epoch may have fewer.
    public let batchSize: Int
    /// Epochs of the whole training.
    public let epochs: Int
    /// Steps that show every example once.
    public let stepsPerEpoch: Int
    /// Examples of an epoch.
    public let examplesPerEpoch: Int

    /// Epochs finished.
    public internal(set) var epoch = 0
    /// Steps finished of the current epoch.
    public internal(set) var stepInEpoch = 0
    /// The sum of the losses of the current epoch, each weighted by its examples, and those examples' count.
    public internal(set) var lossSum = 0.0
    public internal(set) var exampleCount = 0
    /// The loss of the latest step.
    public internal(set) var latestLoss = Double.nan
    /// How many examples the latest step had.
    public internal(set) var latestExampleCount = 0
    /// Seconds spent in training steps alone, those before a resumed checkpoint included.
    public internal(set) var trainingSeconds = 0.0
    /// What is carried from step to step besides weights, such as the state of a recurrent network; empty where an epoch
    /// begins. Checkpoints keep it.
    public var carried: [String: Tensor] = [:]
    /// Weights of an earlier epoch that are worth more than the present ones; checkpoints keep them.
    public var kept: [String: Tensor] = [:]
    /// Running figures, such as a smoothed loss or the best so far; checkpoints keep them.
    public var figures: [String: Double] = [:]

    /// A running figure that counts something; nil where there is none, or a damaged file says that it is no whole number.
    public func count(_ name: String) -> Int? {
        figures[name].flatMap(Int.init(exactly:)).flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil }
    }
    /// What has been measured of the latest epoch, by column name, in order.
    public private(set) var metrics: [(name: String, value: Double)] = []
    /// Why training is to end before its last epoch.
    public private(set) var stopReason: StopReason?

    /// Why a training ends.
    public enum StopReason: Equatable, Sendable {
        case interrupted
        case noImprovement
        /// As many steps as were asked for are done.
        case stepLimit
        /// The model is as good as was asked for.
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

    /// Steps finished in all.
    public var step: Int { epoch * stepsPerEpoch + stepInEpoch }

    /// Whether all epochs are done.
    public var isFinished: Bool { epoch >= epochs }

    /// The mean loss of the current epoch so far, over its examples.
    public var meanLoss: Double { exampleCount == 0 ? .nan : lossSum / Double(exampleCount) }

    /// Whether the epoch that has ended is the first, the last, or a multiple of `interval`: where there are tens of
    /// thousands, a few hundred are worth measuring.
    public func isMeasured(every interval: Int) -> Bool {
        epoch.isMultiple(of: interval) || epoch == 1 || epoch >= epochs
    }

    /// Ends training after the current step.
    public func stop(_ reason: StopReason) {
        if stopReason == nil { stopReason = reason }
    }

    /// Notes a figure of the latest epoch.
    public func record(_ metric: Metric, _ value: Double) { record(metric.name, value) }

    /// The figure of the latest epoch, where it was measured.
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
