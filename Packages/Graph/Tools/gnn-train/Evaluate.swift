import ArgumentParser
import CommandLineSupport
import Core
import GraphModels

/// `gnn-train evaluate`: tests a trained model.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Test a trained model, on its own graph or another one.")

    @OptionGroup var trained: TrainedRunOption

    @OptionGroup(title: "Data") var data: DataOptions<TrainedDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredModel<RunConfiguration>(run: trained.name)
        let task = try stored.task(data, console)
        console.note(
            "\(stored.source) on the \(Readable.count(task.graph.split.test.count)) test nodes of \(task.graph.name)")
        let logits = stored.model(task.graph.features, task.edges)
        let (score, classes) = (task.score(logits: logits), task.classification(logits: logits))
        var summary = RunSummary(tool: RunConfiguration.toolName)
        summary.dataset = task.graph.name
        summary.model = stored.configuration.model
        summary.parameters = stored.model.parameterCount
        summary.threads = ComputeContext.threads
        summary.testLoss = score.test.loss
        summary.testAccuracy = score.test.accuracy
        summary.run = stored.source
        summary.extra["validation_accuracy"] = .number(score.validation.accuracy)
        summary.extra["classes"] = classes.classJSON(task.graph.classNames)
        try console.result(classes.lines(classNames: task.graph.classNames))
        try console.result(classes.classTable(task.graph.classNames))
        try console.summary(summary)
    }
}
