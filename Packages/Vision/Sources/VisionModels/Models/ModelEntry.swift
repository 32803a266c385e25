import Core

/// A model as `--model` names it, with the recipe that it is trained by unless told otherwise.
public struct ModelEntry: Sendable {
    public let name: String
    public let summary: String
    public let recipe: Recipe
    /// The width of the hidden layer where none is asked for; nil for a model without the choice.
    public let hidden: Int?
    /// Makes the model for pictures of a shape (C × H × W) and a number of classes.
    public let make:
        @Sendable (_ input: Shape, _ classes: Int, _ hidden: Int, _ random: inout RandomStream) -> any ImageClassifier

    public init(
        name: String, summary: String, recipe: Recipe, hidden: Int? = nil,
        make: @escaping @Sendable (Shape, Int, Int, inout RandomStream) -> any ImageClassifier
    ) {
        self.name = name
        self.summary = summary
        self.recipe = recipe
        self.hidden = hidden
        self.make = make
    }

    public static let all = [
        ModelEntry(name: "conv", summary: "two convolutions and two linear layers", recipe: Recipe()) {
            input, classes, _, random in
            ConvNet(input: input, classes: classes, random: &random)
        },
        ModelEntry(name: "full", summary: "one hidden layer of tanh units", recipe: Recipe(), hidden: 95) {
            input, classes, hidden, random in
            TanhNet(input: input, hidden: hidden, classes: classes, random: &random)
        },
        ModelEntry(name: "lin", summary: "one linear layer", recipe: Recipe()) { input, classes, _, random in
            LinearClassifier(input: input, classes: classes, random: &random)
        },
        ModelEntry(
            name: "dnn", summary: "a hidden layer of flat sigmoids, one example a step",
            recipe: Recipe(epochs: 1, batchSize: 1, learningRate: 0.1, momentum: 0), hidden: 100
        ) { input, classes, hidden, random in
            SigmoidNet(input: input, hidden: hidden, classes: classes, random: &random)
        },
    ]

    /// The models of `mri-train`.
    public static let slices = [
        ModelEntry(
            name: "mri", summary: "four convolutions and three linear layers", recipe: MRIRecipe.standard.recipe
        ) { input, classes, _, random in
            MRINet(input: input, classes: classes, random: &random)
        }
    ]
}

/// A model and a recipe of ours, as `--preset` names them.
public struct PresetEntry: Sendable {
    public let name: String
    public let summary: String
    public let model: String
    public let recipe: Recipe

    public static let all = [
        PresetEntry(
            name: "fast", summary: "conv beyond 99 % on MNIST in well under half a minute of training", model: "conv",
            recipe: Recipe(
                epochs: 8, batchSize: 64, learningRate: 0.1, optimizer: "nesterov", momentum: 0.9,
                weightDecay: 5e-5, schedule: "one-cycle"))
    ]
}
