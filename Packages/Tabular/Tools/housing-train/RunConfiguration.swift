import CommandLineSupport
import Core
import TabularModels

/// What a run was begun with; everything that its result depends on, the training rows' own numbers included.
struct RunConfiguration: ModelSettings {
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
