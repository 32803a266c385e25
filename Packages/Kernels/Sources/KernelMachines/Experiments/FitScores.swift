import Core

/// The scores of a fitted machine on each part of the examples.
public struct FitScores {
    /// Nil where there are too many examples to predict all of them again.
    public let training: ScoredExamples?
    public let validation: ScoredExamples?
    public let test: ScoredExamples?

    /// The maximum number of training examples to score; more would take longer than the fit.
    private static let mostTraining = 20_000

    /// - Throws: `ToolError` where φ of an example is not a finite number.
    public init(_ machine: FittedMachine) throws {
        let data = machine.data
        training =
            data.training.count <= Self.mostTraining ? try ScoredExamples(data.training, by: machine.stored) : nil
        validation = try data.validation.map { try ScoredExamples($0, by: machine.stored) }
        test = try data.test.map { try ScoredExamples($0, by: machine.stored) }
    }

    /// Warnings about the parts, one sentence each.
    var notes: [String] {
        (training?.notes("training") ?? []) + (validation?.notes("validation") ?? []) + (test?.notes("test") ?? [])
    }

    public var measurements: [Measurement] {
        let training = self.training?.accuracy.map { Measurement(.accuracy(.training), $0) }
        return [training].compactMap { $0 } + (validation?.measurements(on: .validation) ?? [])
            + (test?.measurements(on: .test) ?? [])
    }
}

extension FittedMachine {
    /// Figures, lines and numbers of the fit.
    ///
    /// - Throws: `ToolError` where φ of a drawn place is not a finite number.
    public func report(_ scores: FitScores) throws -> Report {
        var report = Report()
        let (classifier, labels) = (stored.classifier, stored.classifier.labels)
        let cells = experiment.confusion ?? .counts
        if let test = scores.test, test.labeled > 0, labels.count <= 26 {
            report.draw(
                "confusion",
                HeatMap.confusionMatrix("Test examples", counts: test.confusion, labels: test.names, showing: cells))
            if labels.count > 2 || experiment.confusion != nil {
                report.lines = TextTable.confusion(test.confusion, names: test.names, showing: cells).lines + [""]
            }
        }
        report.draw("regions", try regions())
        report.enliven("regions", try liveRegions())
        if let range = stored.scaling.libsvmRange { report.files.append(("scaling.range", Array(range.utf8))) }
        report.lines += table(scores).lines
        report.summary = ["kernel": .string(kernel.formula), "cost": .number(experiment.cost)]
        report.summary["gamma"] = experiment.gamma.map { .number($0) }
        report.summary["examples"] = .integer(data.training.count)
        report.summary["features"] = .integer(data.training.points.width)
        report.summary["classes"] = .array(labels.map { .string($0.name) })
        report.summary["support_vectors"] = .integer(classifier.vectors.count)
        report.summary["support_vectors_by_class"] = .array(classifier.vectorCounts.map { .integer($0) })
        report.summary["b"] = classifier.biases.count == 1 ? .number(-classifier.biases[0]) : nil
        report.summary["dual_objective"] = .number(self.report.objective)
        report.summary["duality_gap"] = .number(self.report.gap)
        report.summary["iterations"] = .integer(self.report.iterations)
        report.summary["has_converged"] = .bool(self.report.unconvergedPairs == 0)
        for measurement in scores.measurements { report.summary[measurement.metric.name] = .number(measurement.value) }
        report.summary["validation_examples"] = scores.validation.map { .integer($0.count) }
        report.summary["test_examples"] = scores.test.map { .integer($0.count) }
        report.summary["prediction_seconds"] = scores.test.map { .number($0.seconds) }
        return report
    }

    private func table(_ scores: FitScores) -> TextTable {
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
        if let accuracy = scores.training?.accuracy {
            table.add(["training accuracy", Readable.percent(accuracy, places: 2)])
        }
        for (name, part) in [("validation", scores.validation), ("test", scores.test)] {
            guard let part, let accuracy = part.accuracy else { continue }
            table.add([
                "\(name) accuracy",
                "\(Readable.percent(accuracy, places: 2)) of \(Readable.count(part.count)) in "
                    + Readable.duration(part.seconds),
            ])
            if let loss = part.logLoss { table.add(["\(name) loss", "\(Readable.loss(loss)) nats"]) }
        }
        return table
    }

    /// The plane with the regions of the classes; nil where the examples are not points of a plane.
    private func regions() throws(ToolError) -> (any Figure)? {
        guard let examples = PlaneExamples(data.training), examples.labels.count <= 8 else { return nil }
        let machine = PlaneMachine(examples, fitted: stored, report: report, vectorNumbers: vectorNumbers)
        let title =
            "\(experiment.examples.dataset): \(kernel.formula), C = \(Readable.shortest(experiment.cost))"
        return try fitting(data.training.file) { () throws(FitError) in
            try DecisionPlot(examples).plot(machine, title: title)
        }
    }
}
