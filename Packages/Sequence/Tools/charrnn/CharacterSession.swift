import CommandLineSupport
import Core
import SequenceModels

/// One training from its configuration to its results.
struct CharacterSession {
    let run: CharacterRun
    let text: CharacterText
    /// Where the run is kept; nil where nothing is kept.
    let folder: RunFolder?
    let console: Console

    struct Result {
        let model: CharacterModel
        let state: TrainingState
        let curve: LossCurveHook
        let log: MetricsLog
        /// On the validation share, or on the text itself where there is none and it is short.
        let score: CharacterScore?
    }

    /// - Throws: `ToolError` where the text is too short for the recipe.
    init(_ run: CharacterRun, text: CharacterText, folder: RunFolder?, console: Console) throws {
        (self.run, self.text, self.folder, self.console) = (run, text, folder, console)
        let recipe = run.recipe
        let least = recipe.mode == .windowed ? recipe.length + 1 : recipe.batchSize + 1
        for (what, part) in [("training", training), ("validation", validation)]
        where !part.isEmpty || what == "training" {
            let needed = what == "training" || recipe.mode == .windowed ? least : 2
            guard part.count < needed else { continue }
            let reason =
                recipe.mode == .windowed
                ? "windows of \(recipe.length) characters and the next" : "\(recipe.batchSize) streams"
            throw ToolError.badData(
                "\(text.name): \(Readable.count(part.count)) \(what) characters, expected \(Readable.count(needed)) "
                    + "or more for \(reason)")
        }
    }

    private var cut: Int { text.symbols.count - Int(Double(text.symbols.count) * run.validation) }
    var training: ArraySlice<UInt16> { text.symbols[..<cut] }
    var validation: ArraySlice<UInt16> { text.symbols[cut...] }

    /// Trains, from the latest checkpoint of the run if `resuming`.
    ///
    /// - Throws: `ToolError` after an interruption, and what reading and writing files throws.
    func train(resuming: Bool = false) throws -> Result {
        ComputeContext.threads = run.threads
        let recipe = run.recipe
        if recipe.mode == .windowed {
            let source = TextWindows(training, length: recipe.length)
            return try train(on: source, batchSize: recipe.batchSize, resuming)
        }
        let source = TextStretches(training, length: recipe.length, streams: recipe.batchSize)
        return try train(on: source, batchSize: recipe.batchSize, resuming)
    }

    private func train(on source: some ExampleSource, batchSize: Int, _ resuming: Bool) throws -> Result {
        let (recipe, model) = (run.recipe, run.makeModel())
        let loss = CharacterLoss(recipe.mode)
        let stepsPerEpoch = (source.count + batchSize - 1) / batchSize
        let all = min(run.steps ?? .max, recipe.epochs * stepsPerEpoch)
        // Twenty looks at a training are enough, however many epochs it has.
        let interval = max(1, recipe.epochs / 20)
        let length = (source as? TextStretches)?.length ?? 1
        let curve = LossCurveHook(
            folder, console: console, symbols: run.symbols.count, charactersPerLoss: length, steps: all,
            charactersPerStep: length * batchSize, every: interval)
        let log = MetricsLog(folder, every: interval)
        var hooks: [any TrainingHook] = [
            ScheduleHook(recipe.learningRateSchedule, base: recipe.learningRate), CarriedStateHook(loss, recipe), curve,
            SampleHook(
                folder, console: console, every: run.sampleEvery ?? max(1, all / 20)
            ) { sample(from: model) },
            StepLimitHook(run.steps), InterruptionHook { Interruption.isRequested },
            BestModelHook(folder, configuration: run.text, every: interval) {
                validation.isEmpty
                    ? nil : CharacterScore(model, on: validation, mode: recipe.mode, length: recipe.length)
            }, log,
        ]
        if let folder { hooks.append(CheckpointHook(folder, configuration: run.text, every: interval)) }
        let trainer = Trainer(
            model, optimizer: Optimizer(recipe.rule, learningRate: recipe.learningRate),
            random: RandomStreams(seed: run.seed), epochs: recipe.epochs, batchSize: batchSize,
            exampleCount: source.count, hooks: hooks, filter: recipe.clipped
        ) { model, batch in loss(model, batch) }
        if resuming, let folder, let last = CheckpointFile.all(in: folder).last {
            let file = last.path(in: folder)
            let checkpoint = try Checkpoint(file)
            guard try CharacterRun(of: checkpoint, file: file).vocabulary == run.vocabulary else {
                throw FileError(.badData, file, "was written by a training on a text of other symbols")
            }
            try checkpoint.restore(trainer.state)
        }
        if trainer.state.step >= all { console.note("nothing left to train: \(Readable.count(all)) steps are done") }
        try trainer.train(on: source)
        try trainer.state.requireUninterrupted(
            at: "at step \(Readable.count(trainer.state.step))", by: CharacterRun.toolName, in: folder)
        let score = score(of: model)
        // No step has looked at what the last update made.
        if let score { try curve.check(score.loss * Double(length), at: trainer.state.step) }
        return Result(model: model, state: trainer.state, curve: curve, log: log, score: score)
    }

    /// What the model is worth at the end; a text without a validation share is read itself while that takes no time.
    private func score(of model: CharacterModel) -> CharacterScore? {
        let measured = validation.isEmpty ? training.prefix(50_000) : validation
        return CharacterScore(model, on: measured, mode: run.recipe.mode, length: run.recipe.length)
    }

    /// A few lines by the model as it stands.
    private func sample(from model: CharacterModel, length: Int = 200) -> String {
        let symbols = run.symbols.symbols
        let opening = text.symbols.prefix(run.recipe.mode == .windowed ? run.recipe.length : 1)
        var sampler = CharacterSampler(
            model, prompt: Array(opening), choice: .temperature(1),
            window: run.recipe.mode == .windowed ? run.recipe.length : nil, seed: run.seed)
        var scalars = String.UnicodeScalarView(opening.map { symbols[Int($0)] })
        for _ in 0..<length { scalars.append(symbols[Int(sampler.next()[0])]) }
        return String(scalars)
    }

    /// One step on one batch, to see that everything fits together; nothing is written.
    func dryRun() -> Double {
        ComputeContext.threads = run.threads
        let recipe = run.recipe
        let model = run.makeModel()
        let numbers = Array(0..<Int32(recipe.batchSize))
        let batch =
            recipe.mode == .windowed
            ? TextWindows(training, length: recipe.length).batch(numbers.prefix(training.count - recipe.length))
            : TextStretches(training, length: recipe.length, streams: recipe.batchSize).batch(numbers[...])
        return Optimizer(recipe.rule, learningRate: recipe.learningRate)
            .takeStep(of: model, drawingFrom: RandomStreams(seed: run.seed), filter: recipe.clipped) {
                CharacterLoss(recipe.mode)(model, batch)
            }
    }
}
