import Core

/// An experiment as `--preset` names it.
public struct HousingPreset: Sendable {
    public let name: String
    /// As figures and tables call it.
    public let summary: String
    public let target: HousingTarget
    private let adjust: @Sendable (inout Housing) -> Void

    /// All presets, the default of each target first.
    public static let all = [
        HousingPreset("gd", "gradient descent on all rows", .classes) { _ in },
        HousingPreset("mini-batch", "gradient descent on 64 rows at a time", .classes) { $0.recipe.batchSize = 64 },
        HousingPreset("adam", "Adam on all rows", .classes) {
            $0.recipe.optimizer = .adam()
            $0.recipe.learningRate = 0.0001
        },
        HousingPreset("mini-batch-adam", "Adam on 64 rows at a time", .classes) {
            $0.recipe.batchSize = 64
            $0.recipe.optimizer = .adam()
            $0.recipe.learningRate = 0.0001
        },
        HousingPreset("waves", "a wide network that sees the map in waves", .regression) {
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

    /// The presets for a target.
    public static func all(for target: HousingTarget) -> [HousingPreset] { all.filter { $0.target == target } }

    private init(
        _ name: String, _ summary: String, _ target: HousingTarget,
        _ adjust: @escaping @Sendable (inout Housing) -> Void
    ) {
        (self.name, self.summary, self.target, self.adjust) = (name, summary, target, adjust)
    }

    /// Takes over the preset's target, network and recipe, whatever they were before; a patience stays.
    public func apply(to experiment: inout Housing) {
        let (usual, patience) = (Housing(), experiment.recipe.patience)
        (experiment.target, experiment.recipe) = (target, usual.recipe)
        experiment.recipe.patience = patience
        (experiment.hidden, experiment.dropout, experiment.isRectified) = (
            usual.hidden, usual.dropout, usual.isRectified
        )
        (experiment.hasLogarithms, experiment.hasProximity, experiment.waves) = (
            usual.hasLogarithms, usual.hasProximity, usual.waves
        )
        adjust(&experiment)
    }

    /// The preset without any other change.
    public var experiment: Housing {
        var experiment = Housing()
        apply(to: &experiment)
        return experiment
    }
}
