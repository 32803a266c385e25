import Core

/// How a network is made and trained: everything that changes the result besides the data and the seed.
public struct HousingRecipe: Codable, Sendable, Equatable {
    public var iterations = 60_000
    /// Rows in a step; nil for all of them.
    public var batchSize: Int?
    public var learningRate = 0.01
    /// A name of `OptimizerEntry.all`.
    public var optimizer = "sgd"
    public var weightDecay = 0.0
    /// A name of `ScheduleEntry.all`.
    public var schedule = "constant"
    /// Widths of the hidden layers.
    public var hidden = [20, 20]
    /// Of the first hidden layer alone.
    public var dropout = 0.1
    /// Rectifiers in place of softsigns.
    public var isRectified = false
    /// Whether sizes and counts are taken by their logarithms.
    public var hasLogarithms = false
    /// Whether the nearness of the sea is an input.
    public var hasProximity = false
    /// Waves over longitude and latitude.
    public var waves = 0

    public init() {}

    /// The update rule that the recipe names; plain descent for a name that is not known.
    public var rule: UpdateRule {
        OptimizerEntry.all.first { $0.name == optimizer }?.rule(0, weightDecay) ?? .sgd(weightDecay: weightDecay)
    }

    /// The schedule that the recipe names; constant for a name that is not known.
    public var learningRateSchedule: LearningRateSchedule {
        ScheduleEntry.all.first { $0.name == schedule }?.schedule ?? .constant
    }

    /// Whether a network can be trained by it.
    public var isSound: Bool {
        (1...1_000_000_000).contains(iterations) && (1...1_000_000_000).contains(batchSize ?? 1)
            && hidden.allSatisfy { (1...65_536).contains($0) } && (1...16).contains(hidden.count)
            && (0..<1).contains(dropout) && (0...65_536).contains(waves) && learningRate > 0
    }
}

/// A recipe as `--preset` names it.
public struct HousingPreset: Sendable {
    public let name: String
    /// As figures and tables call it.
    public let summary: String
    public let target: HousingTarget
    public let recipe: HousingRecipe

    /// All presets, the default of each target first.
    public static let all = [
        HousingPreset("gd", "gradient descent on all rows", .classes) { _ in },
        HousingPreset("mini-batch", "gradient descent on 64 rows at a time", .classes) { $0.batchSize = 64 },
        HousingPreset("adam", "Adam on all rows", .classes) {
            $0.optimizer = "adam"
            $0.learningRate = 0.0001
        },
        HousingPreset("mini-batch-adam", "Adam on 64 rows at a time", .classes) {
            $0.batchSize = 64
            $0.optimizer = "adam"
            $0.learningRate = 0.0001
        },
        HousingPreset("waves", "a wide network that sees the map in waves", .regression) {
            $0.iterations = 4_000
            $0.batchSize = 256
            $0.optimizer = "adamw"
            $0.learningRate = 0.001
            $0.weightDecay = 0.0001
            $0.schedule = "one-cycle"
            $0.hidden = [256, 256, 256]
            $0.dropout = 0
            $0.isRectified = true
            $0.hasLogarithms = true
            $0.waves = 32
        },
    ]

    /// The presets that answer a question.
    public static func all(for target: HousingTarget) -> [HousingPreset] { all.filter { $0.target == target } }

    private init(
        _ name: String, _ summary: String, _ target: HousingTarget, _ adjust: (inout HousingRecipe) -> Void
    ) {
        (self.name, self.summary, self.target) = (name, summary, target)
        var recipe = HousingRecipe()
        adjust(&recipe)
        self.recipe = recipe
    }
}
