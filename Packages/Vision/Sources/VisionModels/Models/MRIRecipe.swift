import Core

/// How the network of slices is trained, pictures' changes included.
public struct MRIRecipe: Sendable {
    public let name: String
    public let summary: String
    public let recipe: Recipe
    public let augmentation: Augmentation

    /// The experiment's own.
    public static let standard = MRIRecipe(
        name: "standard", summary: "seven epochs of Adamax",
        recipe: Recipe(
            epochs: 7, batchSize: 32, learningRate: 0.004, optimizer: "adamax", momentum: 0, schedule: "exponential"),
        augmentation: Augmentation(flip: 0.5, rotation: 10))

    /// Recipes of ours, as `--preset` names them.
    public static let presets = [
        MRIRecipe(
            name: "best", summary: "30 epochs with more changes of the pictures",
            recipe: Recipe(
                epochs: 30, batchSize: 32, learningRate: 0.002, optimizer: "adamw", momentum: 0, weightDecay: 0.01,
                schedule: "one-cycle"),
            augmentation: Augmentation(flip: 0.5, rotation: 10, shift: 0.05, zoom: 0.1))
    ]
}
