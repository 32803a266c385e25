import CommandLineSupport
import Core
import KernelMachines

/// One fit, from reading to the files it leaves.
struct TrainingSession {
    let command: Train
    let console: Console
    let dataset: String
    let training: ExampleSet
    let test: ExampleSet?
    let calibration: ExampleSet?
    let labels: [ClassLabel]
    let scaling: FeatureScaling
    let kernel: Kernel

    init(_ command: Train, console: Console) throws {
        (self.command, self.console) = (command, console)
        let machine = command.machine
        let (name, all, test) = try command.source.read(
            console, isPrecomputed: machine.isPrecomputed, seed: command.common.seed)
        try machine.check(all)
        (dataset, labels) = (name, all.labels)
        var training = all
        var calibration: ExampleSet?
        if let file = command.calibrate {
            calibration = try command.source.form.read(
                file, isPrecomputed: machine.isPrecomputed, knownPoints: all.points.width, columns: all.columns)
        } else if command.probability {
            let folds = CrossValidation(classes: all.classes(among: labels), parts: 5, seed: command.common.seed)
            calibration = all.selecting(folds.parts.indices.filter { folds.parts[$0] == 0 })
            training = all.selecting(folds.parts.indices.filter { folds.parts[$0] != 0 })
            guard training.labels.count == labels.count else {
                throw ToolError.badData(
                    "\(all.file): a class has too few examples to set some aside for --probability; name others with --calibrate"
                )
            }
        }
        scaling = try machine.scaling(of: training)
        kernel = try machine.kernel(gamma: command.settings.gamma, width: training.points.width)
        (self.training, self.test, self.calibration) = (training, test, calibration)
        if scaling.kind == .none, !machine.isPrecomputed, let note = training.spanNote { console.note(note) }
    }

    var options: FitOptions {
        var options = FitOptions(cost: command.settings.cost, solver: command.machine.solver)
        options.classWeights = command.machine.classWeight
        return options
    }

    var configuration: RunConfiguration {
        var configuration = RunConfiguration(
            command: "train", dataset: dataset, set: training, machine: command.machine, kernel: kernel,
            cost: [command.settings.cost], seed: command.common.seed)
        configuration.isCalibrated = calibration != nil
        return configuration
    }

    private func fit(
        _ options: FitOptions, control: FitControl
    ) throws -> SupportVectorClassifier.Fit {
        try fitting(training.file) { () throws(FitError) in
            try SupportVectorClassifier.fit(
                try scaling.applied(to: training.points), classes: training.classes(among: labels), labels: labels,
                kernel: kernel, options: options, control: control)
        }
    }

    func dryRun() throws {
        var options = options
        options.solver.iterationLimit = 1
        let report = try fit(options, control: .interruptible).report
        try console.result(
            "dry run: \(Readable.count(training.count)) examples of \(labels.count) classes, \(report.pairs) "
                + "pair\(report.pairs == 1 ? "" : "s"), one step each; nothing was written")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: SVM.name)
        summary.dataset = dataset
        summary.extra["dry_run"] = true
        summary.extra["examples"] = .integer(training.count)
        try console.summary(summary)
    }

    func run() throws {
        let folder = RunFolder.begun(command.common.run)
        try folder.checkIsFree()
        console.note(
            "\(dataset): \(Readable.count(training.count)) examples of \(Readable.count(training.points.width)) features, "
                + "\(labels.count) classes; kernel \(kernel.formula), C \(Readable.shortest(command.settings.cost)); run \(folder.path)"
        )
        let start = ContinuousClock.now
        let result = try fit(options, control: FitProgress(console).control)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        console.clearLiveLine()
        warn(of: result.report)
        var stored = StoredMachine(
            classifier: result.classifier, scaling: scaling, columns: training.columns,
            featureCount: training.points.width)
        if let calibration { stored.classifier = try calibrated(stored, on: calibration) }
        // Nothing is left of a fit that fails or is stopped.
        try folder.create(hasCheckpoints: false)
        try folder.write(configuration, to: folder.configurationFile)
        try stored.write(to: folder.machineFile)
        if let model = command.model { try stored.write(to: model) }
        if let range = scaling.libsvmRange {
            try AtomicFile.write(Array(range.utf8), to: folder.path + "/scaling.range")
        }
        try TrainingReport(
            session: self, folder: folder, stored: stored, report: result.report, vectorNumbers: result.vectorNumbers,
            seconds: seconds
        ).write()
    }

    private func calibrated(_ stored: StoredMachine, on set: ExampleSet) throws -> SupportVectorClassifier {
        let result = try fitting(set.file) { () throws(FitError) in
            try stored.classifier.calibrated(
                on: try scaling.applied(to: set.points), classes: set.classes(among: stored.classifier.labels))
        }
        guard let classifier = result.classifier else {
            throw ToolError.badData(
                "\(set.file): no examples of class '\(result.missing?.name ?? "")' to calibrate on, expected some of each"
            )
        }
        return classifier
    }

    private func warn(of report: FitReport) {
        if report.unconvergedPairs > 0 {
            console.warning(
                "\(report.unconvergedPairs) of \(report.pairs) pairs of classes stopped before the tolerance was met; violation "
                    + "\(Readable.loss(report.violation)), expected at most \(Readable.shortest(command.machine.tolerance))"
            )
        }
        if report.negativeCurvatures > 0 {
            console.warning(
                "the kernel is not positive semi-definite on these examples (\(Readable.count(report.negativeCurvatures)) steps "
                    + "of \(Readable.count(report.iterations)) showed it): the result is one of several possible ends")
        }
    }
}

extension ExampleSet {
    /// What to tell of features whose sizes differ so much that the small ones say nothing; nil where they do not.
    var spanNote: String? {
        guard case .dense = points.numbers, points.width > 1, points.width <= 1000 else { return nil }
        let scaling = FeatureScaling(.standard, of: points)
        let deviations = scaling.factor.filter { $0 > 0 }.map { 1 / Double($0) }
        guard let least = deviations.min(), let most = deviations.max(), most > 100 * least, lines.count == count else {
            return nil
        }
        return
            "features spread from \(Readable.loss(least)) to \(Readable.loss(most)): --scale standard would make them count alike"
    }
}
