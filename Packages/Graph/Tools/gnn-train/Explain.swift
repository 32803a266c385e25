import ArgumentParser
import Core
import GraphModels

/// The options that choose the model and the output.
struct ExplanationOptions: ParsableArguments {
    @OptionGroup var trained: TrainedRunOption

    @Option(
        help: ArgumentHelp(
            "File for the figure, without an ending. (default: explain-NODE in the run's figures)", valueName: "file"))
    var figure: String?

    @Option(
        help: ArgumentHelp("Maximum number of nodes to list. (default: 12)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 60))
    var most: Int?
}

/// `gnn-train explain`: explains a node's predicted class, and draws the explanation.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain a node's predicted class, and draw the explanation.",
        discussion: """
            A node's contribution is the amount that the score of the predicted class would lose, to first order, if \
            that node's own features were zero. With attention, the first layer's weights are listed, too.
            """)

    @Argument(help: "The node, by number or name.")
    var node: String

    @OptionGroup(title: "Explanation") var options: ExplanationOptions
    @OptionGroup(title: "Data") var data: DataOptions<TrainedDatasets>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<NodeClassification>(run: options.trained.name)
        let task = try stored.task(data, console)
        let graph = task.graph
        let number = try found(in: graph)
        let explanation = NodeExplanation(of: number, by: stored.model, in: task, most: options.most ?? 12)
        let file = options.figure ?? stored.run.map { Self.file(for: graph.name(of: number), in: $0) }
        if let file { try explanation.figure(of: graph, model: stored.experiment.model).write(to: file) }
        let label = graph.labels[number]
        try console.result(
            "node \(graph.name(of: number)): predicted \(graph.classNames[explanation.predicted]) "
                + "(\(Readable.percent(explanation.probability)))"
                + (label < 0 ? "" : ", is \(graph.classNames[Int(label)])")
                + "; \(graph.neighbors(of: number).count) neighbors")
        try console.result(table(explanation, graph))
        if let file { try console.result("drawn to \(file).png and .svg") }
        guard output.json else { return }
        var summary = stored.summary(dataset: graph.name)
        summary.extra["node"] = .string(graph.name(of: number))
        summary.extra["predicted"] = .string(graph.classNames[explanation.predicted])
        summary.extra["probability"] = .number(explanation.probability)
        summary.extra["figure"] = file.map { .string($0 + ".png") }
        summary.extra["contributions"] = .array(
            explanation.parts.map { part in
                .object([
                    "node": .string(graph.name(of: part.node)), "hops": .integer(part.hops),
                    "contribution": .number(part.contribution),
                    "attention": part.attention.map { .number($0) } ?? .null,
                ])
            })
        try console.summary(summary)
    }

    private func table(_ explanation: NodeExplanation, _ graph: Graph) -> TextTable {
        let hasAttention = explanation.parts.contains { $0.attention != nil }
        var table = TextTable(
            [.left("node"), .right("hops"), .left("class"), .right("contribution")]
                + (hasAttention ? [.right("attention")] : []))
        for part in explanation.parts {
            let label = graph.labels[part.node]
            table.add(
                [
                    graph.name(of: part.node), String(part.hops), label < 0 ? "–" : graph.classNames[Int(label)],
                    Readable.decimal(part.contribution, places: 3),
                ] + (hasAttention ? [part.attention.map { Readable.percent($0) } ?? ""] : []))
        }
        return table
    }

    /// - Throws: `ToolError` where the node does not exist.
    private func found(in graph: Graph) throws(ToolError) -> Int {
        if let names = graph.nodeNames, let number = names.firstIndex(of: node) { return number }
        if graph.nodeNames == nil, let number = Int(node), (0..<graph.nodeCount).contains(number) { return number }
        throw .usage(
            "no node '\(node)' in \(graph.name)"
                + (graph.nodeNames == nil ? ": expected a number from 0 to \(graph.nodeCount - 1)" : ""))
    }

    /// Next to the run's other figures.
    private static func file(for name: String, in run: RunFolder) -> String {
        "\(run.figureFolder)/explain-\(String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" }))"
    }
}
