import Core

/// A model as `--model` names it, with its usual recipe.
public struct ModelEntry: Sendable {
    public let name: String
    public let summary: String
    public let recipe: Recipe
    /// The usual width of the hidden layer; nil for a model whose layers have fixed widths.
    public let hidden: Int?
    /// Makes the model for pictures of a shape (C × H × W) and a number of classes.
    public let make:
        @Sendable (_ input: Shape, _ classes: Int, _ hidden: Int, _ random: inout RandomStream) -> any ImageClassifier

    public init(
        name: String, summary: String, recipe: Recipe = Recipe(optimizer: .sgd(momentum: 0.5)), hidden: Int? = nil,
        make: @escaping @Sendable (Shape, Int, Int, inout RandomStream) -> any ImageClassifier
    ) {
        (self.name, self.summary, self.recipe, self.hidden, self.make) = (name, summary, recipe, hidden, make)
    }

    /// The models of `kmnist-train`, the default first.
    public static let all = [
        ModelEntry(
            name: "conv", summary: "two convolutions 3×3, each with ReLU and max pooling, then two linear layers"
        ) {
            input, classes, _, random in
            ConvNet(input: input, classes: classes, random: &random)
        },
        ModelEntry(name: "full", summary: "one hidden layer of tanh units", hidden: 95) {
            input, classes, hidden, random in
            TanhNet(input: input, hidden: hidden, classes: classes, random: &random)
        },
        ModelEntry(name: "lin", summary: "one linear layer from pixels to classes (softmax regression)") {
            input, classes, _, random in
            LinearClassifier(input: input, classes: classes, random: &random)
        },
        ModelEntry(
            name: "dnn",
            summary: "one hidden layer of nearly flat sigmoids, squared error, one example per step; "
                + "from a from-scratch tutorial",
            recipe: Recipe(epochs: 1, batchSize: 1, learningRate: 0.1), hidden: 100
        ) { input, classes, hidden, random in
            SigmoidNet(input: input, hidden: hidden, classes: classes, random: &random)
        },
    ]
}

/// A model and a recipe as `--preset` names them.
public struct PresetEntry: Sendable {
    public let name: String
    public let summary: String
    public let model: String
    public let recipe: Recipe

    public static let all = [
        PresetEntry(
            name: "fast", summary: "conv beyond 99 % on MNIST in well under half a minute of training", model: "conv",
            recipe: Recipe(
                epochs: 8, batchSize: 64, learningRate: 0.1, optimizer: .nesterov(), weightDecay: 5e-5,
                schedule: .oneCycle()))
    ]
}
