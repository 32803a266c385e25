import CommandLineSupport
import Core

/// What a run of `mri-train` was begun with; everything that its result depends on.
public struct MRIRun: ClassifierSettings {
    public private(set) var tool = toolName
    public private(set) var version = KumikiVersion.current
    public var model: String
    public var dataset: String
    /// Where to look for the data set first.
    public var data: String?
    public var input: Shape
    public var classNames: [String]
    public var recipe: Recipe
    public var augmentation: Augmentation?
    public var seed: UInt64
    public var threads: Int

    public static let toolName = "mri-train"
    public static let models = ModelEntry.slices

    public init(
        model: String, dataset: String, data: String?, input: Shape, classNames: [String], recipe: Recipe,
        augmentation: Augmentation?, seed: UInt64, threads: Int
    ) {
        (self.model, self.dataset, self.data, self.input) = (model, dataset, data, input)
        (self.classNames, self.recipe, self.augmentation) = (classNames, recipe, augmentation)
        (self.seed, self.threads) = (seed, threads)
    }
}
