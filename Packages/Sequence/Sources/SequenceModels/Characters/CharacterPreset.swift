import Core

/// A network and its recipe as `--preset` names them.
public struct CharacterPreset: Sendable {
    public let name: String
    public let summary: String
    public let sizes: CharacterSizes
    public let recipe: Recipe
    /// The share of the text, at its end, that chooses the best epoch; nil for none.
    public let validation: Double?

    /// - Parameters:
    ///   - name: what `--preset` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - sizes: the network, and how it reads the text.
    ///   - recipe: with a batch size, which is the number of streams or windows of a step.
    ///   - validation: the share of the text that chooses the best epoch; nil for none.
    public init(
        name: String, summary: String, sizes: CharacterSizes, recipe: Recipe, validation: Double? = nil
    ) {
        (self.name, self.summary, self.sizes) = (name, summary, sizes)
        (self.recipe, self.validation) = (recipe, validation)
    }

    /// All presets, the default first.
    public static let all = [hamlet, minimal, windows, shakespeare]

    /// The default without a text.
    public static let hamlet = CharacterPreset(
        name: "hamlet", summary: "an LSTM of 25 units that learns a short text by heart, all of it in each step",
        sizes: CharacterSizes(length: 10_000, cell: "lstm", hidden: 25),
        recipe: Recipe(
            epochs: 1_000, batchSize: 1, learningRate: 0.02, optimizer: .adam(), schedule: .cosine(), clipNorm: 0.1))

    /// The default with a text: Karpathy, "Minimal character-level language model with a vanilla recurrent network"
    /// (2015).
    public static let minimal = CharacterPreset(
        name: "min-char", summary: "a vanilla RNN of 100 units, 25 characters a step, AdaGrad",
        sizes: CharacterSizes(length: 25, cell: "rnn", hidden: 100, sigma: 0.01),
        recipe: Recipe(epochs: 10, batchSize: 1, learningRate: 0.1, optimizer: .adagrad(), clipValue: 5))

    public static let windows = CharacterPreset(
        name: "windows", summary: "an LSTM of 128 units, 30 characters to the next, RMSprop",
        sizes: CharacterSizes(mode: .windowed, length: 30, cell: "lstm", hidden: 128, embedding: 64),
        recipe: Recipe(epochs: 10, batchSize: 128, learningRate: 0.001, optimizer: .rmsprop()))

    /// Beyond the classics: the result of half an hour on two cores with a million characters.
    public static let shakespeare = CharacterPreset(
        name: "shakespeare", summary: "an LSTM of 512 units for a megabyte of text, 64 streams, dropout, Adam",
        sizes: CharacterSizes(length: 100, cell: "lstm", hidden: 512, embedding: 64, dropout: 0.5),
        recipe: Recipe(
            epochs: 20, batchSize: 64, learningRate: 0.003, optimizer: .adam(), schedule: .cosine(), clipNorm: 100),
        validation: 0.1)

    /// Sets the network, the recipe and the validation share.
    public func apply<Entries>(to training: inout TextExperiment<Entries>) {
        (training.sizes, training.recipe, training.validation) = (sizes, recipe, validation)
    }
}
