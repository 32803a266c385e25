import ArgumentParser
import CommandLineSupport
import Core
import TabularModels

/// The options that choose the question and the recipe.
struct HousingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to tell: classes (low, medium, high), regression (the value itself). (default: classes)",
            valueName: "name"),
        transform: OptionValue.name(of: "target", in: HousingTarget.allCases.map(\.rawValue)))
    var target: String?

    @OptionGroup var preset: PresetOption<HousingDefaults>

    @Option(
        help: ArgumentHelp("Steps of training in all. (default: \(HousingDefaults.iterations))", valueName: "n"),
        transform: OptionValue.trainingCount)
    var iterations: Int?

    @Option(
        help: ArgumentHelp(
            "Dropout rate of the first hidden layer. (default: \(HousingDefaults.dropout))", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @Option(
        help: ArgumentHelp("Widths of the hidden layers. (default: 20,20; waves 256,256,256)", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 65_536))
    var hidden: [Int]?

    @OptionGroup var schedule: ScheduleOption<HousingDefaults>

    @Option(
        help: ArgumentHelp(
            "Empty fields: median (takes the column's), drop (leaves the row out). (default: median)",
            valueName: "name"),
        transform: OptionValue.name(of: "way with empty fields", in: HousingData.Missing.allCases.map(\.rawValue)))
    var missing: String?

    @Option(
        help: ArgumentHelp(
            "Train several times and draw the losses together: \(Comparison.all.map(\.name).joined(separator: ", ")).",
            valueName: "name"),
        transform: OptionValue.name(of: "comparison", in: Comparison.all.map(\.name)))
    var compare: String?

    /// The preset that is meant.
    ///
    /// - Throws: `ToolError` where preset and target do not go together.
    func chosenPreset() throws(ToolError) -> HousingPreset {
        let asked = target.flatMap(HousingTarget.init(rawValue:))
        if let entry = HousingPreset.all.first(where: { $0.name == preset.name }) {
            guard asked == nil || asked == entry.target else {
                throw .usage("--preset \(entry.name) is for --target \(entry.target.rawValue)")
            }
            return entry
        }
        return HousingPreset.all(for: asked ?? .classes)[0]
    }

    /// The preset's recipe, with what the user asked for; epochs are counted once the rows are.
    func recipe(_ options: TrainingOptions<HousingDefaults>) throws(ToolError) -> HousingRecipe {
        var recipe = try chosenPreset().recipe
        recipe.iterations = iterations ?? recipe.iterations
        recipe.batchSize = options.batchSize ?? recipe.batchSize
        recipe.learningRate = options.learningRate ?? recipe.learningRate
        recipe.optimizer = options.optimizer ?? recipe.optimizer
        recipe.schedule = schedule.name ?? recipe.schedule
        recipe.dropout = dropout ?? recipe.dropout
        recipe.hidden = hidden ?? recipe.hidden
        guard recipe.hidden.count <= 16 else {
            throw .usage("--hidden: \(recipe.hidden.count) layers, expected 16 at most")
        }
        return recipe
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--target", target), ("--preset", preset.name), ("--dropout", dropout), ("--hidden", hidden),
            ("--schedule", schedule.name), ("--missing", missing), ("--compare", compare),
        ]
    }
}
