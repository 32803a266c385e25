import ArgumentParser
import Core
import GraphModels

/// `gnn-train evaluate`: tests a trained model.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Test a trained model, on its own graph or another one.")

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Data") var data: DataOptions<TrainedDatasets>
    @OptionGroup(title: "Output") var confusion: ConfusionOption<ShowsCounts>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<NodeClassification>(run: trained.name)
        let task = try stored.task(data, console)
        let graph = task.graph
        guard !graph.split.test.isEmpty else {
            throw ToolError.badData("\(graph.name): no node with a class to test on; 'gnn-train predict' needs none")
        }
        console.note("\(stored.source) on the \(Readable.count(graph.split.test.count)) test nodes of \(graph.name)")
        let logits = stored.model(graph.features, task.edges)
        let classes = task.classification(logits: logits)
        var summary = stored.summary(dataset: graph.name)
        let test = task.score(logits: logits, on: .test)
        if !graph.split.validation.isEmpty {
            let validation = task.score(logits: logits, on: .validation)
            (summary.validationLoss, summary.validationAccuracy) = (validation.loss, validation.accuracy)
        }
        (summary.testLoss, summary.testAccuracy) = (test.loss, test.accuracy)
        for (part, nodes) in [(DataPart.training, graph.split.training), (.validation, graph.split.validation)]
        where !nodes.isEmpty {
            for measurement in task.score(logits: logits, on: part).measurements(on: part) {
                summary.extra[measurement.metric.name] = .number(measurement.value)
            }
        }
        summary.extra["classes"] = classes.classJSON(graph.classNames)
        try console.result(classes.lines(classNames: graph.classNames, showing: confusion.cells))
        try console.result(classes.classTable(graph.classNames))
        try console.summary(summary)
    }
}
