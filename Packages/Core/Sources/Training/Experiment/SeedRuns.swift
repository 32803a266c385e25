import Files
import Foundations

/// The same experiment with one seed after the other: mean and standard deviation instead of one random result.
///
/// The first training is the run itself; the others are runs within its `seeds/`.
package struct SeedRuns<E: Experiment> {
    package let first: TrainingRun<E>.Outcome
    package let count: Int
    /// Steps from one report of the loss to the next, for every seed; nil for none.
    package let logEvery: Int?
    /// What every seed measures besides its results.
    package let measures: Measures
    package let run: RunFolder
    package let console: Console

    package init(
        first: TrainingRun<E>.Outcome, count: Int, logEvery: Int?, measures: Measures, run: RunFolder, console: Console
    ) {
        (self.first, self.count, self.run, self.console) = (first, count, run, console)
        (self.logEvery, self.measures) = (logEvery, measures)
    }

    /// Trains the other seeds, and adds the results of all of them.
    ///
    /// - Throws: as `TrainingRun.perform` does.
    package func outcome() throws -> TrainingRun<E>.Outcome {
        let experiment = first.trained.experiment
        let members = (1..<count).map { number in
            var own = experiment
            own.seed = experiment.seed &+ UInt64(number)
            return ExperimentSeries<E>.Member(name: "seed-\(own.seed)", title: "seed \(own.seed)", experiment: own)
        }
        let folder = RunFolder(run.path + "/seeds")
        try AtomicFile.createFolder(folder.path)
        var series = ExperimentSeries(
            members, in: folder, continuedBy: "\(E.tool) --resume --run \(ShellWord.quoted(run.path))",
            console: console)
        (series.logEvery, series.measures) = (logEvery, measures)
        show(first.summary.json, seed: experiment.seed)
        let others = try series.train(isQuiet: true) { show($0.summary, seed: $0.member.experiment.seed) }
        return try told([first.summary.json] + others.map(\.summary))
    }

    /// The metrics that compare the seeds: the measurements, or the training loss where nothing is measured.
    private var metrics: [Metric] {
        first.trained.measurements.isEmpty ? [.trainLoss] : first.trained.measurements.map(\.metric)
    }

    private func show(_ summary: JSONObject, seed: UInt64) {
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

    private func told(_ summaries: [JSONObject]) throws -> TrainingRun<E>.Outcome {
        console.clearLiveLine()
        var table = SeedTable(metrics)
        summaries.forEach { table.add($0) }
        var outcome = first
        let report = table.report
        outcome.lines += report.lines
        outcome.summary.energy = EnergyTotal(of: summaries)
        try run.write(report, &outcome.summary)
        return outcome
    }
}
