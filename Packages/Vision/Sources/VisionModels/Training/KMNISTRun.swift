import CommandLineSupport
import Core

/// What a run of `kmnist-train` was begun with; everything that its result depends on.
public struct KMNISTRun: ClassifierSettings {
    public private(set) var tool = toolName
    public private(set) var version = KumikiVersion.current
    public var model: String
    /// Units of the hidden layer; 0 where the model has no choice.
    public var hidden: Int
    public var dataset: String
    /// Where to look for the data set first.
    public var data: String?
    /// The first so many examples alone are shown; nil for all.
    public var trainingExamples: Int?
    public var input: Shape
    public var classNames: [String]
    public var recipe: Recipe
    public var seed: UInt64
    public var threads: Int

    public static let toolName = "kmnist-train"
    public static let models = ModelEntry.all

    public init(
        model: String, hidden: Int, dataset: String, data: String?, trainingExamples: Int?, input: Shape,
        classNames: [String], recipe: Recipe, seed: UInt64, threads: Int
    ) {
        (self.model, self.hidden, self.dataset, self.data) = (model, hidden, dataset, data)
        (self.trainingExamples, self.input, self.classNames) = (trainingExamples, input, classNames)
        (self.recipe, self.seed, self.threads) = (recipe, seed, threads)
    }
}
