import Core

/// How a generative adversarial model is trained.
public struct GANRecipe: TrainingRecipe {
    public var epochs = 200
    public var batchSize = 100
    /// Of the generator, and of the discriminator where that has none of its own.
    public var learningRate = 0.0002
    /// Of the discriminator; nil for the generator's. Two time scales: Heusel et al. 2017.
    public var discriminatorLearningRate: Double?
    public var optimizer = "adam"
    /// Adam's decay of the running gradient.
    public var beta1: Double
    /// The numbers of noise that a picture is made from.
    public var noise = 100
    /// By how much the target of true pictures lies below 1 (one-sided smoothing, Salimans et al. 2016).
    public var labelSmoothing = 0.0
    /// The discriminator's rate of dropout, where it has any.
    public var dropout: Double
    /// The decay of the average of the generator's weights that samples are drawn with; nil or 0 for the weights
    /// themselves.
    public var averaging: Double?

    public init(beta1: Double = 0.5, dropout: Double = 0, averaging: Double? = nil) {
        self.beta1 = beta1
        self.dropout = dropout
        self.averaging = averaging
    }

    /// The rule by which both networks are moved.
    public var rule: UpdateRule {
        if optimizer == "adam" { return .adam(beta1: beta1) }
        return OptimizerEntry.all.first { $0.name == optimizer }?.rule(beta1, 0) ?? .adam(beta1: beta1)
    }

    var isSound: Bool {
        (1...1_000_000_000).contains(epochs) && (1...1_000_000_000).contains(batchSize) && (1...10_000).contains(noise)
            && (0..<1).contains(beta1) && (0..<1).contains(labelSmoothing) && (0..<1).contains(dropout)
            && (0..<1).contains(averaging ?? 0)
    }
}
