import Core

/// A network classifies slices of magnetic resonance images, of the models, presets and data sets that `Entries` name.
public struct SliceExperiment<Entries: SliceEntries>: ClassifierExperiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }

    /// A name of the entries' models; nil for Kumiki's own network, which the runs of `mri-train` do not name.
    private var model: String?
    public var dataset: String?
    public var data: String?
    public var record: DatasetRecord?
    /// Whether prepared pictures are kept in the user's cache folder, and looked for there.
    public var usesCache = true
    public var input: Shape = [1, Phantoms.side, Phantoms.side]
    public var classNames = Phantoms.classNames
    public var confusion = ConfusionCells.counts
    /// Convolutional layers.
    public var layers: Int
    /// The dropout rate after every pooling and both hidden linear layers.
    public var dropout = 0.2
    public var augmentation = Entries.presets[0].augmentation
    public var recipe = Entries.presets[0].recipe
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    public var validation: Double?

    public var modelName: String { model ?? SliceModelEntry.mri.name }

    /// A training of a model with its usual number of layers.
    public init(_ entry: SliceModelEntry = Entries.models[0]) {
        layers = entry.usualLayers
        take(entry)
    }

    private mutating func take(_ entry: SliceModelEntry) {
        model = entry.name == SliceModelEntry.mri.name ? nil : entry.name
        layers = entry.usualLayers
    }

    /// Takes another model, with its usual number of layers; where it has that model already, nothing changes.
    ///
    /// - Throws: `ToolError` where the name is unknown.
    public mutating func choose(_ name: String) throws(ToolError) {
        if name != modelName { take(try Self.entry(name)) }
    }

    private static func entry(_ name: String) throws(ToolError) -> SliceModelEntry {
        try Suggestions.find(name, kind: "model", in: Entries.models, by: \.name)
    }

    public func check() throws {
        try Setting.require("model", modelName, among: Entries.models.map(\.name))
        let entry = try Self.entry(modelName)
        try Setting.require("layers", layers, in: entry.layers)
        try Setting.require("dropout", dropout, in: MRINet.dropouts)
        try checkPictures()
        let smallest = entry.smallestSide(layers)
        try Setting.require(
            "layers", layers, input[1...].allSatisfy { $0 >= smallest },
            expected:
                "fewer layers, or pictures of \(smallest)×\(smallest) pixels or more; these have "
                + "\(Self.size(of: input))"
        )
    }

    public mutating func takeContinuation(of other: Self) {
        takePlace(of: other)
        (usesCache, confusion) = (other.usesCache, other.confusion)
    }

    public func makeModel() throws -> Classifier {
        var random = initialization
        return Classifier(try Self.entry(modelName).make(input, classNames.count, layers, dropout, &random))
    }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] { Entries.hooks(training) }

    public func readData(_ console: Console) throws -> ClassifierData {
        try divided(recognized(try readSlices(console).images))
    }

    public func report(_ trained: Trained<Self>) -> Report {
        var report = classifierReport(trained)
        let training = trained.data.training
        report.draw("samples", figures.samples(of: training))
        if !augmentation.isIdentity {
            let examples = AugmentedExamples(training, augmentation, seed: seed)
            report.draw("augmentation", figures.augmented(examples))
        }
        if let score = trained.score {
            report.lines += [""] + score.classTable(classNames).lines + [""]
            report.summary["classes"] = score.classJSON(classNames)
        }
        return report
    }

    public static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe()
        (old["usesCache"], old["confusion"]) = (true, "counts")
    }
}

extension SliceExperiment {
    /// Reads settings; runs from before the layers and the dropout rate were options have the defaults. Version 0.1.0
    /// named the only network.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        let name = try members.decodeIfPresent(String.self, forKey: .model)
        model = name == SliceModelEntry.mri.name ? nil : name
        dataset = try members.decodeIfPresent(String.self, forKey: .dataset)
        data = try members.decodeIfPresent(String.self, forKey: .data)
        record = try members.decodeIfPresent(DatasetRecord.self, forKey: .record)
        usesCache = try members.decode(Bool.self, forKey: .usesCache)
        input = try members.decode(Shape.self, forKey: .input)
        classNames = try members.decode([String].self, forKey: .classNames)
        layers = try members.decodeIfPresent(Int.self, forKey: .layers) ?? layers
        dropout = try members.decodeIfPresent(Double.self, forKey: .dropout) ?? dropout
        confusion = try members.decodeIfPresent(ConfusionCells.self, forKey: .confusion) ?? confusion
        augmentation = try members.decode(Augmentation.self, forKey: .augmentation)
        recipe = try members.decode(Recipe.self, forKey: .recipe)
        seed = try members.decode(UInt64.self, forKey: .seed)
        threads = try members.decode(Int.self, forKey: .threads)
        validation = try members.decodeIfPresent(Double.self, forKey: .validation)
    }
}
