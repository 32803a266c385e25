import ArgumentParser
import Core
import KernelMachines

struct Train: SharedCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit a classifier to examples.",
        discussion: """
            The run's folder contains config.json, the machine as LIBSVM's model.svm, its scaling as svm-scale's \
            scaling.range, figures and summary.json; series.json has the finished fits of --runs, which --resume does \
            not repeat. Ranks of mpirun divide the pairs of classes of a fit, or the fits of --runs, as do the processes of \
            --part.
            """)

    @OptionGroup(title: "Examples") var examples: ExampleOptions
    @OptionGroup(title: "Examples") var test: TestOptions
    @OptionGroup(title: "Machine") var fit: FitOptionGroup
    @OptionGroup(title: "Machine") var machine: MachineOptions
    @OptionGroup(title: "Probabilities") var calibration: CalibrationOptions
    @OptionGroup(title: "Run") var repetition: RepetitionOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Run") var parts: PartOption
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
        try Ranks.begin(console, threads: runOptions.threads.count, parts.given)
        let continues = try parts.continues(runOptions.name, SVM.name, resume: continuation.resume)
        if continues { try resume(console) } else { try begin(console) }
    }

    /// An experiment with its examples, before and after some are set aside.
    private typealias Prepared = (
        experiment: FitExperiment, sets: ExampleSettings.Sets, data: FitExperiment.Data
    )

    private func begin(_ console: Console) throws {
        let prepared = try Ranks.together {
            try parts.requireTasks(repetition.runs ?? 1)
            return try prepare(console)
        }
        try requireEqual(prepared)
        let experiment = prepared.experiment
        if experiment.machine.scale == "none", !experiment.machine.isPrecomputed,
            let note = prepared.data.training.spanNote
        {
            console.note(note)
        }
        if repetition.dryRun { return try dryRun(prepared, console) }
        try RunFolder.withNew(runOptions.name, parts.part) { folder in
            let series = FitSeries(experiment, count: repetition.runs ?? 1, in: folder, console: console)
            try watch.showing(folder, console) { try fit(series, prepared, console) }
        }
    }

    private func prepare(_ console: Console) throws -> Prepared {
        var experiment = FitExperiment()
        try apply(to: &experiment)
        ComputeContext.threads = experiment.threads
        examples.note(on: console)
        let sets = try experiment.readExamples()
        let data = try experiment.divided(sets)
        do { try experiment.adopt(data) } catch let error as SettingError { throw error.usage }
        return (experiment, sets, data)
    }

    private func resume(_ console: Console) throws {
        let (folder, runs, prepared) = try Ranks.together { try continued() }
        try parts.requireTasks(repetition.runs ?? runs)
        try requireEqual(prepared)
        if repetition.dryRun { return try dryRun(prepared, console) }
        let (_, lock) = try Ranks.folder { (folder, try folder.lock(parts.part)) }
        let series = FitSeries(prepared.experiment, count: repetition.runs ?? runs, in: folder, console: console)
        try withExtendedLifetime(lock) {
            try watch.showing(folder, console) { try fit(series, prepared, console) }
        }
    }

    private func continued() throws -> (folder: RunFolder, runs: Int, prepared: Prepared) {
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
        return (folder, begun.runs, (asked, sets, data))
    }

    private func requireEqual(_ prepared: Prepared) throws {
        var settings = prepared.experiment
        settings.threads = 1
        try Ranks.requireEqual(settings, facts: prepared.sets.facts)
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
        experiment.threads = runOptions.ownThreads ?? experiment.threads
        try experiment.checkOptions()
    }

    private func dryRun(_ prepared: Prepared, _ console: Console) throws {
        let (experiment, sets, data) = prepared
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

    private func fit(_ series: FitSeries, _ prepared: Prepared, _ console: Console) throws {
        let (sets, data) = (prepared.sets, prepared.data)
        if series.count > 1, !series.experiment.dependsOnSeed {
            console.warning("--runs: the seed has no effect on this fit, so all fits are equal")
        }
        let (ranks, pairs) = (Ranks.world.size, data.labels.count * (data.labels.count - 1) / 2)
        if series.count == 1, pairs < ranks {
            console.warning(
                "\(data.labels.count) classes have \(Readable.count(pairs, "pair")), so that only \(pairs) of "
                    + "\(ranks) ranks can work; ranks also divide svm grid and --runs")
        }
        console.describe(sets.facts)
        console.note(try series.experiment.description(of: data, run: series.folder))
        var series = series
        (series.copy, series.measures, series.part) = (repetition.model, try measureOptions.measures(), parts.part)
        guard let outcome = try series.fit(sets, data, control: FitProgress(console).control) else {
            return try parts.report(series.folder, "svm train", console)
        }
        try page.write(series.folder, console)
        try console.result(outcome.lines)
        try console.summary(outcome.summary)
    }
}
