import CommandLineSupport
import Core
import GraphModels

/// One training, or several with one seed after the other, from their configuration to their results.
struct GraphSession {
    let configuration: RunConfiguration
    let task: GraphTask
    /// Where the run is kept; nil where nothing is kept.
    let run: RunFolder?
    let console: Console

    struct Result {
        let model: GraphClassifier
        let state: TrainingState
        let log: MetricsLog
        let score: GraphTask.Score
        let logits: Tensor
        /// Of the epoch whose weights were kept.
        let bestEpoch: Int
        /// Spent on looking at the model after an epoch, in the mean; 0 where no epoch was left to train.
        let evaluationSeconds: Double
        /// What the last layer sees, N × width.
        let hidden: Tensor
    }

    /// Epochs from one saving to the next: an epoch of a small graph takes a millisecond.
    private var interval: Int {
        let often = max(1, 1_000_000 / (20_000 + 12 * task.graph.nodeCount))
        return max(1, min(often, configuration.recipe.epochs / 8))
    }

    /// Trains with a seed, from the latest checkpoint of the run if `resuming`; keeps a run where `isKept`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    func train(seed: UInt64, isKept: Bool = true, resuming: Bool = false) throws -> Result {
        ComputeContext.threads = configuration.threads
        let (model, run) = (try configuration.makeModel(seed: seed), isKept ? run : nil)
        let recipe = configuration.recipe
        let log = MetricsLog(run, every: interval)
        let clock = ContinuousClock()
        var (evaluation, evaluations) = (Duration.zero, 0)
        var hooks: [any TrainingHook] = [
            FiniteLossHook(), InterruptionHook { Interruption.isRequested },
            TestHook {
                let start = clock.now
                let score = task.score(model)
                evaluation += clock.now - start
                evaluations += 1
                return [
                    ("validation_loss", score.validation.loss), ("validation_accuracy", score.validation.accuracy),
                    ("train_accuracy", score.training.accuracy), ("test_loss", score.test.loss),
                    ("test_accuracy", score.test.accuracy),
                ]
            },
            EarlyStoppingHook(
                watching: recipe.isChosenByLoss ? "validation_loss" : "validation_accuracy",
                thenBy: recipe.isChosenByLoss ? nil : "validation_loss", patience: recipe.patience),
        ]
        if isKept {
            hooks.append(
                ProgressHook(on: console) { state in
                    state.metric("validation_accuracy").map { ["validation accuracy \(Readable.percent($0))"] } ?? []
                })
        }
        hooks.append(log)
        if let run { hooks.append(CheckpointHook(run, configuration: configuration.text, every: interval)) }
        let random = RandomStreams(seed: seed)
        let examples = task.examples(isShuffled: recipe.batchSize != nil)
        let loss = lossOfBatches(random)
        let trainer = Trainer(
            model, optimizer: Optimizer(recipe.rule, learningRate: recipe.learningRate), random: random,
            epochs: recipe.epochs, batchSize: recipe.batchSize ?? examples.count, exampleCount: examples.count,
            hooks: hooks
        ) { model, batch in loss(model, batch) }
        if resuming, let run { try run.restoreLatest(trainer.state) }
        if isKept { trainer.state.noteIfFinished(on: console) }
        try trainer.train(on: examples)
        try trainer.state.requireUninterrupted(by: RunConfiguration.toolName, in: self.run)
        let best = EarlyStoppingHook.restoreBest(trainer.state) ?? trainer.state.epoch
        let pass = model.pass(task.graph.features, task.edges, probe: nil)
        return Result(
            model: model, state: trainer.state, log: log, score: task.score(logits: pass.logits), logits: pass.logits,
            bestEpoch: best, evaluationSeconds: evaluation / .seconds(1) / Double(max(1, evaluations)),
            hidden: pass.hidden)
    }

    /// The loss of a step: over the whole graph, or over samples of neighbours.
    private func lossOfBatches(_ random: RandomStreams) -> (GraphClassifier, Batch) -> Tensor {
        guard configuration.recipe.batchSize != nil else { return { task.loss($0, $1) } }
        let sampler = NeighbourSampler(task.graph.adjacency, counts: configuration.recipe.neighbours)
        return { model, batch in
            let sample = sampler.sample(batch.inputs.scalars(Int32.self), random: &random["sample"])
            return task.loss(model, batch, sample)
        }
    }

    /// One step, to see that everything fits together; nothing is written.
    ///
    /// - Returns: the loss.
    func dryRun() throws -> Double {
        ComputeContext.threads = configuration.threads
        let recipe = configuration.recipe
        let model = try configuration.makeModel(seed: configuration.seed)
        let random = RandomStreams(seed: configuration.seed)
        let examples = task.examples(isShuffled: false)
        let batch = examples.batch(
            Array(0..<Int32(min(recipe.batchSize ?? examples.count, examples.count)))[...])
        let loss = lossOfBatches(random)
        return Optimizer(recipe.rule, learningRate: recipe.learningRate).takeStep(of: model, drawingFrom: random) {
            loss(model, batch)
        }
    }

    /// The run in figures.
    func summary(of result: Result) -> RunSummary {
        var summary = RunSummary(
            tool: RunConfiguration.toolName, dataset: configuration.dataset, model: configuration.model,
            seed: configuration.seed, threads: configuration.threads, of: result.state)
        summary.trainLoss = result.log.column("train_loss").last
        summary.testLoss = result.score.test.loss
        summary.testAccuracy = result.score.test.accuracy
        summary.run = run?.path
        summary.extra["validation_accuracy"] = .number(result.score.validation.accuracy)
        summary.extra["best_epoch"] = .integer(result.bestEpoch)
        summary.extra["evaluation_seconds_per_epoch"] = .number(result.evaluationSeconds)
        return summary
    }
}
