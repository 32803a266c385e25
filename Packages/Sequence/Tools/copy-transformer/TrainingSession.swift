import CommandLineSupport
import Core
import SequenceModels

/// One training from its configuration to its results.
struct TrainingSession {
    let configuration: RunConfiguration
    let task: CopyTask
    let training: CopySequences
    let validation: CopySequences
    /// Where the run is kept; nil where nothing is kept.
    let run: RunFolder?
    let console: Console

    struct Result {
        let model: CopyTransformer
        let state: TrainingState
        let log: MetricsLog
        let score: CopyScore
    }

    /// - Throws: `ToolError` where the task is not known.
    init(_ configuration: RunConfiguration, run: RunFolder?, console: Console) throws {
        self.configuration = configuration
        self.run = run
        self.console = console
        task = try configuration.copyTask()
        training = task.sequences(
            configuration.trainingSequences, bits: configuration.bits, seed: configuration.seed, purpose: "training")
        validation = task.sequences(
            configuration.validationSequences, bits: configuration.bits, seed: configuration.seed,
            purpose: "validation")
    }

    /// Trains, from the latest checkpoint of the run if `resuming`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    func train(_ model: CopyTransformer, resuming: Bool = false) throws -> Result {
        ComputeContext.threads = configuration.threads
        let recipe = configuration.recipe
        let log = MetricsLog(run)
        var latest: CopyScore?
        var hooks: [any TrainingHook] = [
            ScheduleHook(recipe.learningRateSchedule, base: recipe.learningRate), FiniteLossHook(),
            InterruptionHook { Interruption.isRequested },
            EvaluationHook {
                let score = score(of: model)
                latest = score
                return [("test_loss", score.loss), ("exact_copies", score.exactRate)]
            },
            ProgressHook(on: console) { state in
                guard let loss = state.metric("test_loss"), let exact = state.metric("exact_copies") else { return [] }
                return ["validation \(Readable.loss(loss))", "exact copies \(Readable.percent(exact))"]
            }, log,
        ]
        if let run { hooks.append(CheckpointHook(run, configuration: configuration.text)) }
        let trainer = Trainer(
            model, optimizer: Optimizer(recipe.rule, learningRate: recipe.learningRate),
            random: RandomStreams(seed: configuration.seed), epochs: recipe.epochs, batchSize: recipe.batchSize,
            exampleCount: training.count, hooks: hooks
        ) { model, batch in model.loss(copying: batch.inputs) }
        if resuming, let run { try run.restoreLatest(trainer.state) }
        trainer.state.noteIfFinished(on: console)
        try trainer.train(on: training)
        try trainer.state.requireUninterrupted(by: RunConfiguration.toolName, in: run)
        return Result(model: model, state: trainer.state, log: log, score: latest ?? score(of: model))
    }

    private func score(of model: CopyTransformer) -> CopyScore {
        CopyScore(of: model, on: validation, kinds: task.kinds.count)
    }

    /// The loss of one step on one batch, to see that everything fits together; nothing is written.
    func dryRun() -> Double {
        ComputeContext.threads = configuration.threads
        let model = configuration.makeModel()
        let batch = training.batch(Array(0..<Int32(min(configuration.recipe.batchSize, training.count)))[...])
        return Optimizer(configuration.recipe.rule, learningRate: configuration.recipe.learningRate)
            .takeStep(of: model, drawingFrom: RandomStreams(seed: configuration.seed)) {
                model.loss(copying: batch.inputs)
            }
    }

    /// The run in figures.
    func summary(of result: Result) -> RunSummary {
        var summary = RunSummary(
            tool: RunConfiguration.toolName, dataset: configuration.task, model: RunConfiguration.modelName,
            seed: configuration.seed, threads: configuration.threads, of: result.state)
        summary.trainLoss = result.log.column("train_loss").last
        summary.testLoss = result.score.loss
        summary.run = run?.path
        summary.extra["exact_copies"] = .number(result.score.exactRate)
        return summary
    }
}
