import Files
import Foundations

// A training as a command runs it: described, trained, stored, and reported.

extension TrainingRun {
    /// The results of a training: lines, and its summary.
    public struct Outcome {
        /// The training at its end.
        public let trained: Trained<E>
        /// Results in words.
        public var lines: [String]
        /// The contents of `summary.json`.
        public var summary: RunSummary
    }

    /// Trains and stores the run; the caller prints the results.
    ///
    /// - Parameters:
    ///   - continuing: whether the run began before.
    ///   - epochs: where to stop; nil for the recipe's end.
    /// - Throws: as ``train(from:until:stepLimit:)`` does.
    public func perform(continuing: Bool, until epochs: Int? = nil) throws -> Outcome {
        if let folder, isFirst {
            if continuing { try requireRoom(in: folder) }
            if experiment.recipe.epochs != 0 { try AtomicFile.createFolder(folder.checkpointFolder) }
            try AtomicFile.createFolder(folder.figureFolder)
            // A continued run may be longer; the next continuation must know that.
            try folder.write(configuration)
            try folder.recordCommand()
        }
        describe(try experiment.makeModel())
        return try keep(try train(from: continuing ? .latestCheckpoint : .beginning, until: epochs))
    }

    private func describe(_ model: E.Model) {
        if !isBrief {
            let table = experiment.architecture(of: model, data).table(of: experiment.modelName)
            for line in table.lines + experiment.description(of: model, data) { console.note(line) }
        }
        console.note(
            "\(experiment.modelName) on \(experiment.datasetName): \(Readable.count(model.parameterCount)) parameters, "
                + "run \(folder?.path ?? "not stored")")
    }

    /// Writes weights, figures and summary of a finished training into the run's folder.
    public func keep(_ trained: Trained<E>) throws -> Outcome {
        var report = try experiment.report(trained)
        if logEvery != nil { report.draw("steps", trained.steps?.figure) }
        report.draw("architecture", experiment.architecture(of: trained.model, data).figure(of: experiment.modelName))
        var summary = RunSummary(trained)
        summary.extra["data"] = try experiment.facts(of: data)?.json
        summary.threads = workers
        if let folder {
            try Checkpoint.saveWeights(of: trained.model, configuration: try configuration.text, to: folder.modelFile)
            try folder.write(report, &summary)
            try trained.board?.add(figures: report.figures.map(\.name), step: trained.state.step)
        } else {
            summary.add(report)
        }
        return Outcome(trained: trained, lines: report.lines, summary: summary)
    }

    /// One step, and a line about it.
    public func performDryRun() throws {
        let (loss, examples, parameters) = try dryRun()
        var summary = RunSummary(tool: E.tool)
        summary.extra["data"] = try experiment.facts(of: data)?.json
        (summary.dataset, summary.model) = (experiment.datasetName, experiment.modelName)
        (summary.parameters, summary.seed, summary.threads) = (parameters, experiment.seed, workers)
        try console.dryRun(
            "\(experiment.modelName) on \(experiment.datasetName), one \(E.lengthUnit.stepName) of \(Readable.count(examples, "example"))",
            loss: loss, summary)
    }
}

extension RunFolder {
    /// Writes a report's figures and files, and a summary with its members.
    public func write(_ report: Report, _ summary: inout RunSummary) throws {
        if !report.figures.isEmpty { try AtomicFile.createFolder(figureFolder) }
        for (name, figure) in report.figures { try figure.write(to: "\(figureFolder)/\(name)") }
        for (name, figure) in report.live { try figure.write(to: "\(figureFolder)/\(name)") }
        for (name, bytes) in report.files { try AtomicFile.write(bytes, to: "\(path)/\(name)") }
        summary.add(report)
        try write(summary)
    }

    /// Writes a summary as one line of JSON.
    public func write(_ summary: RunSummary) throws {
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: summaryFile)
    }
}

extension RunSummary {
    /// Adds the contents of a report.
    mutating func add(_ report: Report) {
        for member in report.summary.members { extra[member.key] = member.value }
        // Measurements with the kept weights have priority over the mean over an epoch's steps.
        trainLoss = report.summary.number(Metric.trainLoss.name) ?? trainLoss
        trainAccuracy = report.summary.number(Metric.accuracy(.training).name) ?? trainAccuracy
    }

    /// The summary that every training has: its settings, its model's size, its length and speed, and the kept weights
    /// with their score.
    init<E: Experiment>(_ trained: Trained<E>) {
        let (experiment, state, kept) = (trained.experiment, trained.state, trained.kept)
        self.init(
            tool: E.tool, dataset: experiment.datasetName, model: experiment.modelName, seed: experiment.seed,
            threads: experiment.threads, of: state)
        let value = { (metric: Metric) in trained.measurements.first { $0.metric == metric }?.value }
        trainLoss =
            kept.trainLoss ?? trained.log.value(.trainLoss, epoch: kept.epoch) ?? trained.log.column(.trainLoss).last
            // For a training that ends before its first epoch is complete.
            ?? (state.step > 0 ? state.meanLoss : nil)
        trainAccuracy = value(.accuracy(.training))
        (validationLoss, validationAccuracy) = (value(.loss(.validation)), value(.accuracy(.validation)))
        (testLoss, testAccuracy) = (value(.loss(.test)), value(.accuracy(.test)))
        (run, energy, ranks) = (trained.folder?.path, trained.energy, trained.ranks)
        extra["steps"] = .integer(state.step)
        extra["kept_epoch"] = .integer(kept.epoch)
        extra["kept_by"] = .string(kept.metric?.name ?? "last epoch")
        extra["kept_value"] = kept.value.map { .number($0) }
        for measurement in trained.measurements { extra[measurement.metric.name] = .number(measurement.value) }
        if trained.evaluationSeconds > 0 {
            extra["seconds_per_evaluation"] = .number(trained.evaluationSeconds)
        }
        lengthUnit = E.lengthUnit
        weights = Self.words(kept, of: state, in: E.lengthUnit)
        if experiment.lossName != "loss" { trainLossName = experiment.lossName }
    }

    private static func words(_ kept: KeptWeights, of state: TrainingState, in unit: LengthUnit) -> String? {
        guard state.step > 0 else { return "untrained" }
        guard let metric = kept.metric, let value = kept.value else {
            return state.stepInEpoch == 0 && unit == .epochs
                ? "of the last epoch, \(Readable.count(state.epoch))"
                : "of the last \(unit.stepName), \(Readable.count(state.step))"
        }
        let best = metric.isBetterHigher ? "highest" : "lowest"
        let place =
            kept.step == kept.epoch * state.stepsPerEpoch && unit == .epochs
            ? "epoch \(Readable.count(kept.epoch))" : "\(unit.stepName) \(Readable.count(kept.step))"
        return "of \(place), the \(best) \(metric.words): \(Readable.value(value, of: metric))"
    }
}

extension Readable {
    /// A measured value in the form of its metric: fractions as percentages.
    public static func value(_ value: Double, of metric: Metric) -> String {
        metric.isFraction ? percent(value, places: 2) : loss(value)
    }

    /// A count with its noun: "1 step", "12 steps".
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}
