import CommandLineSupport
import Core
import VisionModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: ClassifierSettings {
    var tool = toolName
    var version = KumikiVersion.current
    var model: String
    var hidden: Int
    var dataset: String
    var data: String?
    var trainingExamples: Int?
    var input: Shape
    var classNames: [String]
    var recipe: Recipe
    var seed: UInt64
    var threads: Int

    static let toolName = "kmnist-train"
    static let models = ModelEntry.all
}

typealias StoredModel = StoredClassifier<RunConfiguration>
typealias TrainingSession = ClassifierSession<RunConfiguration>
