import CommandLineSupport
import Core
import Figures
import KernelMachines

/// What a fit leaves behind: tables, pictures, the summary.
struct TrainingReport {
    let session: TrainingSession
    let folder: RunFolder
    let stored: StoredMachine
    let report: FitReport
    let vectorNumbers: [Int]
    let seconds: Double

    /// Rows that are predicted again to tell the training accuracy; more would take longer than the fit.
    private static let mostTraining = 20_000

    func write() throws {
        let console = session.console
        let tested = try session.test.map { try Scored($0, by: stored) }
        let learnt = session.training.count <= Self.mostTraining ? try Scored(session.training, by: stored) : nil
        try draw(tested)
        let summary = summary(learnt, tested)
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: folder.summaryFile)
        if let tested, tested.labelled > 0, stored.classifier.labels.count > 2, stored.classifier.labels.count <= 26 {
            for line in tested.score.table(tested.names).lines { try console.result(line) }
            try console.result()
        }
        try console.result(table(learnt, tested))
        try console.summary(summary)
    }

    private func table(_ learnt: Scored?, _ tested: Scored?) -> TextTable {
        let classifier = stored.classifier
        var table = TextTable([.left(), .left()])
        let counts = classifier.vectorCounts.count <= 12 ? classifier.vectorCounts.map { Readable.count($0) } : []
        table.add([
            "support vectors",
            Readable.count(classifier.vectors.count) + (counts.isEmpty ? "" : " (\(counts.joined(separator: " + ")))"),
        ])
        if classifier.biases.count == 1 {
            table.add([
                "b", "\(Readable.decimal(-classifier.biases[0], places: 4)) (above 0: \(classifier.labels[1].name))",
            ])
        }
        table.add(["dual objective", Readable.decimal(report.objective, places: 4)])
        table.add(["duality gap", Readable.loss(report.gap)])
        table.add(["steps", Readable.count(report.iterations)])
        table.add(["fit", Readable.duration(seconds)])
        if let accuracy = learnt?.accuracy {
            table.add(["training accuracy", Readable.percent(accuracy, places: 2)])
        }
        if let tested, let accuracy = tested.accuracy {
            table.add([
                "test accuracy",
                "\(Readable.percent(accuracy, places: 2)) of \(Readable.count(tested.count)) in \(Readable.duration(tested.seconds))",
            ])
            if let loss = tested.logLoss { table.add(["test loss", "\(Readable.loss(loss)) nats"]) }
        }
        return table
    }

    private func draw(_ tested: Scored?) throws {
        let classes = stored.classifier.labels.count
        if let tested, tested.labelled > 0, classes <= 26 {
            try HeatMap.confusionMatrix("Test examples", counts: tested.score.counts, labels: tested.names)
                .write(to: folder.figureFolder + "/confusion")
        }
        guard let examples = PlaneExamples(session.training), examples.labels.count <= 8 else { return }
        let machine = PlaneMachine(
            examples, fitted: stored, report: report, vectorNumbers: vectorNumbers)
        let plot = try fitting(session.training.file) { () throws(FitError) in
            try DecisionPlot(examples).plot(
                machine,
                title:
                    "\(session.dataset): \(session.kernel.formula), C = \(Readable.shortest(session.command.settings.cost))"
            )
        }
        try plot.write(to: folder.figureFolder + "/regions")
    }

    private func summary(_ learnt: Scored?, _ tested: Scored?) -> RunSummary {
        let configuration = session.configuration
        var summary = RunSummary(tool: SVM.name)
        summary.dataset = session.dataset
        summary.model = "\(configuration.kernel) SVM"
        summary.seed = configuration.seed
        summary.threads = configuration.threads
        summary.seconds = seconds
        summary.examplesPerSecond = Double(session.training.count) / seconds
        summary.testLoss = tested?.logLoss
        summary.testAccuracy = tested?.accuracy
        summary.run = folder.path
        let classifier = stored.classifier
        summary.extra["kernel"] = .string(session.kernel.formula)
        summary.extra["cost"] = .number(session.command.settings.cost)
        summary.extra["gamma"] = configuration.gamma.map { .number($0) }
        summary.extra["examples"] = .integer(session.training.count)
        summary.extra["features"] = .integer(session.training.points.width)
        summary.extra["classes"] = .array(classifier.labels.map { .string($0.name) })
        summary.extra["support_vectors"] = .integer(classifier.vectors.count)
        summary.extra["support_vectors_by_class"] = .array(classifier.vectorCounts.map { .integer($0) })
        summary.extra["b"] = classifier.biases.count == 1 ? .number(-classifier.biases[0]) : nil
        summary.extra["dual_objective"] = .number(report.objective)
        summary.extra["duality_gap"] = .number(report.gap)
        summary.extra["iterations"] = .integer(report.iterations)
        summary.extra["has_converged"] = .bool(report.unconvergedPairs == 0)
        summary.extra["train_accuracy"] = learnt?.accuracy.map { .number($0) }
        summary.extra["test_examples"] = tested.map { .integer($0.count) }
        summary.extra["prediction_seconds"] = tested.map { .number($0.seconds) }
        summary.extra["model_file"] = .string(folder.machineFile)
        return summary
    }
}
