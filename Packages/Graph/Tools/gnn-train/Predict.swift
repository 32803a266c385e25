import ArgumentParser
import Core
import GraphModels

/// `gnn-train predict`: the class of every node, as a table.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the predicted class of every node as CSV.",
        discussion: "Columns: node, label (empty where unknown), predicted, probability, and part of the split.")

    @Argument(help: "File to write. (default: standard output)", completion: .file(extensions: ["csv"]))
    var file: String?

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Data") var data: DataOptions<TrainedDatasets>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<NodeClassification>(run: trained.name)
        let task = try stored.task(data, console)
        let graph = task.graph
        let probabilities = stored.model(graph.features, task.edges).softmax()
        let (best, numbers, classes) = (probabilities.argmax(), probabilities.scalars(), graph.classNames.count)
        var parts = [String](repeating: "", count: graph.nodeCount)
        for (name, nodes) in [
            ("train", graph.split.training), ("validation", graph.split.validation), ("test", graph.split.test),
        ] { for node in nodes { parts[Int(node)] = name } }
        var lines = [CSVTable.line(["node", "label", "predicted", "probability", "split"])]
        lines.reserveCapacity(graph.nodeCount + 1)
        for node in graph.fileOrder?.map({ Int($0) }) ?? Array(0..<graph.nodeCount) {
            let label = graph.labels[node]
            lines.append(
                CSVTable.line([
                    graph.name(of: node), label < 0 ? "" : graph.classNames[Int(label)], graph.classNames[best[node]],
                    Readable.decimal(Double(numbers[node * classes + best[node]]), places: 4), parts[node],
                ]))
        }
        if let file {
            try AtomicFile.write(Array(lines.joined().utf8), to: file)
            console.note("\(Readable.count(graph.nodeCount)) nodes written to \(file)")
        } else {
            try console.text(lines.joined())
        }
        guard output.json else { return }
        var summary = stored.summary(dataset: graph.name)
        summary.extra["nodes"] = .integer(graph.nodeCount)
        summary.extra["file"] = file.map { .string($0) }
        try console.summary(summary)
    }
}
