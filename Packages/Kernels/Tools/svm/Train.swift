import ArgumentParser
import Core
import KernelMachines

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit a classifier to examples.",
        discussion: """
            The run's folder contains config.json, the machine as LIBSVM's model.svm, its scaling as svm-scale's \
            scaling.range, figures and summary.json; series.json has the finished fits of --runs, which --resume does \
            not repeat.
            """)

    @OptionGroup(title: "Examples") var examples: ExampleOptions
    @OptionGroup(title: "Examples") var test: TestOptions
    @OptionGroup(title: "Machine") var fit: FitOptionGroup
    @OptionGroup(title: "Machine") var machine: MachineOptions
    @OptionGroup(title: "Probabilities") var calibration: CalibrationOptions
    @OptionGroup(title: "Run") var repetition: RepetitionOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Run") var continuation: FitResumeOption
    @OptionGroup(title: "Output") var confusion: ConfusionOption<ShowsCounts>
    @OptionGroup(title: "Output") var page: PageOption
    @OptionGroup(title: "Output") var watch: WatchOption
    @OptionGroup(title: "Output") var measureOptions: MeasureOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        _ = try measureOptions.measures()
        try watch.check()
        if continuation.resume { try resume(console) } else { try begin(console) }
    }

    private func begin(_ console: Console) throws {
        var experiment = FitExperiment()
        try apply(to: &experiment)
        ComputeContext.threads = experiment.threads
        examples.note(on: console)
        let sets = try experiment.readExamples()
        let data = try experiment.divided(sets)
        do { try experiment.adopt(data) } catch let error as SettingError { throw error.usage }
        if experiment.machine.scale == "none", !experiment.machine.isPrecomputed, let note = data.training.spanNote {
            console.note(note)
        }
        if repetition.dryRun { return try dryRun(experiment, sets, data, console) }
        try RunFolder.withNew(runOptions.name) { folder in
            let series = FitSeries(experiment, count: repetition.runs ?? 1, in: folder, console: console)
            try watch.showing(folder, console) { try fit(series, sets, data, console) }
        }
    }

    private func resume(_ console: Console) throws {
        let folder = try RunFolder.toContinue(runOptions.name, "fit")
        let begun = try folder.configuration(of: FitExperiment.self)
        var (asked, allowed) = (begun.experiment, begun.experiment)
        try apply(to: &asked)
        allowed.takeContinuation(of: asked)
        try SettingDifference.requireNone(allowed, asked)
        ComputeContext.threads = asked.threads
        let sets = try asked.readExamples()
        let data = try asked.divided(sets)
        var adopted = asked
        try adopted.adopt(data)
        guard adopted == asked else {
            throw folder.otherData(
                asked.examples.dataset, begun.data.flatMap { sets.facts.difference(from: $0) })
        }
        if repetition.dryRun { return try dryRun(asked, sets, data, console) }
        let lock = try folder.lock()
        let series = FitSeries(asked, count: repetition.runs ?? begun.runs, in: folder, console: console)
        try withExtendedLifetime(lock) {
            try watch.showing(folder, console) { try fit(series, sets, data, console) }
        }
    }

    private func apply(to experiment: inout FitExperiment) throws {
        examples.apply(to: &experiment.examples, features: machine.kernelOptions.columns)
        test.apply(to: &experiment.examples)
        (experiment.cost, experiment.gamma) = (fit.cost ?? experiment.cost, fit.gamma ?? experiment.gamma)
        try machine.apply(to: &experiment.machine, gamma: fit.gamma != nil)
        experiment.probability = calibration.probability || experiment.probability
        experiment.calibrate = calibration.calibrate ?? experiment.calibrate
        if experiment.calibrate != nil, !experiment.probability {
            throw ToolError.usage("--calibrate: only --probability calibrates")
        }
        experiment.validation = repetition.validation.map { $0 == 0 ? nil : $0 } ?? experiment.validation
        experiment.confusion = confusion.given ?? experiment.confusion
        experiment.seed = runOptions.seed ?? experiment.seed
        experiment.threads = runOptions.threads.count ?? experiment.threads
        try experiment.checkOptions()
    }

    private func dryRun(
        _ experiment: FitExperiment, _ sets: ExampleSettings.Sets, _ data: FitExperiment.Data, _ console: Console
    ) throws {
        console.describe(sets.facts)
        let pairs = try experiment.fit(data, stepLimit: 1).report.pairs
        try console.result(
            "dry run: \(Readable.count(data.training.count, "example")) of \(data.labels.count) classes, "
                + "\(Readable.count(pairs, "pair")), one step each; nothing was written")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: SVM.name)
        summary.dataset = experiment.examples.dataset
        summary.extra = ["dry_run": true, "examples": .integer(data.training.count)]
        summary.extra["data"] = try sets.facts.json
        try console.summary(summary)
    }

    private func fit(
        _ series: FitSeries, _ sets: ExampleSettings.Sets, _ data: FitExperiment.Data, _ console: Console
    ) throws {
        if series.count > 1, !series.experiment.dependsOnSeed {
            console.warning("--runs: the seed has no effect on this fit, so all fits are equal")
        }
        console.describe(sets.facts)
        console.note(try series.experiment.description(of: data, run: series.folder))
        var series = series
        (series.copy, series.measures) = (repetition.model, try measureOptions.measures())
        let outcome = try series.fit(sets, data, control: FitProgress(console).control)
        try page.write(series.folder, console)
        try console.result(outcome.lines)
        try console.summary(outcome.summary)
    }
}
