import Datasets
import Engine
import Files
import Foundations

/// A training of an experiment from its data to its results, for all tools.
///
/// It orders the hooks, guards every loss and every evaluation, chooses the best epoch where the data have a validation
/// part, saves, continues, and makes the dry run from the same steps.
public struct TrainingRun<E: Experiment> {
    /// The experiment to train.
    public let experiment: E
    /// The data for training, validation and test.
    public let data: E.Data
    /// The folder of the run; nil where nothing is stored.
    public let folder: RunFolder?
    /// The console of the training.
    public let console: Console
    /// The total number of trainings, with one seed after the other, for the run's configuration.
    public var runs = 1
    /// Steps from one report of the loss to the next, also within epochs; nil for none. The run's configuration
    /// contains it.
    public var logEvery: Int?
    /// What is measured besides the results.
    public var measures = Measures()
    /// The command that continues an interrupted training; nil for the default with the run's name.
    var resumeCommand: String?
    /// The ranks that take every step together; only this process by default.
    public var communicator = Communicator.alone
    /// The number of shards that this process computes at the same time, where batches are divided.
    let workers: Int
    /// Whether the model is described in a line, because its layers have been shown before.
    var isBrief = false

    /// The beginning of a training.
    public enum Start {
        case beginning
        /// At the run's latest checkpoint, or at the beginning where there is none.
        case latestCheckpoint
        case checkpoint(String)
    }

    /// A training of an experiment that has recorded the facts of its data.
    public init(_ experiment: E, _ data: E.Data, in folder: RunFolder?, console: Console) {
        (self.data, self.folder, self.console, workers) = (data, folder, console, experiment.threads)
        var experiment = experiment
        // A shard has one thread, on any number of threads and ranks, and so has all that is computed between steps.
        if experiment.recipe.shards != nil { experiment.threads = 1 }
        self.experiment = experiment
    }

    /// Whether this process writes and speaks.
    var isFirst: Bool { communicator.rank == 0 }

    /// Trains.
    ///
    /// - Parameters:
    ///   - start: the first epoch, or the checkpoint to continue from.
    ///   - epochs: where to stop before the recipe's end, in the same state as the whole training at this point; that
    ///     checkpoint stays.
    ///   - stepLimit: the number of steps after which to stop, before the recipe's end.
    /// - Throws: `ToolError` after an interruption, `TrainingError` where the training diverges, and the errors of
    ///   reading and writing files.
    public func train(
        from start: Start = .beginning, until epochs: Int? = nil, stepLimit: Int? = nil
    ) throws -> Trained<E> {
        ComputeContext.threads = experiment.threads
        let warn = { console.warning($0) }
        let energy = EnergyLog(
            in: folder, tool: E.tool, measures: measures, communicator: communicator, warn: warn)
        let isDivided = experiment.recipe.shards != nil
        let (recipe, model) = (experiment.recipe, try experiment.makeModel())
        let examples = try experiment.examples(of: data)
        let plan = plan(of: examples)
        let training = Training(
            experiment: experiment, data: data, model: model, plan: plan, folder: folder, console: console)
        let pace = experiment.pace(of: plan)
        let log = MetricsLog(folder, every: pace.saving, rowEvery: pace.rows, warn: warn)
        let judge = Judge(experiment, model, data)
        let divided = isDivided ? DividedEvaluation(communicator, threads: workers) : nil
        let evaluation = EvaluationHook(every: pace.evaluation) {
            try DividedEvaluation.$current.withValue(divided) { try judge.look() }
        }
        let own = experiment.hooks(training)
        let method = try experiment.method(model, data)
        var hooks: [any TrainingHook] = [
            ScheduleHook(recipe.schedule), DivergenceGuard(),
            StepLimitHook([recipe.steps, stepLimit, epochs.map { $0 * plan.stepsPerEpoch }].compactMap { $0 }.min()),
            InterruptionHook { isDivided ? Interruption.isAgreed : Interruption.isRequested },
        ]
        // A dry run is only one step.
        if stepLimit == nil { hooks.append(evaluation) }
        let steps =
            stepLimit == nil
            ? (logEvery ?? pace.steps).map {
                StepLog(
                    every: $0, in: folder, savingEvery: pace.saving, calling: E.lengthUnit.stepName,
                    console: logEvery == nil ? nil : console, warn: warn)
            } : nil
        if let steps { hooks.append(steps) }
        hooks += own
        if judge.chooses {
            hooks.append(BestWeightsHook(watching: experiment.selection, patience: recipe.patience ?? 0))
        }
        let board = folder.flatMap { TensorBoardHook(measures, $0, log, steps, epochs: plan.epochs) }
        // Before checkpoints: what a run has is then at least as long as its last one.
        hooks += [experiment.progress(training), log, energy]
        if let board { hooks.append(board) }
        if let folder {
            hooks.append(
                CheckpointHook(
                    folder, configuration: try configuration.text, every: pace.saving,
                    keeping: { pace.isKept($0) || $0 == epochs }))
        }
        let trainer = Trainer(
            model, method: method, random: RandomStreams(seed: experiment.seed), epochs: plan.epochs,
            batchSize: plan.batchSize, exampleCount: examples.count, hooks: hooks)
        try restore(trainer.state, start)
        trainer.shards = try shards(of: trainer.state, method, examples)
        let begun = trainer.state.step
        if case .latestCheckpoint = start { noteIfFinished(trainer.state, plan) }
        let clock = RankClock(communicator)
        do { try trainer.train(on: examples) } catch {
            try? energy.save()
            // What a diverged training throws, it throws on all ranks.
            if communicator.size > 1, error is TrainingError { Ranks.agree() }
            throw error
        }
        noteIfPatient(trainer.state, since: begun)
        let ranks = try clock.report(on: console, of: trainer.shards)
        // No rank waits for another from here on.
        if communicator.size > 1 { Ranks.agree() }
        if stepLimit == nil { try requireUninterrupted(trainer.state) }
        let kept = try settle(trainer.state, choosing: judge.chooses)
        // Where only some epochs are measured, the last weights may not be measured yet.
        let isMeasured = kept.metric == nil && evaluation.step == trainer.state.step
        // Only rank 0 reports.
        let (score, measurements) =
            stepLimit == nil && isFirst
            ? try DividedEvaluation.$current.withValue(divided?.alone()) { try judge.verdict(afresh: !isMeasured) }
            : (nil, [])
        try energy.save()
        return Trained(
            experiment: experiment, data: data, model: model, state: trainer.state, log: log, kept: kept, score: score,
            measurements: measurements, evaluationSeconds: evaluation.seconds / Double(max(1, evaluation.count)),
            folder: folder, console: console, hooks: own, steps: steps, energy: energy.total, ranks: ranks, board: board
        )
    }

    var configuration: RunConfigurationFile<E> {
        RunConfigurationFile(experiment, data: experiment.facts(of: data), runs: runs, logEvery: logEvery)
    }

    /// Writes the configuration before the first of several processes trains.
    package func writeConfiguration(to folder: RunFolder) throws { try folder.write(configuration) }

    private func plan(of examples: any ExampleSource) -> TrainingPlan {
        let recipe = experiment.recipe
        let batchSize = recipe.batchSize ?? max(1, examples.count)
        let stepsPerEpoch = (examples.count + batchSize - 1) / batchSize
        let all = recipe.epochs(ofSteps: stepsPerEpoch)
        return TrainingPlan(
            epochs: all, stepsPerEpoch: stepsPerEpoch, batchSize: batchSize,
            steps: min(recipe.steps ?? .max, all * stepsPerEpoch))
    }

    /// Checks that a continued run does not become shorter.
    ///
    /// - Throws: `ToolError` where it has taken more steps than requested.
    func requireRoom(in folder: RunFolder) throws {
        guard let last = CheckpointFile.all(in: folder).last else { return }
        let plan = plan(of: try experiment.examples(of: data))
        guard last.epoch > plan.epochs || last.epoch * plan.stepsPerEpoch + last.step > plan.steps else { return }
        let (option, known) =
            experiment.recipe.epochs == nil
            ? ("--\(stepName)s \(plan.steps)", Readable.count(last.epoch * plan.stepsPerEpoch + last.step, stepName))
            : ("--epochs \(plan.epochs)", Readable.count(last.epoch, "epoch"))
        throw ToolError.usage("\(option): \(folder.path) has \(known) already, and a run cannot become shorter")
    }

    /// Reports how a finished training could continue.
    private func noteIfFinished(_ state: TrainingState, _ plan: TrainingPlan) {
        guard state.step >= plan.steps else { return }
        if experiment.recipe.epochs == nil || state.step < plan.epochs * plan.stepsPerEpoch {
            console.note(
                "the run is complete: it has its \(Readable.count(plan.steps, stepName)); --\(stepName)s asks for "
                    + "more")
        } else {
            console.note(
                "the run is complete: it has its \(Readable.count(plan.epochs, "epoch")); --epochs asks for more"
            )
        }
    }

    private func noteIfPatient(_ state: TrainingState, since begun: Int) {
        guard state.step == begun, state.stopReason == .noImprovement, let patience = experiment.recipe.patience else {
            return
        }
        console.note(
            "the training has ended early: no epoch has been better for \(Readable.count(patience, "epoch")); "
                + "--patience asks for more")
    }

    private var stepName: String { E.lengthUnit.stepName }

    private func requireUninterrupted(_ state: TrainingState) throws {
        let place = experiment.recipe.steps == nil ? nil : "after \(stepName) \(Readable.count(state.step))"
        let own = folder.map { "\(E.tool) --resume --run \(ShellWord.quoted($0.path))" }
        try state.requireUninterrupted(at: place, resumeWith: resumeCommand ?? own)
    }

    /// Gives the model the kept weights: the best ones where there is a validation part, otherwise the last ones.
    private func settle(_ state: TrainingState, choosing: Bool) throws -> KeptWeights {
        try DivergenceGuard.checkWeights(state)
        if choosing, let best = BestWeightsHook.restoreBest(state, chosenBy: experiment.selection) { return best }
        return KeptWeights(epoch: state.epoch, step: state.step)
    }

    /// One step of the same training, with all hooks; nothing is stored.
    ///
    /// - Returns: the step's loss and its number of examples.
    public func dryRun() throws -> (loss: Double, examples: Int, parameters: Int) {
        var experiment = experiment
        // A dry run of a run without steps takes one, too.
        if experiment.recipe.steps == 0 { experiment.recipe.steps = 1 }
        let trained = try TrainingRun(experiment, data, in: nil, console: Console(isQuiet: true)).train(stepLimit: 1)
        return (trained.state.latestLoss, trained.state.latestExampleCount, trained.model.parameterCount)
    }
}
