import Core

/// A model as `--model` names it, with its usual sizes and recipe.
public struct GraphModelEntry: Sendable {
    public let name: String
    /// A line about the model, as help lists it.
    public let summary: String
    public let sizes: GraphSizes
    public let recipe: Recipe
    /// Whether `--batch-size` lets it learn from samples of neighbors; its layers are sampled ones then.
    public let learnsFromSamples: Bool
    private let make: @Sendable (GraphSizes, _ inputs: Int, _ classes: Int, inout RandomStream) -> any GraphModel

    /// - Parameters:
    ///   - name: what `--model` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - sizes: the usual ones.
    ///   - learnsFromSamples: whether `--batch-size` lets it learn from samples of neighbors.
    ///   - recipe: the usual one, by default 200 epochs of Adam over the whole graph.
    ///   - make: the model for a number of features and of classes; its initial weights come from the stream.
    public init(
        name: String, summary: String, sizes: GraphSizes = GraphSizes(), recipe: Recipe? = nil,
        learnsFromSamples: Bool = false,
        make: @escaping @Sendable (GraphSizes, _ inputs: Int, _ classes: Int, inout RandomStream) -> any GraphModel
    ) {
        (self.name, self.summary, self.sizes, self.make) = (name, summary, sizes, make)
        (self.recipe, self.learnsFromSamples) = (recipe ?? Self.recipe(), learnsFromSamples)
    }

    /// The models of `gnn-train`, the default first.
    public static let all = [
        GraphModelEntry(
            name: "gcn", summary: "mean over the neighbors, weighted by degree", sizes: GraphSizes(), recipe: recipe()
        ) { sizes, inputs, classes, random in
            sizes.network(inputs, classes) { GCNLayer($0, $1, random: &random) }
        },
        GraphModelEntry(
            name: "gat", summary: "attention decides how much each neighbor counts",
            sizes: GraphSizes(hidden: 8, heads: 8, dropout: 0.6), recipe: recipe(learningRate: 0.005)
        ) { sizes, inputs, classes, random in
            let layers = (0..<sizes.layers).map { number in
                let isLast = number == sizes.layers - 1
                return GATLayer(
                    number == 0 ? inputs : sizes.heads * sizes.hidden, isLast ? classes : sizes.hidden,
                    heads: isLast ? 1 : sizes.heads, dropout: sizes.dropout, random: &random)
            }
            return GraphNetwork(layers, activation: .elu, dropout: sizes.dropout, isResidual: sizes.isResidual)
        },
        GraphModelEntry(
            name: "sage", summary: "linear in the node and in its neighbors' mean", sizes: GraphSizes(),
            recipe: recipe(), learnsFromSamples: true
        ) { sizes, inputs, classes, random in
            sizes.network(inputs, classes) { SAGELayer($0, $1, random: &random) }
        },
        GraphModelEntry(
            name: "grand", summary: "features spread over the graph at random, several views that should agree",
            sizes: GraphSizes(hidden: 32), recipe: recipe(epochs: 1_000, patience: 200)
        ) {
            sizes, inputs, classes, random in
            GRANDNetwork(sizes, inputs: inputs, classes: classes, random: &random)
        },
    ]

    private static func recipe(epochs: Int = 200, learningRate: Double = 0.01, patience: Int = 50) -> Recipe {
        Recipe(
            epochs: epochs, batchSize: nil, learningRate: learningRate, optimizer: .adam(), weightDecay: 5e-4,
            patience: patience)
    }

    /// The model before training.
    ///
    /// - Parameters:
    ///   - sizes: layers, their width, and dropout.
    ///   - inputs: features of a node.
    ///   - classes: at least 2.
    ///   - random: what the first weights are drawn from.
    public func makeModel(
        _ sizes: GraphSizes, inputs: Int, classes: Int, random: inout RandomStream
    ) -> GraphClassifier {
        GraphClassifier(make(sizes, inputs, classes, &random))
    }
}

extension GraphSizes {
    /// A network of layers of the same kind with rectifiers between them.
    ///
    /// - Parameters:
    ///   - inputs: the features of a node.
    ///   - classes: the scores of a node.
    ///   - layer: makes a layer with a number of inputs and outputs.
    public func network(
        _ inputs: Int, _ classes: Int, layer: (_ inputs: Int, _ outputs: Int) -> any GraphLayer
    ) -> GraphNetwork {
        let widths = [inputs] + [Int](repeating: hidden, count: layers - 1) + [classes]
        return GraphNetwork(
            zip(widths, widths.dropFirst()).map(layer), activation: .relu, dropout: dropout, isResidual: isResidual)
    }
}
