import CommandLineSupport
import Core
import SequenceModels

/// One training from its configuration to its results.
struct TrainingSession {
    let configuration: RunConfiguration
    let run: RunFolder
    let console: Console

    struct Result {
        let network: CountingNetwork
        let state: TrainingState
        let log: MetricsLog
        let score: CountingScore
    }

    /// Trains, from the latest checkpoint of the run if `resuming`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    func train(resuming: Bool = false) throws -> Result {
        ComputeContext.threads = configuration.threads
        let network = try configuration.makeModel()
        let recipe = configuration.recipe
        let strings = CountingStrings(
            network.language, count: recipe.stringsPerEpoch, longest: recipe.longest)
        let log = MetricsLog(run)
        let hooks: [any TrainingHook] = [
            StartingSmallHook(strings, longest: recipe.longest, share: recipe.growth),
            ScheduleHook(recipe.learningRateSchedule, base: recipe.learningRate), FiniteLossHook(),
            InterruptionHook { Interruption.isRequested },
            EvaluationHook {
                let score = network.score(upTo: recipe.longest)
                return [
                    ("max_n", Double(strings.longest)), ("squared_error", score.squaredError),
                    ("wrong", Double(score.wrong)),
                ]
            },
            ProgressHook(on: console) { state in
                guard let error = state.metric("squared_error"), let wrong = state.metric("wrong") else { return [] }
                return ["squared error \(Readable.loss(error))", "\(Int(wrong)) wrong"]
            }, log,
            CheckpointHook(run, configuration: configuration.text, every: max(1, recipe.epochs / 20)),
        ]
        let trainer = Trainer(
            network, optimizer: Optimizer(recipe.rule, learningRate: recipe.learningRate),
            random: RandomStreams(seed: configuration.seed), epochs: recipe.epochs, batchSize: recipe.batchSize,
            exampleCount: strings.count, hooks: hooks,
            filter: { $0.clipped(toNorm: recipe.gradientNorm) }
        ) { network, batch in network.loss(batch) }
        if resuming { try run.restoreLatest(trainer.state) }
        trainer.state.noteIfFinished(on: console)
        try trainer.train(on: strings)
        try trainer.state.requireUninterrupted(by: RunConfiguration.toolName, in: run)
        return Result(
            network: network, state: trainer.state, log: log, score: network.score(upTo: recipe.longest))
    }

    /// One step on one batch, to see that everything fits together; nothing is written.
    func dryRun() throws -> Double {
        ComputeContext.threads = configuration.threads
        let network = try configuration.makeModel()
        let recipe = configuration.recipe
        let strings = CountingStrings(network.language, count: recipe.batchSize, longest: recipe.longest)
        let batch = strings.batch(Array(0..<Int32(recipe.batchSize))[...])
        return Optimizer(recipe.rule, learningRate: recipe.learningRate).takeStep(of: network) { network.loss(batch) }
    }

    /// The run in figures.
    func summary(of result: Result) -> RunSummary {
        var summary = RunSummary(
            tool: RunConfiguration.toolName, dataset: configuration.language, model: configuration.cell.rawValue,
            seed: configuration.seed, threads: configuration.threads, of: result.state)
        summary.trainLoss = result.log.column("train_loss").last
        summary.run = run.path
        summary.extra["hidden"] = .integer(configuration.recipe.hidden)
        summary.extra["trained_n"] = .integer(configuration.recipe.longest)
        summary.extra["squared_error"] = .number(result.score.squaredError)
        summary.extra["determined_positions"] = .integer(result.score.positions)
        summary.extra["wrong_positions"] = .integer(result.score.wrong)
        return summary
    }
}
