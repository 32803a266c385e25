import Core

/// An experiment as `--preset` names it.
public struct HousingPreset: Sendable {
    public let name: String
    /// Its name in figures and tables.
    public let summary: String
    /// Whether it is for values and not for classes.
    public let isRegression: Bool
    private let adjust: @Sendable (inout Housing) -> Void

    /// All presets, the default of each kind first.
    public static let all = [
        HousingPreset("gd", "gradient descent on all rows", false) { _ in },
        HousingPreset("mini-batch", "gradient descent on 64 rows at a time", false) { $0.recipe.batchSize = 64 },
        HousingPreset("adam", "Adam on all rows", false) {
            $0.recipe.optimizer = .adam()
            $0.recipe.learningRate = 0.0001
        },
        HousingPreset("mini-batch-adam", "Adam on 64 rows at a time", false) {
            $0.recipe.batchSize = 64
            $0.recipe.optimizer = .adam()
            $0.recipe.learningRate = 0.0001
        },
        HousingPreset("waves", "a wide network that sees the map in waves", true) {
            $0.recipe.steps = 4_000
            $0.recipe.batchSize = 256
            $0.recipe.optimizer = .adamw()
            $0.recipe.learningRate = 0.001
            $0.recipe.weightDecay = 0.0001
            $0.recipe.schedule = .oneCycle()
            $0.hidden = [256, 256, 256]
            $0.dropout = 0
            $0.isRectified = true
            $0.hasLogarithms = true
            $0.waves = 32
        },
    ]

    /// The presets for classes, or for values.
    public static func all(isRegression: Bool) -> [HousingPreset] { all.filter { $0.isRegression == isRegression } }

    private init(
        _ name: String, _ summary: String, _ isRegression: Bool,
        _ adjust: @escaping @Sendable (inout Housing) -> Void
    ) {
        (self.name, self.summary, self.isRegression, self.adjust) = (name, summary, isRegression, adjust)
    }

    /// Replaces the network and recipe with the preset's; a patience stays. A preset for values also sets the task to
    /// regression.
    public func apply(to experiment: inout Housing) {
        let (usual, patience) = (Housing(), experiment.recipe.patience)
        if isRegression != (experiment.task == .regression) { experiment.task = isRegression ? .regression : nil }
        experiment.recipe = usual.recipe
        experiment.recipe.patience = patience
        (experiment.hidden, experiment.dropout, experiment.isRectified) = (
            usual.hidden, usual.dropout, usual.isRectified
        )
        (experiment.hasLogarithms, experiment.waves) = (usual.hasLogarithms, usual.waves)
        adjust(&experiment)
    }

    /// The preset without any other changes.
    public var experiment: Housing {
        var experiment = Housing()
        apply(to: &experiment)
        return experiment
    }
}
