import CommandLineSupport
import Core
import Figures
import VisionModels

/// One training from its configuration to its results.
struct TrainingSession {
    let configuration: RunConfiguration
    let data: ImageDataset
    /// Where the run is kept; nil where nothing is kept.
    let run: RunFolder?
    let console: Console

    struct Result {
        let model: any ImageClassifier
        let state: TrainingState
        let log: MetricsLog
        let score: ClassificationScore
    }

    /// Trains, from the latest checkpoint of the run if `resuming`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    func train(resuming: Bool = false) throws -> Result {
        ComputeContext.threads = configuration.threads
        return try train(configuration.makeModel(), resuming)
    }

    private func train(_ model: some ImageClassifier, _ resuming: Bool) throws -> Result {
        let recipe = configuration.recipe
        let classes = configuration.classNames.count
        let log = MetricsLog(run)
        var latest: ClassificationScore?
        var hooks: [any TrainingHook] = [
            ScheduleHook(recipe.learningRateSchedule, base: recipe.learningRate), FiniteLossHook(),
            InterruptionHook { Interruption.isRequested },
            TestHook {
                let score = model.score(on: data.test, classes: classes)
                latest = score
                return score
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
        if resuming, let run, let last = CheckpointFile.all(in: run).last {
            try Checkpoint(last.path(in: run)).restore(trainer.state)
        }
        if trainer.state.isFinished {
            console.note("nothing left to train: the run has its \(recipe.epochs) epochs; --epochs asks for more")
        }
        try trainer.train(on: data.training)
        if trainer.state.stopReason == .interrupted {
            let command = run.map { "kmnist-train --resume --run \(ShellWord.quoted($0.path))" }
            throw Interruption.error(trainer.state.place, resumeWith: command)
        }
        let score = latest ?? model.score(on: data.test, classes: classes)
        return Result(model: model, state: trainer.state, log: log, score: score)
    }

    /// One step on one batch, to see that everything fits together; nothing is written.
    func dryRun() throws -> Double {
        ComputeContext.threads = configuration.threads
        let model = try configuration.makeModel()
        let batch = data.training.batch(Array(0..<Int32(min(configuration.recipe.batchSize, data.training.count)))[...])
        return dryStep(model, batch)
    }

    private func dryStep(_ model: some ImageClassifier, _ batch: Batch) -> Double {
        let random = RandomStreams(seed: configuration.seed)
        let (loss, gradients) = valueAndGradients(of: model, drawingFrom: random) {
            model.loss(model(batch.inputs), labels: batch.labels)
        }
        Optimizer(configuration.recipe.rule, learningRate: configuration.recipe.learningRate)
            .update(model, along: gradients)
        return loss.item
    }

    /// The run in figures.
    func summary(of result: Result) -> RunSummary {
        let state = result.state
        var summary = RunSummary(tool: RunConfiguration.toolName, of: state)
        summary.dataset = configuration.dataset
        summary.model = configuration.model
        summary.seed = configuration.seed
        summary.threads = configuration.threads
        summary.trainLoss = result.log.column("train_loss").last
        summary.testLoss = result.score.loss
        summary.testAccuracy = result.score.accuracy
        summary.run = run?.path
        return summary
    }
}
