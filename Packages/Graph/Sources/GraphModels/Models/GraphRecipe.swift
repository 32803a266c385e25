import Core

/// How a model is built and trained.
public struct GraphRecipe: Codable, Equatable, Sendable {
    /// Numbers of a hidden layer; for attention, of each head.
    public var hidden = 64
    public var layers = 2
    public var heads = 8
    /// Before each layer, and of the weights of attention.
    public var dropout = 0.5
    public var isResidual = false
    public var epochs = 200
    /// Epochs in which neither loss nor accuracy of the validation has become better, after which training ends; 0 for
    /// never.
    public var patience = 50
    /// Whether the least validation loss is best; else the highest validation accuracy, and of equals the least loss.
    public var isChosenByLoss = false
    public var learningRate = 0.01
    public var optimizer = "adam"
    public var weightDecay = 5e-4
    /// Training nodes in a step; nil for all of them and the whole graph.
    public var batchSize: Int?
    /// Neighbours drawn for each node of a sample, the layer nearest to the nodes asked for first.
    public var neighbours = [10, 10]
    /// Steps by which what is predicted is spread over the graph, of `grand` alone.
    public var spread = 8
    /// Passes with other nodes left out that are to agree, of `grand` alone.
    public var views = 4

    public init() {}

    /// Whether a model can be made by it: a damaged file may say anything.
    public var isSound: Bool {
        (1...65_536).contains(hidden) && (1...256).contains(layers) && (1...1_024).contains(heads)
            && (0...0.95).contains(dropout) && (1...1_000_000_000).contains(epochs)
            && (0...1_000_000_000).contains(patience) && learningRate > 0 && learningRate.isFinite
            && (0...1_000).contains(weightDecay) && (1...1_000_000_000).contains(batchSize ?? 1)
            && neighbours.count == layers && neighbours.allSatisfy { (1...100_000).contains($0) }
            && (0...1_000).contains(spread) && (1...64).contains(views)
            && OptimizerEntry.all.contains { $0.name == optimizer }
    }

    /// How parameters are moved.
    public var rule: UpdateRule {
        OptimizerEntry.all.first { $0.name == optimizer }?.rule(0.9, weightDecay) ?? .adam(weightDecay: weightDecay)
    }
}

/// A model as `--model` names it.
public struct GraphModelEntry: Sendable {
    public let name: String
    public let recipe: GraphRecipe
    private let make: @Sendable (GraphRecipe, _ inputs: Int, _ classes: Int, inout RandomStream) -> any GraphModel

    public static let all = [
        GraphModelEntry(name: "gcn", recipe: GraphRecipe()) {
            recipe, inputs, classes, random in
            let widths = [inputs] + [Int](repeating: recipe.hidden, count: recipe.layers - 1) + [classes]
            let layers = zip(widths, widths.dropFirst()).map { GCNLayer($0, $1, random: &random) }
            return GraphNetwork(layers, activation: .relu, dropout: recipe.dropout, isResidual: recipe.isResidual)
        },
        GraphModelEntry(name: "gat", recipe: attentionRecipe) {
            recipe, inputs, classes, random in
            let layers = (0..<recipe.layers).map { number in
                let isLast = number == recipe.layers - 1
                return GATLayer(
                    number == 0 ? inputs : recipe.heads * recipe.hidden, isLast ? classes : recipe.hidden,
                    heads: isLast ? 1 : recipe.heads, dropout: recipe.dropout, random: &random)
            }
            return GraphNetwork(layers, activation: .elu, dropout: recipe.dropout, isResidual: recipe.isResidual)
        },
        GraphModelEntry(name: "sage", recipe: GraphRecipe()) {
            recipe, inputs, classes, random in
            let widths = [inputs] + [Int](repeating: recipe.hidden, count: recipe.layers - 1) + [classes]
            let layers = zip(widths, widths.dropFirst()).map { SAGELayer($0, $1, random: &random) }
            return GraphNetwork(layers, activation: .relu, dropout: recipe.dropout, isResidual: recipe.isResidual)
        },
        GraphModelEntry(name: "grand", recipe: randomRecipe) {
            recipe, inputs, classes, random in
            GRANDNetwork(recipe, inputs: inputs, classes: classes, random: &random)
        },
    ]

    private static let randomRecipe: GraphRecipe = {
        var recipe = GraphRecipe()
        (recipe.hidden, recipe.epochs, recipe.patience) = (32, 1_000, 200)
        return recipe
    }()

    private static let attentionRecipe: GraphRecipe = {
        var recipe = GraphRecipe()
        (recipe.hidden, recipe.heads, recipe.dropout, recipe.learningRate) = (8, 8, 0.6, 0.005)
        return recipe
    }()

    /// The model as it begins.
    public func model(
        _ recipe: GraphRecipe, inputs: Int, classes: Int, random: inout RandomStream
    ) -> GraphClassifier {
        GraphClassifier(make(recipe, inputs, classes, &random))
    }
}
