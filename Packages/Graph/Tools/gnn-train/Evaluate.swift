import ArgumentParser
import CommandLineSupport
import Core
import GraphModels

/// `gnn-train evaluate`: tests a trained model.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Test a trained model, on its own graph or another one.")

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Data") var data: DataOptions<TrainedDatasets>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<NodeClassification>(run: trained.name)
        let task = try stored.task(data, console)
        let graph = task.graph
        console.note("\(stored.source) on the \(Readable.count(graph.split.test.count)) test nodes of \(graph.name)")
        let logits = stored.model(graph.features, task.edges)
        let (score, classes) = (task.score(logits: logits, on: .test), task.classification(logits: logits))
        var summary = stored.summary(dataset: graph.name)
        (summary.testLoss, summary.testAccuracy) = (score.loss, score.accuracy)
        summary.validationAccuracy = task.score(logits: logits, on: .validation).accuracy
        summary.extra["validation_accuracy"] = summary.validationAccuracy.map { .number($0) }
        summary.extra["classes"] = classes.classJSON(graph.classNames)
        try console.result(classes.lines(classNames: graph.classNames))
        try console.result(classes.classTable(graph.classNames))
        try console.summary(summary)
    }
}
