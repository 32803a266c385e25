/// An optimizer as `--optimizer` names it, with the usual settings.
public struct OptimizerEntry: Sendable {
    public let name: String
    public let summary: String
    /// The rule for a momentum, which only `sgd` uses, and a weight decay.
    public let rule: @Sendable (_ momentum: Double, _ weightDecay: Double) -> UpdateRule

    public static let all = [
        OptimizerEntry(name: "sgd", summary: "gradient descent with momentum") {
            .sgd(momentum: $0, weightDecay: $1)
        },
        OptimizerEntry(name: "nesterov", summary: "gradient descent with Nesterov's momentum") {
            .sgd(momentum: $0, nesterov: $0 > 0, weightDecay: $1)
        },
        OptimizerEntry(name: "adam", summary: "Adam") { .adam(weightDecay: $1) },
        OptimizerEntry(name: "adamw", summary: "Adam with decoupled weight decay") {
            .adam(weightDecay: $1, decoupled: true)
        },
        OptimizerEntry(name: "adamax", summary: "Adam with the largest gradient") { .adamax(weightDecay: $1) },
        OptimizerEntry(name: "adagrad", summary: "AdaGrad") { .adaGrad(weightDecay: $1) },
        OptimizerEntry(name: "rmsprop", summary: "RMSprop") { .rmsProp(weightDecay: $1) },
    ]
}

/// A learning-rate schedule as `--schedule` names it.
public struct ScheduleEntry: Sendable {
    public let name: String
    public let summary: String
    public let schedule: LearningRateSchedule

    public static let all = [
        ScheduleEntry(name: "constant", summary: "the same rate throughout", schedule: .constant),
        ScheduleEntry(
            name: "step", summary: "a tenth after every five epochs", schedule: .step(epochs: 5, factor: 0.1)),
        ScheduleEntry(
            name: "exponential", summary: "nine tenths after every epoch", schedule: .exponential(factor: 0.9)),
        ScheduleEntry(name: "cosine", summary: "half a cosine down to zero", schedule: .cosine()),
        ScheduleEntry(name: "one-cycle", summary: "up, then down to zero", schedule: .oneCycle()),
    ]
}
