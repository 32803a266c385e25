import CommandLineSupport
import Core
import TabularModels

/// One training from its configuration to its results.
struct TrainingSession {
    let configuration: RunConfiguration
    let problem: PlaneProblem
    let training: PlaneTraining
    let run: RunFolder
    let console: Console

    struct Result {
        let network: PlaneNetwork
        /// nil where nothing was trained.
        let state: TrainingState?
        let log: MetricsLog
    }

    /// - Throws: what reading points throws.
    init(_ configuration: RunConfiguration, run: RunFolder, console: Console) throws {
        ComputeContext.threads = configuration.threads
        self.configuration = configuration
        self.run = run
        self.console = console
        problem = try PlaneProblem(configuration)
        training = PlaneTraining(
            configuration.recipe, training: problem.training, test: problem.test, seed: configuration.seed,
            givenScale: configuration.givenScale)
    }

    /// "2–5–1 on grid".
    var title: String {
        let widths = ([2] + configuration.recipe.hidden + [1]).map(String.init).joined(separator: "–")
        let name = problem.name.split(separator: "/").last.map(String.init) ?? problem.name
        let kind = configuration.isGiven ? "Given network, " : configuration.givenScale != nil ? "From given, " : ""
        return "\(kind)\(widths) on \(name)"
    }

    /// The hand-made network, as it is.
    var given: Result { Result(network: .given, state: nil, log: MetricsLog(nil)) }

    /// Epochs from one checkpoint to the next: often enough for a film strip of one start.
    var interval: Int {
        let recipe = configuration.recipe
        return max(1, recipe.restartInterval > 0 ? recipe.restartInterval / 20 : recipe.epochs / 100)
    }

    /// Trains, from the latest checkpoint of the run if `resuming`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    func train(resuming: Bool = false) throws -> Result {
        let log = MetricsLog(run, every: interval)
        let points = Double(problem.training.count)
        let hooks: [any TrainingHook] = [
            InterruptionHook { Interruption.isRequested },
            ProgressHook(on: console) { state in
                let right = state.metric("train_accuracy").map {
                    "\(Int(($0 * points).rounded())) of \(problem.training.count) right"
                }
                return [right, state.metric("test_accuracy").map { "test \(Readable.percent($0))" }].compactMap { $0 }
            }, log, CheckpointHook(run, configuration: configuration.text, every: interval),
        ]
        let trainer = training.trainer(hooks: hooks)
        if resuming { try run.restoreLatest(trainer.state) }
        let begun = trainer.state.step
        try trainer.train(on: training.examples)
        try trainer.state.requireUninterrupted(by: RunConfiguration.toolName, in: run)
        if resuming, trainer.state.step == begun {
            let isEnough = trainer.state.stopReason == .converged
            console.note(
                isEnough
                    ? "nothing left to train: every point's class has a probability of \(configuration.recipe.enough)"
                    : "nothing left to train: the run has its \(configuration.recipe.epochs) epochs; --epochs asks for more"
            )
        }
        return Result(network: training.network, state: trainer.state, log: log)
    }

    /// The loss of one step on one batch, to see that everything fits together; nothing is written.
    func dryRun() -> Double {
        let size = min(configuration.recipe.batchSize, problem.training.count)
        let batch = training.examples.batch(Array(0..<Int32(size))[...])
        return Optimizer(configuration.recipe.rule, learningRate: configuration.recipe.learningRate)
            .takeStep(of: training.network) { training.network.loss(batch) }
    }

    /// The run in figures.
    func summary(of result: Result) -> RunSummary {
        var summary = summary(of: result.state)
        let score = result.network.score(on: problem.training)
        summary.parameters = result.network.parameterCount
        summary.trainLoss = result.log.column("train_loss").last
        summary.run = run.path
        summary.extra["train_accuracy"] = .number(score.accuracy)
        summary.extra["least_probability"] = .number(score.leastProbability)
        if let state = result.state {
            summary.extra["restarts"] = .integer(training.start(ofEpoch: state.epoch))
            summary.extra["ended_early"] = .bool(state.stopReason == .converged)
        }
        guard problem.test.count > 0 else { return summary }
        let test = result.network.score(on: problem.test)
        (summary.testLoss, summary.testAccuracy) = (test.loss, test.accuracy)
        return summary
    }

    /// What is known without a training, or with one that has come so far.
    func summary(of state: TrainingState?) -> RunSummary {
        var summary = RunSummary(
            tool: RunConfiguration.toolName, dataset: problem.name,
            model: ([2] + configuration.recipe.hidden + [1]).map(String.init).joined(separator: "-"),
            parameters: training.network.parameterCount, seed: configuration.seed, threads: configuration.threads,
            of: state)
        summary.extra["hidden"] = .array(configuration.recipe.hidden.map { .integer($0) })
        summary.extra["activation"] = .string(configuration.recipe.activation.rawValue)
        return summary
    }
}
