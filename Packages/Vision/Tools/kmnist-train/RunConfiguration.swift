import CommandLineSupport
import Core
import VisionModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: RunSettings {
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

    var isSound: Bool {
        let isWidened = ModelEntry.all.first { $0.name == model }?.hidden != nil
        return input.count == 3 && input.allSatisfy { (1...4_096).contains($0) }
            && ((isWidened ? 1 : 0)...100_000).contains(hidden)
            && !classNames.isEmpty && (1...1_000_000_000).contains(recipe.batchSize)
            && (1...1_000_000_000).contains(recipe.epochs) && (1...4_096).contains(threads)
    }

    /// The width and height of pictures of a shape, such as "28×28 pixels".
    static func size(of shape: Shape) -> String {
        shape.suffix(2).reversed().map(String.init).joined(separator: "×") + " pixels"
    }

    /// The model as it begins.
    ///
    /// - Throws: `ToolError` where the name is not known.
    func makeModel() throws -> any ImageClassifier {
        let entry = try Suggestions.find(model, kind: "model", in: ModelEntry.all, by: \.name)
        guard input.count == 3, input[1] >= 4, input[2] >= 4, !classNames.isEmpty else {
            throw ToolError.badData("\(dataset): pictures of \(Self.size(of: input)), expected 4×4 or more")
        }
        var random = RandomStream(seed: seed, name: "init")
        return entry.make(input, classNames.count, hidden, &random)
    }
}

/// A trained model and what it was trained as, read from a run or a single file.
struct StoredModel {
    let configuration: RunConfiguration
    let model: any ImageClassifier
    let source: String

    /// The model of a run folder, of a checkpoint file, or of the latest run.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    init(run: String?) throws {
        let file = try RunConfiguration.modelFile(run)
        let checkpoint = try Checkpoint(file)
        configuration = try RunConfiguration(of: checkpoint, file: file)
        model = try configuration.makeModel()
        try checkpoint.restoreWeights(of: model)
        source = file
    }
}
