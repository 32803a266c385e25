import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// The options that choose a model and how it is trained.
struct RecipeOptions: ParsableArguments {
    @OptionGroup var model: ModelOptions<VisionDefaults>

    @OptionGroup var preset: PresetOption<VisionDefaults>

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

    @OptionGroup var schedule: ScheduleOption<VisionDefaults>

    @Option(
        help: ArgumentHelp("Train on the first n examples alone. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber())
    var trainingExamples: Int?

    private var chosen: PresetEntry? { PresetEntry.all.first { $0.name == preset.name } }

    /// The model that is meant.
    func entry() throws -> ModelEntry {
        try Suggestions.find(
            model.model ?? chosen?.model ?? model.name, kind: "model", in: ModelEntry.all, by: \.name)
    }

    /// The recipe that is meant: the model's or the preset's, with what the user asked for.
    func recipe(_ options: TrainingOptions<VisionDefaults>) throws -> Recipe {
        var recipe = try (chosen?.recipe ?? entry().recipe).following(options)
        recipe.momentum = momentum ?? recipe.momentum
        recipe.weightDecay = weightDecay ?? recipe.weightDecay
        recipe.schedule = schedule.name ?? recipe.schedule
        return recipe
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--model", model.model), ("--preset", preset.name), ("--hidden", hidden), ("--momentum", momentum),
            ("--weight-decay", weightDecay), ("--schedule", schedule.name), ("--training-examples", trainingExamples),
        ]
    }
}
