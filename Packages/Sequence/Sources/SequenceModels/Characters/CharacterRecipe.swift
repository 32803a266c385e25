import Core

/// How a character model is trained on a text.
public enum CharacterMode: String, Codable, Sendable, CaseIterable {
    /// Consecutive stretches; the state is carried over, and every character is predicted.
    case streaming
    /// Random windows from an empty state; only the character after the window is predicted.
    case windowed
}

/// Everything that a character model's result depends on besides the text and the seed.
public struct CharacterRecipe: TrainingRecipe {
    public var mode: CharacterMode
    public var cell: RecurrentCell
    public var hidden: Int
    public var layers: Int
    /// The embedding's width; nil for one-hot inputs.
    public var embedding: Int?
    /// Characters of a stretch or window.
    public var length: Int
    /// Parallel streams, or windows a step.
    public var batchSize: Int
    public var epochs: Int
    /// A name of `OptimizerEntry.all`.
    public var optimizer: String
    public var learningRate: Double
    /// Gradients are limited to ± this, number by number.
    public var clipValue: Double?
    /// The norm of all gradients together is limited to this.
    public var clipNorm: Double?
    /// The standard deviation of the first weights; nil for PyTorch's defaults.
    public var spread: Double?
    /// The rate of dropout between the layers and before the logits; nil for none.
    public var dropout: Double?
    /// A name of `ScheduleEntry.all`; nil for a constant learning rate.
    public var schedule: String?

    public init(
        mode: CharacterMode, cell: RecurrentCell, hidden: Int, layers: Int = 1, embedding: Int? = nil, length: Int,
        batchSize: Int, epochs: Int, optimizer: String, learningRate: Double, clipValue: Double? = nil,
        clipNorm: Double? = nil, spread: Double? = nil, dropout: Double? = nil, schedule: String? = nil
    ) {
        self.mode = mode
        self.cell = cell
        self.hidden = hidden
        self.layers = layers
        self.embedding = embedding
        self.length = length
        self.batchSize = batchSize
        self.epochs = epochs
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.clipValue = clipValue
        self.clipNorm = clipNorm
        self.spread = spread
        self.dropout = dropout
        self.schedule = schedule
    }

    /// The learning rate's course that the recipe names.
    public var learningRateSchedule: LearningRateSchedule {
        ScheduleEntry.all.first { $0.name == schedule }?.schedule ?? .constant
    }

    /// The update rule that the recipe names; AdaGrad for a name that is not known.
    public var rule: UpdateRule {
        OptimizerEntry.all.first { $0.name == optimizer }?.rule(0.9, 0) ?? .adaGrad()
    }

    /// Threads worth their forks and joins: a small step is done sooner by one.
    public func threads(of available: Int) -> Int {
        let work = Double(batchSize * min(length, 1_000)) * Double(hidden * hidden * cell.gates * layers)
        return work < 3e7 ? 1 : available
    }

    /// The model as it begins.
    public func makeModel(symbols: Int, seed: UInt64) -> CharacterModel {
        var random = RandomStream(seed: seed, name: "init")
        return CharacterModel(
            cell, symbols: symbols, hidden: hidden, layers: layers, embedding: embedding,
            dropout: dropout ?? 0, spread: spread, random: &random)
    }

    /// Gradients as the optimizer is to see them.
    public func clipped(_ gradients: Gradients) -> Gradients {
        var gradients = gradients
        if let clipValue { gradients = gradients.clipped(toValue: clipValue) }
        if let clipNorm { gradients = gradients.clipped(toNorm: clipNorm) }
        return gradients
    }
}

/// A recipe as `--preset` names it.
public struct CharacterRecipeEntry: Sendable {
    public let name: String
    public let summary: String
    public let recipe: CharacterRecipe
    /// The share of the text, its end, that is kept for validation.
    public var validation = 0.0

    public static let all = [minimal, hamlet, windows, shakespeare]

    /// Karpathy, "Minimal character-level language model with a vanilla recurrent network" (2015).
    public static let minimal = CharacterRecipeEntry(
        name: "min-char", summary: "a vanilla RNN of 100 units, 25 characters a step, AdaGrad",
        recipe: CharacterRecipe(
            mode: .streaming, cell: .rnn, hidden: 100, length: 25, batchSize: 1, epochs: 10, optimizer: "adagrad",
            learningRate: 0.1, clipValue: 5, spread: 0.01))

    public static let hamlet = CharacterRecipeEntry(
        name: "hamlet", summary: "an LSTM of 25 units that learns a short text by heart, all of it a step",
        recipe: CharacterRecipe(
            mode: .streaming, cell: .lstm, hidden: 25, length: 10_000, batchSize: 1, epochs: 1_000, optimizer: "adam",
            learningRate: 0.02, clipNorm: 10, schedule: "cosine"))

    public static let windows = CharacterRecipeEntry(
        name: "windows", summary: "an LSTM of 128 units, 30 characters to the next, RMSprop",
        recipe: CharacterRecipe(
            mode: .windowed, cell: .lstm, hidden: 128, embedding: 64, length: 30, batchSize: 128, epochs: 10,
            optimizer: "rmsprop", learningRate: 0.001))

    /// Beyond the classics: what half an hour on two cores reaches on a million characters.
    public static let shakespeare = CharacterRecipeEntry(
        name: "shakespeare", summary: "an LSTM of 512 units for a megabyte of text, 64 streams, dropout, Adam",
        recipe: CharacterRecipe(
            mode: .streaming, cell: .lstm, hidden: 512, embedding: 64, length: 100, batchSize: 64, epochs: 20,
            optimizer: "adam", learningRate: 0.003, clipNorm: 100, dropout: 0.5, schedule: "cosine"), validation: 0.1)
}
