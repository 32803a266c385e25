/// A tool of the workshop by name. Its purpose is the first line of its own help.
public struct KnownTool: Equatable, Sendable {
    public let name: String
    public let purpose: String

    /// The tools of the workshop, by package.
    public static let all = [
        KnownTool(name: "kmnist-train", purpose: "Train, test and explain classifiers of small pictures."),
        KnownTool(name: "mri-train", purpose: "Train, test and explain a classifier of magnetic resonance slices."),
        KnownTool(name: "feature-maps", purpose: "Show what convolution, ReLU and max pooling make of a picture."),
        KnownTool(
            name: "charrnn", purpose: "Train recurrent networks on text, character by character, and let them write."),
        KnownTool(name: "anbn-train", purpose: "Teach small recurrent networks to count, and see how they do it."),
        KnownTool(name: "copy-transformer", purpose: "Train a Transformer to copy sequences, and see its attention."),
        KnownTool(
            name: "housing-train",
            purpose: "Predict a column of a table from the others: house prices, or your own table."),
        KnownTool(
            name: "plane-train",
            purpose: "Train a tiny network on points of the plane, and see what each hidden unit computes."),
        KnownTool(name: "perceptron-surface", purpose: "Draw the output of one neuron over its two inputs."),
        KnownTool(
            name: "activations", purpose: "Draw activation functions with their derivatives, dropout and softmax."),
        KnownTool(
            name: "gnn-train", purpose: "Train graph neural networks to classify nodes, and explain their predictions."),
        KnownTool(name: "gan-train", purpose: "Train two networks against each other until one generates pictures."),
        KnownTool(name: "gan-grid", purpose: "Draw pictures with the generator of a gan-train run."),
        KnownTool(
            name: "svm",
            purpose: "Support vector machines: train, predict, explore, search for C and γ, show kernel matrices."),
    ]
}
