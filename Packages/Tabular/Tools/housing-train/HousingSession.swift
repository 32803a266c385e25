import CommandLineSupport
import Core
import TabularModels

/// One training from its configuration to its results.
struct HousingSession {
    var configuration: RunConfiguration
    let data: HousingData
    /// Where the run is kept; nil where nothing is kept.
    let run: RunFolder?
    let console: Console
    /// What to type to go on with an interrupted training; nil for the run's own name.
    var resumeCommand: String?

    struct Result {
        let model: HousingNet
        let state: TrainingState
        let log: MetricsLog
        let score: HousingScore
    }

    /// Looks at a training: hundreds in a figure, a few checkpoints.
    private static let looks = 600
    private static let checkpoints = 20

    /// Rows in a step.
    private var batchSize: Int { min(configuration.recipe.batchSize ?? .max, data.training.count) }

    var stepsPerEpoch: Int { (data.training.count + batchSize - 1) / batchSize }

    /// Trains, from the latest checkpoint of the run if `resuming`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    func train(_ model: HousingNet, resuming: Bool = false) throws -> Result {
        ComputeContext.threads = configuration.threads
        let recipe = configuration.recipe
        let epochs = (recipe.iterations + stepsPerEpoch - 1) / stepsPerEpoch
        let stride = max(1, epochs / Self.looks)
        let interval = max(1, epochs / Self.checkpoints)
        let log = MetricsLog(run, every: interval, rowEvery: stride)
        var hooks: [any TrainingHook] = [
            ScheduleHook(recipe.learningRateSchedule, base: recipe.learningRate), FiniteLossHook(),
            StepLimitHook(recipe.iterations), InterruptionHook { Interruption.isRequested },
            TestHook(every: stride) { score(of: model).metrics },
            ProgressHook(on: console) { state in
                let loss = state.metric("test_loss").map { "test loss \(Readable.loss($0))" }
                let accuracy = state.metric("test_accuracy").map { "test accuracy \(Readable.percent($0))" }
                let error = state.metric("test_rmse").map { "test error \(Readable.loss($0))" }
                return [loss, accuracy ?? error].compactMap { $0 }
            }, log,
        ]
        if let run { hooks.append(CheckpointHook(run, configuration: configuration.text, every: interval)) }
        let trainer = Trainer(
            model, optimizer: Optimizer(recipe.rule, learningRate: recipe.learningRate),
            random: RandomStreams(seed: configuration.seed), epochs: epochs, batchSize: batchSize,
            exampleCount: data.training.count, hooks: hooks
        ) { model, batch in model.loss(batch) }
        if resuming, let run { try run.restoreLatest(trainer.state) }
        if trainer.state.step >= recipe.iterations {
            console.note(
                "nothing left to train: the run has its \(Readable.count(recipe.iterations)) iterations; "
                    + "--iterations asks for more")
        }
        try trainer.train(on: data.training)
        let place = "after iteration \(Readable.count(trainer.state.step))"
        if let resumeCommand { try trainer.state.requireUninterrupted(at: place, resumeWith: resumeCommand) }
        try trainer.state.requireUninterrupted(at: place, by: RunConfiguration.toolName, in: run)
        return Result(model: model, state: trainer.state, log: log, score: score(of: model))
    }

    private func score(of model: HousingNet) -> HousingScore {
        HousingScore(of: model, on: data.test, configuration.preparation)
    }

    /// The loss of one step on one batch, to see that everything fits together; nothing is written.
    func dryRun() -> Double {
        ComputeContext.threads = configuration.threads
        let model = configuration.makeModel()
        let batch = data.training.batch(Array(0..<Int32(batchSize))[...])
        return Optimizer(configuration.recipe.rule, learningRate: configuration.recipe.learningRate)
            .takeStep(of: model, drawingFrom: RandomStreams(seed: configuration.seed)) { model.loss(batch) }
    }

    /// The run in figures.
    func summary(of result: Result) -> RunSummary {
        let state = result.state
        var summary = RunSummary(
            tool: RunConfiguration.toolName, dataset: data.name, model: RunConfiguration.modelName,
            seed: configuration.seed, threads: configuration.threads, of: state)
        summary.trainLoss = result.log.column("train_loss").last
        summary.testLoss = result.score.loss
        summary.testAccuracy = result.score.classes?.accuracy
        summary.run = run?.path
        summary.extra["iterations"] = .integer(state.step)
        summary.extra["seconds_per_iteration"] = .number(state.trainingSeconds / Double(max(1, state.step)))
        if let values = result.score.values {
            summary.extra["test_rmse"] = .number(values.rootMeanSquare)
            summary.extra["test_mae"] = .number(values.meanAbsolute)
            summary.extra["test_r2"] = .number(values.determination)
        }
        if let classes = result.score.classes {
            summary.extra["confusion"] = .array(classes.confusion.map { .array($0.map { .integer($0) }) })
            summary.extra["classes"] = classes.classJSON(HousingColumns.classNames)
        }
        return summary
    }
}
