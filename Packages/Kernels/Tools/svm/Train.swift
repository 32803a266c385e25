import ArgumentParser
import CommandLineSupport
import Core
import Figures
import KernelMachines

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit a classifier to examples.",
        discussion: """
            The run's folder contains config.json, the machine as LIBSVM's model.svm, its scaling as svm-scale's \
            scaling.range, figures and summary.json.
            """)

    @OptionGroup(title: "Examples") var examples: ExampleOptions
    @OptionGroup(title: "Examples") var test: TestOptions
    @OptionGroup(title: "Machine") var fit: FitOptionGroup
    @OptionGroup(title: "Machine") var machine: MachineOptions
    @OptionGroup(title: "Probabilities") var calibration: CalibrationOptions
    @OptionGroup(title: "Run") var repetition: RepetitionOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        var experiment = try experiment()
        ComputeContext.threads = experiment.threads
        examples.note(on: console)
        let sets = try experiment.readExamples()
        let data = try experiment.divided(sets)
        do { try experiment.adopt(data) } catch let error as SettingError { throw error.usage }
        if experiment.machine.scale == "none", !experiment.machine.isPrecomputed, let note = data.training.spanNote {
            console.note(note)
        }
        if repetition.dryRun { return try dryRun(experiment, data, console) }
        if repetition.runs > 1, !experiment.dependsOnSeed {
            console.warning("--runs: the seed has no effect on this fit, so that all fits are equal")
        }
        try RunFolder.withNew(runOptions.name) { try train(experiment, sets, data, in: $0, console) }
    }

    private func experiment() throws -> FitExperiment {
        if calibration.calibrate != nil, !calibration.probability {
            throw ToolError.usage("--calibrate: only --probability calibrates")
        }
        var experiment = FitExperiment()
        examples.apply(to: &experiment.examples)
        test.apply(to: &experiment.examples)
        (experiment.cost, experiment.gamma) = (fit.cost ?? experiment.cost, fit.gamma)
        try machine.apply(to: &experiment.machine, gamma: fit.gamma != nil)
        (experiment.probability, experiment.calibrate) = (calibration.probability, calibration.calibrate)
        experiment.validation = repetition.validation.flatMap { $0 == 0 ? nil : $0 }
        experiment.seed = runOptions.seed ?? experiment.seed
        experiment.threads = runOptions.threads.count ?? experiment.threads
        do { try experiment.checkAll() } catch let error as SettingError { throw error.usage }
        return experiment
    }

    private func dryRun(_ experiment: FitExperiment, _ data: FitExperiment.Data, _ console: Console) throws {
        let pairs = try experiment.fit(data, stepLimit: 1).report.pairs
        try console.result(
            "dry run: \(Readable.count(data.training.count, "example")) of \(data.labels.count) classes, "
                + "\(Readable.count(pairs, "pair")), one step each; nothing was written")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: SVM.name)
        summary.dataset = experiment.examples.dataset
        summary.extra = ["dry_run": true, "examples": .integer(data.training.count)]
        try console.summary(summary)
    }

    private func train(
        _ experiment: FitExperiment, _ sets: ExampleSettings.Sets, _ data: FitExperiment.Data, in folder: RunFolder,
        _ console: Console
    ) throws {
        console.note(try experiment.description(of: data, run: folder))
        let fitted = try experiment.fit(data, control: FitProgress(console).control)
        console.clearLiveLine()
        for warning in fitted.warnings { console.warning(warning) }
        // The machine first: a run that has a configuration has a machine, too.
        try fitted.stored.write(to: folder.machineFile)
        try folder.write(RunConfigurationFile(experiment, runs: repetition.runs))
        if let file = repetition.model { try fitted.stored.write(to: file) }
        let scores = try FitScores(fitted)
        var (report, summary) = (try fitted.report(scores), fitted.summary(scores, run: folder))
        report.summary["model_file"] = .string(folder.machineFile)
        try folder.write(report, &summary)
        if repetition.runs > 1 {
            let seeds = try repeatFits(experiment, sets, first: scores, in: folder, console).report
            report.lines += [""] + seeds.lines
            try folder.write(seeds, &summary)
        }
        try console.result(report.lines)
        try console.summary(summary)
    }

    /// Fits with the other seeds; of these the scores alone are kept.
    private func repeatFits(
        _ experiment: FitExperiment, _ sets: ExampleSettings.Sets, first: FitScores, in folder: RunFolder,
        _ console: Console
    ) throws -> SeedTable {
        var table = SeedTable(first.measurements.map(\.metric))
        func add(_ scores: FitScores, _ seed: UInt64) {
            var row: JSONObject = ["seed": .unsigned(seed)]
            for measurement in scores.measurements { row[measurement.metric.name] = .number(measurement.value) }
            table.add(row)
        }
        add(first, experiment.seed)
        for number in 1..<repetition.runs {
            var own = experiment
            own.seed = experiment.seed &+ UInt64(number)
            console.progress("fit \(number + 1) of \(repetition.runs), seed \(own.seed)")
            let data = try own.divided(own.examples.areDrawn ? try own.readExamples() : sets)
            do { add(try FitScores(try own.fit(data)), own.seed) } catch
                where Interruption.isRequested
            {
                throw Interruption.error(
                    "after \(number) of \(repetition.runs) fits; the machine of seed \(experiment.seed) is in "
                        + folder.machineFile)
            }
        }
        console.clearLiveLine()
        return table
    }
}
