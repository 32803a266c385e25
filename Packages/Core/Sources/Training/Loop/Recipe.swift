import Engine
import Foundations
import Tensors

/// How a model is trained: the settings that every experiment has.
public struct Recipe: Codable, Equatable, Sendable {
    /// Passes over the training examples; nil for the number that `steps` requires.
    public var epochs: Int?
    /// The number of steps after which training always ends; nil for all steps of the epochs.
    public var steps: Int?
    /// Examples in a step; nil for all of them.
    public var batchSize: Int?
    /// The step's length, before any schedule.
    public var learningRate: Double
    public var optimizer: OptimizerChoice
    /// λ of the update rule; nil for the optimizer's default.
    public var weightDecay: Double?
    public var schedule: LearningRateSchedule
    /// Gradients are limited to ± this, number by number.
    public var clipValue: Double?
    /// The norm of all gradients together is limited to this.
    public var clipNorm: Double?
    /// V: a step's examples are divided into so many shards, each computed by itself; nil for none.
    public var shards: Int?
    /// Whether batch normalization sees all shards of a batch; by default, each shard is normalized by itself.
    public var syncBatchNorm: Bool?
    /// Epochs without a better validation after which training ends; nil or 0 for never.
    public var patience: Int?

    public init(
        epochs: Int? = 10, steps: Int? = nil, batchSize: Int? = 64, learningRate: Double = 0.01,
        optimizer: OptimizerChoice = .sgd(), weightDecay: Double? = nil, schedule: LearningRateSchedule = .constant,
        clipValue: Double? = nil, clipNorm: Double? = nil, patience: Int? = nil
    ) {
        (self.epochs, self.steps, self.batchSize) = (epochs, steps, batchSize)
        (self.learningRate, self.optimizer, self.weightDecay) = (learningRate, optimizer, weightDecay)
        (self.schedule, self.clipValue, self.clipNorm, self.patience) = (schedule, clipValue, clipNorm, patience)
    }

    /// Whether batch normalization sees all shards of a batch.
    var synchronizesBatchNorm: Bool { syncBatchNorm ?? false }

    /// The update rule of a built-in optimizer; nil for a custom one.
    public var rule: UpdateRule? { optimizer.rule(weightDecay: weightDecay) }

    /// An optimizer before its first step.
    ///
    /// - Parameter learningRate: nil for the recipe's.
    public func makeOptimizer(learningRate: Double? = nil) -> Optimizer {
        Optimizer(optimizer, weightDecay: weightDecay, learningRate: learningRate ?? self.learningRate)
    }

    /// The filter of gradients before the optimizer; nil where they are not limited.
    public var clipping: ((Gradients) -> Gradients)? {
        guard clipValue != nil || clipNorm != nil else { return nil }
        let (value, norm) = (clipValue, clipNorm)
        return { gradients in
            var gradients = gradients
            if let value { gradients = gradients.clipped(toValue: value) }
            if let norm { gradients = gradients.clipped(toNorm: norm) }
            return gradients
        }
    }

    /// Examples in a step, for a total number of examples.
    public func batchSize(of count: Int) -> Int { max(1, min(batchSize ?? .max, count)) }

    /// Epochs of a training, for a number of steps per epoch.
    public func epochs(ofSteps stepsPerEpoch: Int) -> Int {
        epochs ?? ((steps ?? 0) + stepsPerEpoch - 1) / max(1, stepsPerEpoch)
    }

    /// The largest count of epochs, steps or examples: products of such counts stay far below the limit of `Int`.
    public static let mostCount = 1_000_000_000
    /// The largest number of shards.
    public static let mostShards = 1_024
    /// Larger learning rates are beyond float32.
    public static let rates = 1e-300...1e38

    /// Checks every number.
    public func check() throws(SettingError) {
        try Setting.require("epochs", epochs, in: 0...Self.mostCount)
        try Setting.require("steps", steps, in: 0...Self.mostCount)
        try Setting.require("epochs", "not given", epochs != nil || steps != nil, expected: "epochs or steps")
        try Setting.require("batchSize", batchSize, in: 1...Self.mostCount)
        try Setting.require(
            "learningRate", learningRate, Self.rates.contains(learningRate), expected: "a number above 0, at most 1e38")
        try optimizer.check()
        try Setting.require("weightDecay", weightDecay, in: 0...1_000)
        try schedule.check()
        try Setting.require("clipValue", clipValue, in: 0...1e9)
        try Setting.require("clipNorm", clipNorm, in: 0...1e9)
        try Setting.require("shards", shards, in: 1...Self.mostShards)
        try Setting.require("patience", patience, in: 0...Self.mostCount)
    }
}
