import Core

/// A classifier of small pictures such as handwritten characters, of the models and data sets that `Entries` name.
public struct CharacterExperiment<Entries: ClassifierEntries>: ClassifierExperiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }

    /// A name of the entries' models.
    public private(set) var model = Entries.models[0].name
    /// Units of the hidden layer; nil where the model's layers have fixed widths.
    public var hidden = Entries.models[0].hidden
    public var dataset: String?
    public var data: String?
    public var record: DatasetRecord?
    /// Which columns of a table of pixels are used.
    public var columns = ColumnChoice()
    /// The number of training examples to use, of all classes; nil for all.
    public var trainingExamples: Int?
    public var input: Shape = [1, ImageDataset.side, ImageDataset.side]
    public var classNames = ImageDataset.digits
    public var confusion = ConfusionCells.counts
    public var recipe = Entries.models[0].recipe
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    public var validation: Double?

    public var modelName: String { model }

    public init() {}

    /// Takes another model, with its usual recipe and width; where it has that model already, nothing changes.
    ///
    /// - Throws: `ToolError` where the name is unknown.
    public mutating func choose(_ name: String) throws(ToolError) {
        if name == model { return }
        let entry = try Self.entry(name)
        (model, hidden, recipe) = (name, entry.hidden, entry.recipe)
    }

    private static func entry(_ name: String) throws(ToolError) -> ModelEntry {
        try Suggestions.find(name, kind: "model", in: Entries.models, by: \.name)
    }

    public func check() throws {
        try Setting.require("model", model, among: Entries.models.map(\.name))
        if try Self.entry(model).hidden == nil {
            try Setting.require(
                "hidden", hidden ?? 0, hidden == nil,
                expected: "none, because \(model) has no such layer")
        } else {
            try Setting.require("hidden", hidden ?? 0, in: 1...100_000)
        }
        try Setting.require("trainingExamples", trainingExamples, in: 1...Recipe.mostCount)
        try checkPictures(units: hidden ?? 1)
    }

    public func makeModel() throws -> Classifier {
        var random = initialization
        return Classifier(try Self.entry(model).make(input, classNames.count, hidden ?? 0, &random))
    }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] { Entries.hooks(training) }

    public func readData(_ console: Console) throws -> ClassifierData {
        try divided(recognized(try readImages(console)), limit: trainingExamples)
    }

    /// The whole data set; reports what was read.
    ///
    /// - Throws: `DatasetError` where it is unknown, `FileError` where its files are damaged.
    public func readImages(_ console: Console) throws -> ImageDataset {
        var finder = DatasetFinder(data, entries: Entries.datasets)
        finder.columns = columns
        var images: ImageDataset
        if let dataset {
            images = try finder.pictures(dataset, remembered: remembered).images
        } else {
            images = try finder.preferredDataset()
            if images.name == DatasetEntry.builtIn, Entries.datasets.first?.name != images.name {
                console.warning(
                    "no --dataset, and \(Entries.datasets[0].name.uppercased()) is not on this machine: training on the "
                        + "built-in 'strokes', drawn by Kumiki")
            }
        }
        images.facts.digest = images.digest.description
        console.describe(images)
        return images
    }

    public static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe()
        (old["confusion"], old["columns"]) = ("counts", [:])
        // Version 0.1.0 wrote 0 for a model without a choice.
        if old["hidden"] == 0 { old["hidden"] = nil }
    }
}
