import ArgumentParser
import Core
import GraphModels

/// The options that choose a model and a graph.
struct GraphOptions: ExperimentOptions {
    static let defaultValidation = "the graph's own validation nodes"
    static let standard = NodeClassification()
    static let title = "Model and graph"

    static var variants: [(name: String, experiment: NodeClassification)] {
        GraphModelEntry.all.map { ($0.name, NodeClassification($0)) }
    }

    @Option(
        help: ArgumentHelp(
            "Model. (default: \(standard.model))"
                + HelpList.lines(of: GraphModelEntry.all.map { ($0.name, $0.summary) }),
            valueName: "name"), completion: .list(GraphModelEntry.all.map(\.name)),
        transform: OptionValue.name(of: "model", in: GraphModelEntry.all.map(\.name)))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Model and recipe: \(GraphPreset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")).",
            valueName: "name"), completion: .list(GraphPreset.all.map(\.name)),
        transform: OptionValue.name(of: "preset", in: GraphPreset.all.map(\.name)))
    var preset: String?

    @OptionGroup var data: DataOptions<GraphDatasets>
    @OptionGroup var columns: TableOptions<LabelColumn>
    @OptionGroup var partition: PartitionOptions

    @Option(
        help: ArgumentHelp(
            "Units of a hidden layer; for gat, of each head. (default: \(shown { String($0.sizes.hidden) }))",
            valueName: "n"), transform: OptionValue.wholeNumber(atMost: 65_536))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Layers of the network. (default: \(standard.sizes.layers))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 256))
    var layers: Int?

    @Option(
        help: ArgumentHelp("Heads of attention. (default: \(standard.sizes.heads))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_024))
    var heads: Int?

    @Option(
        help: ArgumentHelp(
            "Dropout rate. (default: \(shown { Readable.shortest($0.sizes.dropout) }))", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.95))
    var dropout: Double?

    @Flag(help: "Hidden layers of equal width add their output to their input.")
    var residual = false

    @Option(
        help: ArgumentHelp(
            "Figure of the validation nodes that chooses the best epoch and that --patience waits for: accuracy, "
                + "loss, or both (the highest accuracy, among equals the lowest loss; --patience waits while either "
                + "improves). (default: \(standard.best.rawValue))", valueName: "name"),
        transform: OptionValue.name(of: "measure", in: NodeClassification.Best.allCases.map(\.rawValue)))
    var best: String?

    @Option(
        name: [.long, .customLong("neighbours")],
        help: ArgumentHelp(
            "With --batch-size: number of neighbors to draw for a node in each layer, beginning with the last. "
                + "(default: 10 each)",
            valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 100_000))
    var neighbors: [Int]?

    @OptionGroup var confusion: ConfusionOption<ShowsCounts>

    func apply(to experiment: inout NodeClassification) throws {
        try chooseModel(of: &experiment)
        experiment.dataset = data.dataset ?? experiment.dataset
        experiment.data = data.data ?? experiment.data
        try partition.apply(to: &experiment)
        var choice = experiment.columns ?? ColumnChoice()
        columns.apply(to: &choice)
        choice.features = partition.columns ?? choice.features
        experiment.columns = choice == ColumnChoice() ? nil : choice
        experiment.sizes.hidden = hidden ?? experiment.sizes.hidden
        experiment.sizes.layers = layers ?? experiment.sizes.layers
        experiment.sizes.heads = heads ?? experiment.sizes.heads
        experiment.sizes.dropout = dropout ?? experiment.sizes.dropout
        experiment.sizes.isResidual = residual || experiment.sizes.isResidual
        experiment.best = best.flatMap(NodeClassification.Best.init) ?? experiment.best
        experiment.confusion = confusion.given ?? experiment.confusion
        experiment.neighbors = neighbors ?? experiment.neighbors
        let layered = ["gcn", "gat", "sage"]
        for (name, isGiven, models) in [
            ("--heads", heads != nil, ["gat"]), ("--layers", layers != nil, layered), ("--residual", residual, layered),
        ] where isGiven && !models.contains(experiment.model) {
            throw ToolError.usage("\(name) is for --model \(models.joined(separator: ", "))")
        }
    }

    /// Takes another model's sizes and recipe if the options name one.
    private func chooseModel(of experiment: inout NodeClassification) throws(ToolError) {
        let chosen = GraphPreset.all.first { $0.name == preset }
        if let chosen, let model, model != chosen.model {
            throw .usage("--preset \(chosen.name) is for --model \(chosen.model)")
        }
        guard let name = chosen?.model ?? model, name != experiment.model else { return }
        experiment.choose(try Suggestions.find(name, kind: "model", in: GraphModelEntry.all, by: \.name))
    }
}

/// The column of nodes.csv that is predicted.
enum LabelColumn: TargetDefault {
    static let words = "label"
}

/// The data sets to train on, as help names them.
enum GraphDatasets: DataDefaults {
    static let datasets = GraphSource.all.map(\.name)
    static let dataset = "cora if it is on this machine, otherwise the built-in karate"
}
