import Core

/// How a network is trained to count: everything that changes the result besides language, cell and seed.
public struct CountingRecipe: TrainingRecipe {
    /// Units of the recurrent layer.
    public var hidden: Int
    /// The greatest n in training.
    public var longest: Int
    public var epochs: Int
    public var stringsPerEpoch: Int
    public var batchSize: Int
    public var learningRate: Double
    /// A name of `OptimizerEntry.all`.
    public var optimizer: String
    /// A name of `ScheduleEntry.all`.
    public var schedule: String
    /// The part of training over which n grows to `longest`.
    public var growth: Double
    /// The greatest norm of a step's gradients.
    public var gradientNorm: Double
    /// What is added to an LSTM's forget gates at the beginning.
    public var forgetBias: Double

    /// What a cell learns a language with by default.
    ///
    /// Gated cells learn every language up to n = 10 with a unit or two for each count. A plain recurrent network takes
    /// more and smaller steps, and the harder languages ask for more units or shorter strings.
    public static func standard(for language: CountingLanguage, cell: RecurrentCell) -> CountingRecipe {
        var recipe = CountingRecipe(
            hidden: language.repeats.count, longest: 10, epochs: 50, stringsPerEpoch: 1600, batchSize: 16,
            learningRate: cell == .gru ? 0.05 : 0.02, optimizer: "adam", schedule: "cosine", growth: 0.6,
            gradientNorm: 0.1, forgetBias: 0)
        if language.name == "anb2nc3n" { recipe.hidden = 4 }
        guard cell == .rnn else { return recipe }
        (recipe.epochs, recipe.learningRate) = (200, 0.01)
        switch language.name {
        case "anb2n": recipe.hidden = 3
        case "anbncn": recipe.longest = 6
        case "anb2nc3n": (recipe.hidden, recipe.longest) = (6, 4)
        default: break
        }
        return recipe
    }

    /// The update rule that the recipe names; Adam for a name that is not known.
    public var rule: UpdateRule {
        OptimizerEntry.all.first { $0.name == optimizer }?.rule(0.9, 0) ?? .adam()
    }

    /// The schedule that the recipe names; constant for a name that is not known.
    public var learningRateSchedule: LearningRateSchedule {
        ScheduleEntry.all.first { $0.name == schedule }?.schedule ?? .constant
    }
}
