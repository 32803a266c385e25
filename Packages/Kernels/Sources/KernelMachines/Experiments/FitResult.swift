import Core

/// The result of a fit in a series: its scores and, for the first fit, everything that a run reports.
struct FitResult {
    /// The seed, and the scores by the names of their metrics.
    let scores: JSONObject
    /// Results in words.
    private(set) var lines: [String] = []
    /// The report's members of the summary, in order.
    private(set) var report: [(name: String, value: JSONValue)] = []
    private(set) var seconds: Double?
    private(set) var threads: Int?
    private(set) var peakMemoryBytes: Int?

    /// The metrics that compare fits, if they have them.
    private static let metrics = [
        Metric.accuracy(.training), .loss(.validation), .accuracy(.validation), .loss(.test), .accuracy(.test),
    ]

    /// Only the scores of a fit.
    init(_ scores: FitScores, seed: UInt64) {
        var row: JSONObject = ["seed": .unsigned(seed)]
        for measurement in scores.measurements { row[measurement.metric.name] = .number(measurement.value) }
        self.scores = row
    }

    /// The full report of a fit.
    init(_ fitted: FittedMachine, _ scores: FitScores, _ report: Report) {
        self.init(scores, seed: fitted.experiment.seed)
        (lines, self.report) = (report.lines, report.summary.members.map { ($0.key, $0.value) })
        (seconds, threads, peakMemoryBytes) = (fitted.seconds, fitted.experiment.threads, PeakMemory.bytes)
    }

    /// A result that a series has stored.
    init(_ kept: JSONObject) {
        scores = if case .object(let row)? = kept["scores"] { row } else { [:] }
        (seconds, threads) = (kept.number("seconds"), kept.wholeNumber("threads"))
        peakMemoryBytes = kept.wholeNumber("peak_memory_bytes")
        if case .array(let lines)? = kept["lines"] {
            self.lines = lines.compactMap { if case .string(let line) = $0 { line } else { nil } }
        }
        guard case .array(let members)? = kept["report"] else { return }
        report = members.compactMap { member in
            guard case .array(let pair) = member, pair.count == 2, case .string(let name) = pair[0] else { return nil }
            return (name, pair[1])
        }
    }

    /// The form in which a series stores it.
    var json: JSONObject {
        var kept: JSONObject = ["scores": .object(scores)]
        guard let seconds else { return kept }
        kept["lines"] = .array(lines.map { .string($0) })
        // Objects lose the order of their members when they are read.
        kept["report"] = .array(report.map { .array([.string($0.name), $0.value]) })
        kept["seconds"] = .number(seconds)
        kept["threads"] = threads.map { .integer($0) }
        kept["peak_memory_bytes"] = peakMemoryBytes.map { .integer($0) }
        return kept
    }

    /// The names of the fit's scores.
    var metrics: [Metric] { Self.metrics.filter { scores.number($0.name) != nil } }

    /// The summary of a run that keeps this fit's machine.
    func summary(_ experiment: FitExperiment, in folder: RunFolder) -> RunSummary {
        let score = { (metric: Metric) in scores.number(metric.name) }
        var summary = RunSummary(tool: FitExperiment.tool)
        (summary.dataset, summary.model, summary.run) = (
            experiment.examples.dataset, experiment.modelName, folder.path
        )
        (summary.seed, summary.threads, summary.seconds) = (experiment.seed, threads, seconds)
        summary.peakMemoryBytes = peakMemoryBytes
        (summary.validationLoss, summary.validationAccuracy) = (
            score(.loss(.validation)), score(.accuracy(.validation))
        )
        (summary.testLoss, summary.testAccuracy) = (score(.loss(.test)), score(.accuracy(.test)))
        for (name, value) in report { summary.extra[name] = value }
        summary.examplesPerSecond = summary.extra.number("examples").flatMap { examples in
            seconds.map { examples / $0 }
        }
        return summary
    }
}
