import Core

/// The same experiment with one seed after the other: mean and standard deviation instead of one lucky number.
///
/// The first training is the run itself; the others are runs within its `seeds/`.
struct SeedRuns<E: Experiment> {
    let first: TrainingRun<E>.Outcome
    let count: Int
    let run: RunFolder
    let console: Console

    /// Trains the other seeds, and adds what all of them came to.
    ///
    /// - Throws: as `TrainingRun.perform` does.
    func outcome() throws -> TrainingRun<E>.Outcome {
        let experiment = first.trained.experiment
        let members = (1..<count).map { number in
            var own = experiment
            own.seed = experiment.seed &+ UInt64(number)
            return ExperimentSeries<E>.Member(name: "seed-\(own.seed)", title: "seed \(own.seed)", experiment: own)
        }
        let folder = RunFolder(run.path + "/seeds")
        try AtomicFile.createFolder(folder.path)
        let series = ExperimentSeries(
            members, in: folder, continuedBy: "\(E.tool) --resume --run \(ShellWord.quoted(run.path))",
            console: console)
        show(first.summary.json, seed: experiment.seed)
        let others = try series.train(isQuiet: true) { show($0.summary, seed: $0.member.experiment.seed) }
        return try told([first.summary.json] + others.map(\.summary))
    }

    /// What the seeds are compared by: the measurements, or the training loss where nothing is measured.
    private var metrics: [Metric] {
        first.trained.measurements.isEmpty ? [.trainLoss] : first.trained.measurements.map(\.metric)
    }

    private func show(_ summary: JSONObject, seed: UInt64) {
        let figures = metrics.compactMap { metric in
            summary.number(metric.name).map { "\(Self.words(metric)) \(Readable.value($0, of: metric))" }
        }
        let epoch = summary.wholeNumber("kept_epoch").map { "weights of epoch \(Readable.count($0))" }
        console.progress(([epoch].compactMap { $0 } + figures).reduce("seed \(seed):") { "\($0)  \($1)" })
    }

    private static func words(_ metric: Metric) -> String { metric.name.replacing("_", with: " ") }

    private func told(_ summaries: [JSONObject]) throws -> TrainingRun<E>.Outcome {
        console.clearLiveLine()
        var outcome = first
        var table = TextTable([.left("seed"), .right("epoch")] + metrics.map { .right(Self.words($0)) })
        var csv = CSVTable.line(["seed", "kept_epoch"] + metrics.map(\.name))
        for summary in summaries {
            let (seed, epoch) = (summary["seed"]?.text ?? "", summary["kept_epoch"]?.text ?? "")
            let values = metrics.map { summary.number($0.name) ?? .nan }
            table.add([seed, epoch] + zip(values, metrics).map { Readable.value($0, of: $1) })
            csv += CSVTable.line([seed, epoch] + values.map(Readable.shortest))
        }
        outcome.summary.extra["runs"] = .integer(summaries.count)
        var means: [String] = []
        for metric in metrics {
            let values = summaries.compactMap { $0.number(metric.name) }.filter(\.isFinite)
            let statistics = SampleStatistics(values)
            outcome.summary.extra["\(metric.name)_mean"] = .number(statistics.mean)
            outcome.summary.extra["\(metric.name)_deviation"] = .number(statistics.deviation)
            means.append(
                "\(Self.words(metric)) over \(values.count) seeds: \(Readable.value(statistics.mean, of: metric)) ± "
                    + (metric.isFraction
                        ? Readable.decimal(statistics.deviation * 100) : Readable.loss(statistics.deviation)))
        }
        outcome.summary.extra["seeds"] = .array(
            summaries.map { summary in
                var row: JSONObject = ["seed": summary["seed"] ?? .null, "kept_epoch": summary["kept_epoch"] ?? .null]
                for metric in metrics { row[metric.name] = summary[metric.name] }
                return .object(row)
            })
        outcome.lines += table.lines + means
        try AtomicFile.write(Array(csv.utf8), to: run.path + "/runs.csv")
        try run.write(outcome.summary)
        return outcome
    }
}
