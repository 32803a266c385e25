import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// The options that choose a model and how it is trained.
struct RecipeOptions: ParsableArguments {
    @OptionGroup var model: ModelOptions<VisionDefaults>

    @Option(
        help: ArgumentHelp(
            "A model and recipe of ours: "
                + PresetEntry.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ") + ".",
            valueName: "name"),
        transform: OptionValue.name(of: "preset", in: PresetEntry.all.map(\.name)))
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "Units of the hidden layer. (default: "
                + ModelEntry.all.compactMap { entry in entry.hidden.map { "\(entry.name) \($0)" } }
                .joined(separator: ", ") + ")", valueName: "n"), transform: OptionValue.wholeNumber(atMost: 100_000))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Momentum of sgd and nesterov. (default: 0.5; dnn 0)", valueName: "m"),
        transform: OptionValue.number(in: 0...1))
    var momentum: Double?

    @Option(
        help: ArgumentHelp("Weight decay. (default: 0)", valueName: "rate"), transform: OptionValue.number(in: 0...1))
    var weightDecay: Double?

    @Option(
        help: ArgumentHelp(
            "Learning rate over time: \(ScheduleEntry.all.map(\.name).joined(separator: ", ")). (default: constant)",
            valueName: "name"),
        transform: OptionValue.name(of: "schedule", in: ScheduleEntry.all.map(\.name)))
    var schedule: String?

    @Option(
        help: ArgumentHelp("Train on the first n examples alone. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber())
    var trainingExamples: Int?

    /// The model that is meant.
    func entry() throws -> ModelEntry {
        let chosen = PresetEntry.all.first { $0.name == preset }
        return try Suggestions.find(
            model.model ?? chosen?.model ?? model.name, kind: "model", in: ModelEntry.all, by: \.name)
    }

    /// The recipe that is meant: the model's or the preset's, with what the user asked for.
    func recipe(_ options: TrainingOptions<VisionDefaults>) throws -> Recipe {
        var recipe = try PresetEntry.all.first { $0.name == preset }?.recipe ?? entry().recipe
        recipe.epochs = options.epochs ?? recipe.epochs
        recipe.batchSize = options.batchSize ?? recipe.batchSize
        recipe.learningRate = options.learningRate ?? recipe.learningRate
        recipe.optimizer = options.optimizer ?? recipe.optimizer
        recipe.momentum = momentum ?? recipe.momentum
        recipe.weightDecay = weightDecay ?? recipe.weightDecay
        recipe.schedule = schedule ?? recipe.schedule
        return recipe
    }

    /// The options that a resumed run cannot change, where given.
    var names: [String] {
        let given: [(String, Any?)] = [
            ("--model", model.model), ("--preset", preset), ("--hidden", hidden), ("--momentum", momentum),
            ("--weight-decay", weightDecay), ("--schedule", schedule), ("--training-examples", trainingExamples),
        ]
        return given.filter { $0.1 != nil }.map(\.0)
    }
}
