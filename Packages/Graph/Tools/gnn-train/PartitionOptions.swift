import ArgumentParser
import Core
import GraphModels

/// The options of the invented graph.
struct PartitionOptions: ParsableArguments {
    private static let standard = PlantedPartition()

    @Option(
        help: ArgumentHelp(
            "Number of nodes of the invented graph. (default: \(Readable.count(standard.nodes)))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 100, atMost: 1 << 29))
    var nodes: Int?

    @Option(
        help: ArgumentHelp(
            "Average number of neighbors of its nodes. (default: \(Readable.shortest(standard.degree)))", valueName: "n"
        ),
        transform: OptionValue.number(in: 0.1...10_000))
    var degree: Double?

    @Option(
        help: ArgumentHelp("Number of classes of its nodes. (default: \(standard.classes))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 2, atMost: 50))
    var classes: Int?

    @Option(
        help: ArgumentHelp(
            "Number of features per node of the invented graph, instead of words; or the columns of a table of nodes to "
                + "predict from. (default: all columns of numbers)", valueName: "n|column,…"),
        transform: PartitionOptions.features)
    var features: Features?

    /// The value of `--features`.
    enum Features: Equatable {
        case count(Int)
        case columns([String])
    }

    private static func features(_ text: String) throws -> Features {
        guard text.allSatisfy({ "+-0123456789".contains($0) }) else {
            return .columns(try OptionValue.columnNames(text))
        }
        return .count(try OptionValue.wholeNumber(atMost: 65_536)(text))
    }

    /// The columns of a table that `--features` names; nil where it is a number.
    var columns: [String]? { if case .columns(let names)? = features { names } else { nil } }

    /// Changes the settings of the invented graph.
    ///
    /// - Throws: `ToolError` where another graph is chosen.
    func apply(to experiment: inout NodeClassification) throws(ToolError) {
        let count: Int? = if case .count(let count)? = features { count } else { nil }
        let given: [(name: String, isGiven: Bool)] = [
            ("--nodes", nodes != nil), ("--degree", degree != nil), ("--classes", classes != nil),
            ("--features", count != nil),
        ]
        if experiment.dataset != "citations", let option = given.first(where: \.isGiven) {
            throw .usage("\(option.name) is for --dataset citations")
        }
        experiment.partition.nodes = nodes ?? experiment.partition.nodes
        experiment.partition.degree = degree ?? experiment.partition.degree
        experiment.partition.classes = classes ?? experiment.partition.classes
        experiment.partition.features = count ?? experiment.partition.features
    }
}
