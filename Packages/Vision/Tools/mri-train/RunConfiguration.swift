import CommandLineSupport
import Core
import VisionModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: ClassifierSettings {
    var tool = toolName
    var version = KumikiVersion.current
    var model: String
    var dataset: String
    var data: String?
    var input: Shape
    var classNames: [String]
    var recipe: Recipe
    var augmentation: Augmentation?
    var seed: UInt64
    var threads: Int

    static let toolName = "mri-train"
    static let models = ModelEntry.slices
}

typealias StoredModel = StoredClassifier<RunConfiguration>
typealias TrainingSession = ClassifierSession<RunConfiguration>
