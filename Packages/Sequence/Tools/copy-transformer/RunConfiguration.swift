import CommandLineSupport
import Core
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: TrainingSettings, ModelSettings {
    var tool = toolName
    var version = KumikiVersion.current
    var task: String
    var bits: Int
    var trainingSequences: Int
    var validationSequences: Int
    var recipe: CopyRecipe
    var seed: UInt64
    var threads: Int

    static let toolName = "copy-transformer"
    /// As summaries name the model, for there is one alone.
    static let modelName = "transformer"

    var isSound: Bool {
        let sizes = recipe.sizes
        return (1...1_000).contains(bits) && (1...4_096).contains(sizes.width) && (1...4_096).contains(sizes.heads)
            && sizes.width % sizes.heads == 0 && (0...64).contains(sizes.encoderLayers)
            && (0...64).contains(sizes.decoderLayers) && (1...65_536).contains(sizes.feedForward)
            && (0..<1).contains(sizes.dropout) && (1...1_000_000_000).contains(recipe.batchSize)
            && (1...1_000_000_000).contains(recipe.epochs) && (1...10_000_000).contains(trainingSequences)
            && (1...10_000_000).contains(validationSequences) && (1...4_096).contains(threads)
    }

    /// The task by its name.
    ///
    /// - Throws: `ToolError` where the name is not known.
    func copyTask() throws -> CopyTask {
        try Suggestions.find(task, kind: "task", in: CopyTask.all, by: \.name)
    }

    /// The model as it begins.
    func makeModel() -> CopyTransformer {
        var random = RandomStream(seed: seed, name: "init")
        return CopyTransformer(recipe.sizes, longest: bits + 2, random: &random)
    }
}
