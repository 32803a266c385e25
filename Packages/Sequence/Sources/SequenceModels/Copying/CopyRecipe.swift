import Core

/// A copying Transformer's sizes and how it is trained: everything that changes the result besides the task, the
/// sequences and the seed.
public struct CopyRecipe: TrainingRecipe {
    public var sizes = CopyTransformerSizes()
    public var epochs = 10
    public var batchSize = 16
    public var learningRate = 0.01
    /// A name of `OptimizerEntry.all`.
    public var optimizer = "sgd"
    public var momentum = 0.0
    public var weightDecay = 0.0
    /// A name of `ScheduleEntry.all`.
    public var schedule = "constant"

    public init() {}

    /// The update rule that the recipe names; plain descent for a name that is not known.
    public var rule: UpdateRule {
        let entry = OptimizerEntry.all.first { $0.name == optimizer }
        return entry?.rule(momentum, weightDecay) ?? .sgd(weightDecay: weightDecay)
    }

    /// The schedule that the recipe names; constant for a name that is not known.
    public var learningRateSchedule: LearningRateSchedule {
        ScheduleEntry.all.first { $0.name == schedule }?.schedule ?? .constant
    }
}

/// A recipe as `--preset` names it.
public struct CopyPreset: Sendable {
    public let name: String
    public let summary: String
    public let recipe: CopyRecipe

    /// All presets, the default first.
    public static let all = [
        CopyPreset(name: "classic", summary: "the tutorial's sizes and plain descent", recipe: CopyRecipe()),
        CopyPreset(name: "exact", summary: "copies any bits without a mistake", recipe: exact),
    ]

    private static var exact: CopyRecipe {
        var recipe = CopyRecipe()
        recipe.sizes = CopyTransformerSizes(
            width: 32, heads: 4, encoderLayers: 2, decoderLayers: 2, feedForward: 64, dropout: 0,
            normalizesFirst: true)
        recipe.batchSize = 32
        recipe.learningRate = 0.003
        recipe.optimizer = "adam"
        recipe.schedule = "one-cycle"
        return recipe
    }
}
