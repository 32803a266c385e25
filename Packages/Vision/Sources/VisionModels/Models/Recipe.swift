import Core

/// How a model is trained: everything that changes the result besides the model, the data and the seed.
public struct Recipe: TrainingRecipe {
    public var epochs: Int
    public var batchSize: Int
    public var learningRate: Double
    /// A name of `OptimizerEntry.all`.
    public var optimizer: String
    public var momentum: Double
    public var weightDecay: Double
    /// A name of `ScheduleEntry.all`.
    public var schedule: String

    public init(
        epochs: Int = 10, batchSize: Int = 64, learningRate: Double = 0.01, optimizer: String = "sgd",
        momentum: Double = 0.5, weightDecay: Double = 0, schedule: String = "constant"
    ) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.optimizer = optimizer
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.schedule = schedule
    }

    /// The update rule that the recipe names; plain descent for a name that is not known.
    public var rule: UpdateRule {
        let entry = OptimizerEntry.all.first { $0.name == optimizer }
        return entry?.rule(momentum, weightDecay) ?? .sgd(weightDecay: weightDecay)
    }

    /// The schedule that the recipe names; constant for a name that is not known.
    public var learningRateSchedule: LearningRateSchedule {
        ScheduleEntry.all.first { $0.name == schedule }?.schedule ?? .constant
    }
}
