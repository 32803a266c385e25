import CommandLineSupport
import Core

/// What a run of a classifier was begun with.
public protocol ClassifierSettings: TrainingSettings where Recipe == VisionModels.Recipe {
    var model: String { get }
    /// The data set's name or folder.
    var dataset: String { get }
    /// The shape of an example, C × H × W.
    var input: Shape { get }
    var classNames: [String] { get }
    var seed: UInt64 { get }
    /// How training pictures are changed; nil where they are shown as they are.
    var augmentation: Augmentation? { get }

    /// The models among which `model` is one.
    static var models: [ModelEntry] { get }
    /// The width of the model's hidden layer, where it has a choice.
    var hidden: Int { get }
}

extension ClassifierSettings {
    public var augmentation: Augmentation? { nil }
    public var hidden: Int { 0 }

    public var isSound: Bool {
        let isWidened = Self.models.first { $0.name == model }?.hidden != nil
        return input.count == 3 && input.allSatisfy { (1...4_096).contains($0) }
            && ((isWidened ? 1 : 0)...100_000).contains(hidden) && !classNames.isEmpty
            && (1...1_000_000_000).contains(recipe.batchSize) && (1...1_000_000_000).contains(recipe.epochs)
            && (1...4_096).contains(threads)
    }

    /// The width and height of pictures of a shape, such as "28×28 pixels".
    public static func size(of shape: Shape) -> String {
        shape.suffix(2).reversed().map(String.init).joined(separator: "×") + " pixels"
    }

    /// The model as it begins.
    ///
    /// - Throws: `ToolError` where the name is not known.
    public func makeModel() throws -> any ImageClassifier {
        let entry = try Suggestions.find(model, kind: "model", in: Self.models, by: \.name)
        guard input.count == 3, input[1] >= 4, input[2] >= 4, !classNames.isEmpty else {
            throw ToolError.badData("\(dataset): pictures of \(Self.size(of: input)), expected 4×4 or more")
        }
        var random = RandomStream(seed: seed, name: "init")
        return entry.make(input, classNames.count, hidden, &random)
    }
}
