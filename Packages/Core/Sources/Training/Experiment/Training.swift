// A training of an experiment: its length, its pace of evaluation, its beginning, and its end.

/// The lengths of a training.
public struct TrainingPlan: Sendable {
    /// Whole epochs; a limit on steps may cut the last one short.
    public let epochs: Int
    /// Steps that show every example once.
    public let stepsPerEpoch: Int
    /// Examples per step.
    public let batchSize: Int
    /// The total number of steps.
    public let steps: Int

    /// Epochs from one row of the metrics to the next: some thousand rows are enough for a training of any length.
    public var rowInterval: Int { max(1, epochs / 2_000) }
}

/// How often a training is evaluated and saved, in epochs.
public struct Pace {
    /// From one evaluation to the next.
    public var evaluation: Int
    /// From one row of the metrics to the next.
    public var rows: Int
    /// From one checkpoint, and one write of the metrics, to the next.
    public var saving: Int
    /// Steps from one row of `steps.csv` to the next by default, without `--log-every`; nil for no such rows. The
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
    /// The experiment with the facts of its data.
    public let experiment: E
    /// The data for training, validation and test.
    public let data: E.Data
    /// The state at the beginning, or from a checkpoint.
    public let model: E.Model
    /// The length of the training.
    public let plan: TrainingPlan
    /// The folder of the run; nil where nothing is stored.
    public let folder: RunFolder?
    /// The console of the training.
    public let console: Console
}

/// A finished training.
public struct Trained<E: Experiment> {
    /// The experiment that was trained.
    public let experiment: E
    /// The data for training, validation and test.
    public let data: E.Data
    /// The model with the kept weights.
    public let model: E.Model
    /// The state of the training at its end.
    public let state: TrainingState
    /// The figures of its epochs.
    public let log: MetricsLog
    /// The choice of the kept weights.
    public let kept: KeptWeights
    /// The score of the kept weights on the test part; where there is none, on the validation part.
    public let score: E.Score?
    /// The figures of `score`.
    public let measurements: [Measurement]
    /// The mean seconds of an evaluation during training; 0 where there was none.
    public let evaluationSeconds: Double
    /// The folder of the run; nil where nothing is stored.
    public let folder: RunFolder?
    /// The console of the training.
    public let console: Console
    /// The experiment's own hooks with their data, in the order in which it named them.
    public let hooks: [any TrainingHook]
    /// The loss within epochs, where `--log-every` or the experiment's pace requests it.
    public let steps: StepLog?
    /// The energy of the training, in all processes that took part; nil where it is unknown.
    public let energy: EnergyTotal?
    /// What the divided steps have taken; nil where batches are not divided.
    public let ranks: RankReport?
    /// The event files; nil where none are written.
    let board: TensorBoardHook?

    /// The experiment's own hook of a type.
    public func hook<Hook: TrainingHook>(_ type: Hook.Type) -> Hook? { hooks.lazy.compactMap { $0 as? Hook }.first }
}
