import CommandLineSupport
import Core

/// One training of a classifier from its settings to its results.
public struct ClassifierSession<Settings: ClassifierSettings> {
    public let configuration: Settings
    public let data: ImageDataset
    /// Where the run is kept; nil where nothing is kept.
    public let run: RunFolder?
    public let console: Console

    public struct Result {
        public let model: any ImageClassifier
        public let state: TrainingState
        public let log: MetricsLog
        public let score: ClassificationScore
    }

    public init(configuration: Settings, data: ImageDataset, run: RunFolder?, console: Console) {
        self.configuration = configuration
        self.data = data
        self.run = run
        self.console = console
    }

    /// Trains, from the latest checkpoint of the run if `resuming`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    public func train(resuming: Bool = false) throws -> Result {
        ComputeContext.threads = configuration.threads
        return try train(configuration.makeModel(), resuming)
    }

    private func train(_ model: some ImageClassifier, _ resuming: Bool) throws -> Result {
        let recipe = configuration.recipe
        let classes = configuration.classNames.count
        let log = MetricsLog(run)
        let augmented = augmentedExamples
        var latest: ClassificationScore?
        var hooks: [any TrainingHook] = [
            ScheduleHook(recipe.learningRateSchedule, base: recipe.learningRate), FiniteLossHook(),
            InterruptionHook { Interruption.isRequested },
            TestHook {
                let score = model.score(on: data.test, classes: classes)
                latest = score
                return [("test_loss", score.loss), ("test_accuracy", score.accuracy)]
            },
            ProgressHook(on: console) { state in
                state.metric("test_accuracy").map { ["test accuracy \(Readable.percent($0, places: 2))"] } ?? []
            }, log,
        ]
        if let run { hooks.append(CheckpointHook(run, configuration: configuration.text)) }
        let trainer = Trainer(
            model, optimizer: Optimizer(recipe.rule, learningRate: recipe.learningRate),
            random: RandomStreams(seed: configuration.seed), epochs: recipe.epochs, batchSize: recipe.batchSize,
            exampleCount: data.training.count, hooks: hooks
        ) { model, batch in model.loss(model(batch.inputs), labels: batch.labels) }
        if resuming, let run { try run.restoreLatest(trainer.state) }
        trainer.state.noteIfFinished(on: console)
        if let augmented { try trainer.train(on: augmented) } else { try trainer.train(on: data.training) }
        try trainer.state.requireUninterrupted(by: Settings.toolName, in: run)
        let score = latest ?? model.score(on: data.test, classes: classes)
        return Result(model: model, state: trainer.state, log: log, score: score)
    }

    /// The training pictures, changed anew in every epoch; nil where they are shown as they are.
    private var augmentedExamples: AugmentedExamples? {
        guard let augmentation = configuration.augmentation, !augmentation.isIdentity else { return nil }
        return AugmentedExamples(data.training, augmentation, seed: configuration.seed)
    }

    /// One step on one batch, to see that everything fits together; nothing is written.
    ///
    /// - Returns: the loss.
    public func dryRun() throws -> Double {
        ComputeContext.threads = configuration.threads
        let model = try configuration.makeModel()
        let numbers = Array(0..<Int32(min(configuration.recipe.batchSize, data.training.count)))
        return dryStep(model, augmentedExamples?.batch(numbers[...]) ?? data.training.batch(numbers[...]))
    }

    private func dryStep(_ model: some ImageClassifier, _ batch: Batch) -> Double {
        Optimizer(configuration.recipe.rule, learningRate: configuration.recipe.learningRate)
            .takeStep(of: model, drawingFrom: RandomStreams(seed: configuration.seed)) {
                model.loss(model(batch.inputs), labels: batch.labels)
            }
    }

    /// The run in figures.
    public func summary(of result: Result) -> RunSummary {
        var summary = RunSummary(
            tool: Settings.toolName, dataset: configuration.dataset, model: configuration.model,
            seed: configuration.seed, threads: configuration.threads, of: result.state)
        summary.trainLoss = result.log.column("train_loss").last
        summary.testLoss = result.score.loss
        summary.testAccuracy = result.score.accuracy
        summary.run = run?.path
        return summary
    }
}
