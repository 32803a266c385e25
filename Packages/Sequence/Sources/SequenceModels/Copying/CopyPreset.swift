import Core

/// The sizes of a Transformer and its recipe as `--preset` names them.
public struct CopyPreset: Sendable {
    public let name: String
    public let summary: String
    public let sizes: CopyTransformerSizes
    public let recipe: Recipe

    /// - Parameters:
    ///   - name: what `--preset` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - sizes: of the Transformer.
    ///   - recipe: with a batch size.
    public init(name: String, summary: String, sizes: CopyTransformerSizes, recipe: Recipe) {
        (self.name, self.summary, self.sizes, self.recipe) = (name, summary, sizes, recipe)
    }

    /// All presets, the default first.
    public static let all = [
        CopyPreset(
            name: "classic", summary: "the tutorial's sizes and plain descent", sizes: CopyTransformerSizes(),
            recipe: Recipe(epochs: 10, batchSize: 16, learningRate: 0.01)),
        CopyPreset(
            name: "exact", summary: "copies any bits without a mistake",
            sizes: CopyTransformerSizes(
                width: 32, heads: 4, encoderLayers: 2, decoderLayers: 2, feedForward: 64, dropout: 0,
                normalizesFirst: true),
            recipe: Recipe(
                epochs: 10, batchSize: 32, learningRate: 0.003, optimizer: .adam(), schedule: .oneCycle())),
    ]

    /// Sets the sizes and the recipe.
    public func apply<Entries>(to experiment: inout CopyExperiment<Entries>) {
        (experiment.sizes, experiment.recipe) = (sizes, recipe)
    }
}
