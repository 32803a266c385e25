import CommandLineSupport
import Core

/// One training of two networks from its settings to its results.
public struct GANSession {
    public let configuration: GANRun
    public let pictures: TrainingPictures
    /// Where the run is kept; nil where nothing is kept.
    public let run: RunFolder?
    public let console: Console

    public struct Result {
        public let model: AdversarialModel
        public let state: TrainingState
        public let log: MetricsLog
        /// The latest; nil where the judge does not know such pictures, or nothing is kept.
        public let score: SampleScore?
    }

    public init(configuration: GANRun, pictures: TrainingPictures, run: RunFolder?, console: Console) {
        self.configuration = configuration
        self.pictures = pictures
        self.run = run
        self.console = console
    }

    /// Trains.
    ///
    /// - Parameters:
    ///   - checkpoint: the file to go on from; nil for the beginning.
    ///   - epoch: where to stop; nil for the end of the plan.
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    public func train(from checkpoint: String? = nil, until epoch: Int? = nil) throws -> Result {
        ComputeContext.threads = configuration.threads
        let model = try configuration.makeModel()
        let recipe = configuration.recipe
        let log = MetricsLog(run)
        let step = AdversarialStep(model, recipe)
        let samples = SampleHook(run) { testPictures(of: model, SampleHook.side * SampleHook.side) }
        // Without a run nobody reads scores.
        let scores = (run == nil ? nil : SampleScorer(pictures)).map { scorer in
            ScoreHook(every: configuration.scoreInterval, last: recipe.epochs) {
                scorer.score(testPictures(of: model, SampleScore.samples).bytes)
            }
        }
        var hooks: [any TrainingHook] = [
            AdversarialFigures(), InterruptionHook { Interruption.isRequested },
            samples,
            CollapseWatch(
                variety: { samples.latest?.variety(period: max(1, model.classes)) ?? .infinity }, warn: console.warning),
        ]
        if let scores { hooks.append(scores) }
        hooks += [ProgressHook(on: console, noting: Self.notes), log]
        if let run {
            let kept = Set(configuration.shownEpochs + [epoch].compactMap { $0 })
            hooks.append(CheckpointHook(run, configuration: configuration.text, keeping: kept.contains))
        }
        let trainer = Trainer(
            model, parts: step.parts, random: RandomStreams(seed: configuration.seed), epochs: epoch ?? recipe.epochs,
            batchSize: recipe.batchSize, exampleCount: pictures.training.count, hooks: hooks
        ) { state, batch in
            let result = try step(batch, state.random)
            AdversarialFigures.add(result, of: batch, to: state)
            return result.generatorLoss
        }
        if let checkpoint { try Checkpoint(checkpoint).restore(trainer.state) }
        trainer.state.noteIfFinished(on: console)
        try trainer.train(on: pictures.training)
        try trainer.state.requireUninterrupted(by: GANRun.toolName, in: run)
        return Result(model: model, state: trainer.state, log: log, score: scores?.score)
    }

    /// The pictures of the first `count` rows of the fixed test noise.
    public func testPictures(of model: AdversarialModel, _ count: Int) -> SamplePictures {
        SamplePictures(
            shape: configuration.picture, bytes: model.pictures(from: configuration.testNoise(count)))
    }

    /// What is told of an epoch besides its loss.
    private static func notes(_ state: TrainingState) -> [String] {
        func text(_ title: String, _ column: String) -> String? {
            state.metric(column).flatMap { $0.isFinite ? "\(title) \(Readable.decimal($0))" : nil }
        }
        return [
            text("D loss", "loss_discriminator"), text("D(real)", "d_real"), text("D(fake)", "d_fake"),
            text("digits", SampleScore.distanceColumn),
        ].compactMap { $0 }
    }

    /// One step on one batch, to see that everything fits together; nothing is written.
    public func dryRun() throws -> (parameters: Int, result: AdversarialStep.Result) {
        ComputeContext.threads = configuration.threads
        let model = try configuration.makeModel()
        let count = min(configuration.recipe.batchSize, pictures.training.count)
        let batch = pictures.training.batch(Array(0..<Int32(count))[...])
        let step = AdversarialStep(model, configuration.recipe)
        return (model.parameterCount, try step(batch, RandomStreams(seed: configuration.seed)))
    }

    /// The run in figures.
    public func summary(of result: Result) -> RunSummary {
        var summary = RunSummary(
            tool: GANRun.toolName, dataset: configuration.dataset, model: configuration.model,
            seed: configuration.seed, threads: configuration.threads, of: result.state)
        summary.trainLoss = result.log.column("train_loss").last
        summary.run = run?.path
        for column in AdversarialFigures.columns {
            summary.extra[column] = result.log.column(column).last.map { .number($0) }
        }
        if let score = result.score {
            summary.extra["judge"] = .string(DigitJudge.name)
            for (column, value) in zip(SampleScore.columns, score.values) { summary.extra[column] = .number(value) }
        }
        return summary
    }
}
