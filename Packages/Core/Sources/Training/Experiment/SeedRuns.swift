import Files
import Foundations

/// The same experiment with one seed after the other: mean and standard deviation instead of one random result.
///
/// The first training is the run itself; the others are runs within its `seeds/`.
package struct SeedRuns<E: Experiment> {
    private let training: TrainingRun<E>
    private let part: TaskPart
    private let run: RunFolder
    private var console: Console { training.console }

    /// The seeds of a training.
    ///
    /// - Parameters:
    ///   - training: the run itself, with the number of seeds.
    ///   - run: its folder.
    ///   - part: the part of the seeds that this process trains, unless ranks divide them.
    package init(_ training: TrainingRun<E>, in run: RunFolder, _ part: TaskPart) {
        (self.training, self.run, self.part) = (training, run, part)
    }

    /// Trains all seeds, and adds the results of all of them.
    ///
    /// - Parameter continuing: whether the run began before.
    /// - Returns: nil where other processes have the rest, or rank 0 reports.
    /// - Throws: as `TrainingRun.perform` does.
    package func outcome(continuing: Bool) throws -> TrainingRun<E>.Outcome? {
        let experiment = training.experiment
        let members = (1..<training.runs).map { number in
            var own = experiment
            own.seed = experiment.seed &+ UInt64(number)
            return ExperimentSeries<E>.Member(name: "seed-\(own.seed)", title: "seed \(own.seed)", experiment: own)
        }
        let folder = RunFolder(run.path + "/seeds")
        try AtomicFile.createFolder(folder.path)
        var series = ExperimentSeries(
            members, in: folder, continuedBy: "\(E.tool) --resume --run \(ShellWord.quoted(run.path))",
            console: console)
        (series.logEvery, series.measures) = (training.logEvery, training.measures)
        (series.part, series.firstTask) = (part, 1)
        var first: TrainingRun<E>.Outcome?
        let others = try series.train(isQuiet: true) {
            show($0.summary, seed: $0.member.experiment.seed, first.map { metrics(of: $0.trained) } ?? [])
        } after: {
            guard part.own.contains(0) else { return }
            let outcome = try own(continuing: continuing)
            show(outcome.summary.json, seed: experiment.seed, metrics(of: outcome.trained))
            first = outcome
        }
        guard let first, let others else { return nil }
        return try told(first, [first.summary.json] + others.map(\.summary))
    }

    /// The run itself. Processes that train parts share its folder, but only one trains it.
    private func own(continuing: Bool) throws -> TrainingRun<E>.Outcome {
        if part.isWhole { return try training.perform(continuing: continuing) }
        let checkpoints = RunFolder(run.checkpointFolder)
        try AtomicFile.createFolder(checkpoints.path)
        let lock = try RunLock(checkpoints)
        return try withExtendedLifetime(lock) { try training.perform(continuing: continuing) }
    }

    /// The metrics that compare the seeds: the measurements, or the training loss where nothing is measured.
    private func metrics(of trained: Trained<E>) -> [Metric] {
        trained.measurements.isEmpty ? [.trainLoss] : trained.measurements.map(\.metric)
    }

    private func show(_ summary: JSONObject, seed: UInt64, _ metrics: [Metric]) {
        let figures = metrics.compactMap { metric in
            summary.number(metric.name).map { "\(metric.words) \(Readable.value($0, of: metric))" }
        }
        // An epoch of one step is called a step.
        let stepsPerEpoch = summary.wholeNumber("steps") == summary.wholeNumber("epochs") ? 1 : 2
        let epoch = summary.wholeNumber("kept_epoch").map {
            "weights of \(E.lengthUnit.passName(stepsPerEpoch: stepsPerEpoch)) \(Readable.count($0))"
        }
        console.progress(([epoch].compactMap { $0 } + figures).reduce("seed \(seed):") { "\($0)  \($1)" })
    }

    private func told(
        _ first: TrainingRun<E>.Outcome, _ summaries: [JSONObject]
    ) throws -> TrainingRun<E>.Outcome {
        console.clearLiveLine()
        var table = SeedTable(metrics(of: first.trained))
        summaries.forEach { table.add($0) }
        var outcome = first
        let report = table.report
        outcome.lines += report.lines
        outcome.summary.energy = EnergyTotal(of: summaries)
        try run.write(report, &outcome.summary)
        return outcome
    }
}
