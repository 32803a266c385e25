// A training of an experiment: how long it is, how often it is evaluated, at its beginning, and at its end.

/// The lengths of a training.
public struct TrainingPlan: Sendable {
    /// Whole epochs, the last of which a limit on steps may cut short.
    public let epochs: Int
    /// Steps that show every example once.
    public let stepsPerEpoch: Int
    /// Examples a step.
    public let batchSize: Int
    /// Steps in all.
    public let steps: Int

    /// Epochs from one row of the metrics to the next: some thousand rows say everything, however long a training is.
    public var rowInterval: Int { max(1, epochs / 2_000) }
}

/// How often a training is looked at and saved, in epochs.
public struct Pace {
    /// From one evaluation to the next.
    public var evaluation: Int
    /// From one row of the metrics to the next.
    public var rows: Int
    /// From one checkpoint, and one writing of the metrics, to the next.
    public var saving: Int
    /// Steps from one row of `steps.csv` to the next where `--log-every` asks for none; nil for no such rows. The
    /// experiment draws them.
    public var steps: Int?
    /// Whether an epoch's checkpoint stays when the next has been saved.
    public var isKept: (Int) -> Bool

    /// - Parameters:
    ///   - evaluation: epochs from one evaluation to the next.
    ///   - rows: epochs from one row of the metrics to the next.
    ///   - saving: epochs from one checkpoint to the next.
    ///   - steps: steps from one row of `steps.csv` to the next; nil for no such rows.
    ///   - isKept: whether the checkpoint of an epoch stays; all do by default.
    public init(
        evaluation: Int = 1, rows: Int = 1, saving: Int = 1, steps: Int? = nil,
        keeping isKept: @escaping (Int) -> Bool = { _ in true }
    ) {
        (self.evaluation, self.rows, self.saving, self.isKept) = (
            max(1, evaluation), max(1, rows), max(1, saving), isKept
        )
        self.steps = steps.map { max(1, $0) }
    }
}

/// A training that is about to begin, as an experiment's own hooks see it.
public struct Training<E: Experiment> {
    /// With what the data are like.
    public let experiment: E
    /// What is learned from and judged by.
    public let data: E.Data
    /// As it begins, or as a checkpoint left it.
    public let model: E.Model
    /// How long the training is.
    public let plan: TrainingPlan
    /// Where the run is kept; nil where nothing is kept.
    public let folder: RunFolder?
    /// Where it speaks.
    public let console: Console
}

/// A training that has come to its end.
public struct Trained<E: Experiment> {
    /// What was trained.
    public let experiment: E
    /// What was learned from and judged by.
    public let data: E.Data
    /// With the weights that were kept.
    public let model: E.Model
    /// Where the training stands at its end.
    public let state: TrainingState
    /// The figures of its epochs.
    public let log: MetricsLog
    /// Which weights were kept, and why.
    public let kept: KeptWeights
    /// Of the kept weights, on the test part; where there is none, on the validation part.
    public let score: E.Score?
    /// The figures of `score`.
    public let measurements: [Measurement]
    /// Seconds spent on an evaluation along the way, on average; 0 where there was none.
    public let evaluationSeconds: Double
    /// Where the run is kept; nil where nothing is kept.
    public let folder: RunFolder?
    /// Where it speaks.
    public let console: Console
    /// What hooks of the experiment's own have gathered, in the order in which it named them.
    public let hooks: [any TrainingHook]
    /// The loss within epochs, where `--log-every` or the experiment's pace asks for it.
    public let steps: StepLog?

    /// The experiment's own hook of a type.
    public func hook<Hook: TrainingHook>(_ type: Hook.Type) -> Hook? { hooks.lazy.compactMap { $0 as? Hook }.first }
}
