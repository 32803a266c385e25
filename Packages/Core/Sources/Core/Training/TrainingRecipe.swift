/// How long a model is trained and by what: the part that every recipe has in common.
public protocol TrainingRecipe: Codable, Equatable, Sendable {
    /// Passes over the training data; at least 1.
    var epochs: Int { get set }
    /// Examples in a step; at least 1.
    var batchSize: Int { get set }
    /// The step's length, before any schedule; above 0.
    var learningRate: Double { get set }
    /// A name of `OptimizerEntry.all`.
    var optimizer: String { get set }
}
