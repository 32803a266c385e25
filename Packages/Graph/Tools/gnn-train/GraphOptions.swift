import ArgumentParser
import CommandLineSupport
import Core
import GraphModels

/// The options that choose a model and how it is trained.
struct GraphOptions: ParsableArguments {
    @OptionGroup var model: ModelOptions<GraphDefaults>

    @OptionGroup var preset: PresetOption<GraphDefaults>

    @Option(
        help: ArgumentHelp(
            "Numbers of a hidden layer, for gat of each head. (default: \(GraphDefaults.hidden))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 65_536))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Layers of the network. (default: 2)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 256))
    var layers: Int?

    @Option(
        help: ArgumentHelp("Heads of attention. (default: 8)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_024))
    var heads: Int?

    @Option(
        help: ArgumentHelp("Dropout rate. (default: \(GraphDefaults.dropout))", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.95))
    var dropout: Double?

    @Option(
        help: ArgumentHelp("Weight decay. (default: \(GraphDefaults.weightDecay))", valueName: "rate"),
        transform: OptionValue.number(in: 0...1_000))
    var weightDecay: Double?

    @Flag(help: "Let hidden layers of equal width add to what they are given.")
    var residual = false

    @Option(
        help: ArgumentHelp(
            "Epochs without a better validation after which training ends, 0 for never. (default: 50)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: 1_000_000_000))
    var patience: Int?

    @Option(
        help: ArgumentHelp(
            "What is best in validation: accuracy (of equals the least loss), loss. (default: accuracy)",
            valueName: "name"),
        transform: OptionValue.name(of: "measure", in: ["accuracy", "loss"]))
    var best: String?

    @Option(
        help: ArgumentHelp(
            "With --batch-size, neighbours drawn for a node in each layer, from the last one back. (default: 10 each)",
            valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 100_000))
    var neighbours: [Int]?

    @Option(
        help: ArgumentHelp("Trainings in all, with one seed after the other; for mean and deviation.", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000))
    var runs: Int?

    /// The model that is meant.
    func entry() throws -> GraphModelEntry {
        let chosen = GraphPreset.all.first { $0.name == preset.name }
        if let chosen, let asked = model.model, asked != chosen.model {
            throw ToolError.usage("--preset \(chosen.name) is for --model \(chosen.model)")
        }
        return try Suggestions.find(
            chosen?.model ?? model.name, kind: "model", in: GraphModelEntry.all, by: \.name)
    }

    /// The model's or the preset's recipe, with what the user asked for.
    func recipe(_ options: TrainingOptions<GraphDefaults>) throws -> GraphRecipe {
        let entry = try entry()
        var recipe = GraphPreset.all.first { $0.name == preset.name }?.recipe ?? entry.recipe
        recipe.hidden = hidden ?? recipe.hidden
        recipe.layers = layers ?? recipe.layers
        recipe.heads = heads ?? recipe.heads
        recipe.dropout = dropout ?? recipe.dropout
        recipe.weightDecay = weightDecay ?? recipe.weightDecay
        recipe.isResidual = residual || recipe.isResidual
        recipe.patience = patience ?? recipe.patience
        recipe.isChosenByLoss = best.map { $0 == "loss" } ?? recipe.isChosenByLoss
        recipe.epochs = options.epochs ?? recipe.epochs
        recipe.batchSize = options.batchSize
        recipe.learningRate = options.learningRate ?? recipe.learningRate
        recipe.optimizer = options.optimizer ?? recipe.optimizer
        recipe.neighbours = neighbours ?? [Int](repeating: 10, count: recipe.layers)
        if recipe.batchSize != nil, entry.name != "sage" {
            throw ToolError.usage("--batch-size: only --model sage learns from samples of neighbours")
        }
        if neighbours != nil, recipe.batchSize == nil {
            throw ToolError.usage("--neighbours goes with --batch-size")
        }
        guard recipe.neighbours.count == recipe.layers else {
            throw ToolError.usage(
                "--neighbours: \(recipe.neighbours.count) numbers, expected one for each of \(recipe.layers) layers")
        }
        let layered = ["gcn", "gat", "sage"]
        for (name, isGiven, models) in [
            ("--heads", heads != nil, ["gat"]), ("--layers", layers != nil, layered), ("--residual", residual, layered),
        ] where isGiven && !models.contains(entry.name) {
            throw ToolError.usage("\(name) goes with --model \(models.joined(separator: ", "))")
        }
        return recipe
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--model", model.model), ("--preset", preset.name), ("--hidden", hidden), ("--layers", layers),
            ("--heads", heads), ("--dropout", dropout), ("--weight-decay", weightDecay),
            ("--residual", residual ? true : nil), ("--patience", patience), ("--best", best),
            ("--neighbours", neighbours),
        ]
    }
}

/// The options of the invented graph.
struct PartitionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Nodes of the invented graph. (default: 2,000)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 100, atMost: 1 << 29))
    var nodes: Int?

    @Option(
        help: ArgumentHelp("Neighbours of its nodes, in the mean. (default: 5)", valueName: "n"),
        transform: OptionValue.number(in: 0.1...10_000))
    var degree: Double?

    @Option(
        help: ArgumentHelp("Classes of its nodes. (default: 6)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 2, atMost: 50))
    var classes: Int?

    @Option(
        help: ArgumentHelp("So many numbers describe a node, in place of words.", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 65_536))
    var features: Int?

    var given: GivenOptions {
        [("--nodes", nodes), ("--degree", degree), ("--classes", classes), ("--features", features)]
    }

    /// What the graph is made by.
    ///
    /// - Throws: `ToolError` where an option is given for another set.
    func partition(for dataset: String?) throws(ToolError) -> PlantedPartition {
        if dataset != "citations", let name = given.first(where: { $0.value != nil })?.name {
            throw .usage("\(name) goes with --dataset citations")
        }
        var partition = PlantedPartition()
        partition.nodes = nodes ?? partition.nodes
        partition.degree = degree ?? partition.degree
        partition.classes = classes ?? partition.classes
        partition.dense = features ?? 0
        guard partition.hasRoomForEdges else {
            throw .usage(
                "--nodes \(partition.nodes) with --degree \(Readable.shortest(partition.degree)): too many edges")
        }
        guard partition.hasRoomForNumbers else {
            throw .usage("--nodes \(partition.nodes) with --features \(partition.dense): too many numbers")
        }
        return partition
    }
}
