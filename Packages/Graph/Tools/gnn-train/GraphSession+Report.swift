import CommandLineSupport
import Core
import Figures
import GraphModels

// A session as a command runs it: said beforehand, kept, and told.

extension GraphSession {
    /// Makes the run's folder, or what of it a killed run lacks, and writes its configuration.
    func prepare(resuming: Bool) throws {
        guard let run else { return }
        if resuming { try run.prepareToGoOn() } else { try run.create() }
        // A resumed run may go on for more epochs; whoever resumes it again is to find them.
        try run.write(configuration, to: run.configurationFile)
    }

    /// What is about to be trained.
    func describe() throws {
        let (graph, model) = (task.graph, try configuration.makeModel(seed: configuration.seed))
        graph.notes.forEach(console.note)
        let split = graph.split
        console.note(
            "\(configuration.dataset): \(Readable.count(graph.nodeCount)) nodes, \(Readable.count(graph.edgeCount)) edges, "
                + "\(Readable.count(graph.features.width)) features, \(graph.classNames.count) classes; "
                + "\(Readable.count(split.training.count)) training, \(Readable.count(split.validation.count)) validation "
                + "and \(Readable.count(split.test.count)) test nodes")
        console.note(
            "\(configuration.model), \(Readable.count(model.parameterCount)) parameters; run \(run?.path ?? "not kept")"
        )
    }

    /// Keeps the model and the figures of a finished training.
    func keep(_ result: Result) throws {
        guard let run else { return }
        try Checkpoint.saveWeights(of: result.model, configuration: configuration.text, to: run.modelFile)
        func path(_ name: String) -> String { run.figureFolder + "/" + name }
        let figures = figures
        try figures.learningCurves(result.log).write(to: path("learning-curves"))
        try figures.confusion(task.classification(logits: result.logits)).write(to: path("confusion"))
        let before = try configuration.makeModel().pass(task.graph.features, task.edges, probe: nil).hidden
        try figures.embeddings(before: before, after: result.hidden).write(to: path("embeddings"))
        try figures.network(predictions: result.logits.argmax())?.write(to: path("network"))
    }

    /// The figures of this session, under its title.
    var figures: GraphFigures {
        let dataset = configuration.dataset.split(separator: "/").last.map(String.init) ?? configuration.dataset
        return GraphFigures(title: "\(configuration.model) on \(dataset)", graph: task.graph)
    }

    /// Prints what came of a training, and keeps the summary.
    func report(_ result: Result, _ repeats: [Repeat]) throws {
        var summary = summary(of: result)
        var lines = task.classification(logits: result.logits).lines(classNames: task.graph.classNames)
        if repeats.count > 1 {
            let (mean, deviation) = Repeat.statistics(repeats.map(\.testAccuracy))
            lines.append(
                "test accuracy over \(repeats.count) seeds: \(Readable.percent(mean, places: 2)) ± "
                    + "\(Readable.decimal(deviation * 100))")
            summary.extra["runs"] = .integer(repeats.count)
            summary.extra["test_accuracy_mean"] = .number(mean)
            summary.extra["test_accuracy_deviation"] = .number(deviation)
            let validation = Repeat.statistics(repeats.map(\.validationAccuracy))
            summary.extra["validation_accuracy_mean"] = .number(validation.mean)
        }
        if let run {
            try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: run.summaryFile)
        }
        try console.result(lines)
        try console.summary(summary)
    }

    /// One step, and that it was taken.
    func reportDryRun() throws {
        try console.dryRun(
            "\(configuration.model) on \(configuration.dataset), one step", loss: dryRun(),
            RunSummary(
                tool: RunConfiguration.toolName, dataset: configuration.dataset, model: configuration.model,
                parameters: configuration.makeModel(seed: configuration.seed).parameterCount,
                seed: configuration.seed, threads: configuration.threads))
    }
}
