import CommandLineSupport
import Core
import TabularModels

/// What a run was begun with; everything that its result depends on, the training rows' own numbers included.
struct RunConfiguration: RunSettings {
    var tool = toolName
    var version = KumikiVersion.current
    var target: HousingTarget
    var dataset: String
    var data: String?
    var missing: HousingData.Missing
    var recipe: HousingRecipe
    var preparation: HousingPreparation
    var seed: UInt64
    var threads: Int

    static let toolName = "housing-train"
    /// As summaries name the network, for there is one kind alone.
    static let modelName = "mlp"

    var isSound: Bool {
        recipe.isSound && preparation.isSound && (1...1_000_000).contains(preparation.inputs.width)
            && (1...4_096).contains(threads)
    }

    /// The network as it begins.
    func makeModel() -> HousingNet {
        var random = RandomStream(seed: seed, name: "init")
        return HousingNet(
            recipe, inputs: preparation.inputs.width,
            outputs: target == .classes ? HousingColumns.classNames.count : 1, random: &random)
    }
}

/// A trained network and what it was trained as, read from a run or a single file.
struct StoredModel {
    let configuration: RunConfiguration
    let model: HousingNet
    let source: String

    /// The model of a run folder, of a checkpoint file, or of the latest run.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    init(run: String?) throws {
        let file = try RunConfiguration.modelFile(run)
        let checkpoint = try Checkpoint(file)
        configuration = try RunConfiguration(of: checkpoint, file: file)
        model = configuration.makeModel()
        try checkpoint.restoreWeights(of: model)
        source = file
    }
}
