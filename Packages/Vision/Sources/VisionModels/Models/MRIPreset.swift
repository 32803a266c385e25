import Core

/// A recipe of `mri-train` as `--preset` names it, with how training pictures are changed.
public struct MRIPreset: Sendable {
    public let name: String
    public let summary: String
    public let recipe: Recipe
    public let augmentation: Augmentation

    /// - Parameters:
    ///   - name: what `--preset` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - recipe: with a batch size.
    ///   - augmentation: how training pictures are changed; not at all by default.
    public init(name: String, summary: String, recipe: Recipe, augmentation: Augmentation = Augmentation()) {
        (self.name, self.summary, self.recipe, self.augmentation) = (name, summary, recipe, augmentation)
    }

    /// All presets, the default first.
    public static let all = [
        MRIPreset(
            name: "standard", summary: "seven epochs of Adamax",
            recipe: Recipe(
                epochs: 7, batchSize: 32, learningRate: 0.004, optimizer: .adamax(), schedule: .exponential()),
            augmentation: Augmentation(flip: 0.5, rotation: 10)),
        MRIPreset(
            name: "best", summary: "30 epochs with more changes of the pictures",
            recipe: Recipe(
                epochs: 30, batchSize: 32, learningRate: 0.002, optimizer: .adamw(), weightDecay: 0.01,
                schedule: .oneCycle()),
            augmentation: Augmentation(flip: 0.5, rotation: 10, shift: 0.05, zoom: 0.1)),
    ]
}

extension Augmentation {
    /// What flip, rotation, shift and zoom can be.
    public static let flips = 0.0...1.0, rotations = 0.0...180.0, shifts = 0.0...0.5, zooms = 0.0...0.5

    /// Checks every number.
    ///
    /// - Throws: `SettingError`
    public func check() throws(SettingError) {
        try Setting.require("flip", flip, in: Self.flips)
        try Setting.require("rotation", rotation, in: Self.rotations)
        try Setting.require("shift", shift, in: Self.shifts)
        try Setting.require("zoom", zoom, in: Self.zooms)
    }
}
