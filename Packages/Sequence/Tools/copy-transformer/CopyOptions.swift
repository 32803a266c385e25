import ArgumentParser
import CommandLineSupport
import Core
import SequenceModels

/// The options that choose the task and the recipe.
struct CopyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to copy: " + CopyTask.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
                + ". (default: \(CopyTask.all[0].name))", valueName: "name"),
        transform: OptionValue.name(of: "task", in: CopyTask.all.map(\.name)))
    var task: String?

    @OptionGroup var preset: PresetOption<CopyDefaults>

    @Option(
        help: ArgumentHelp("Bits of a sequence. (default: 8)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000))
    var bits: Int?

    @Option(
        help: ArgumentHelp("Training sequences. (default: 9,000)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000_000))
    var trainingSequences: Int?

    @Option(
        help: ArgumentHelp("Validation sequences. (default: 3,000)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000_000))
    var validationSequences: Int?

    @Option(
        help: ArgumentHelp("Dropout rate. (default: classic 0.1, exact 0)", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @OptionGroup var schedule: ScheduleOption<CopyDefaults>

    /// The preset's recipe, with what the user asked for.
    func recipe(_ options: TrainingOptions<CopyDefaults>) -> CopyRecipe {
        var recipe = (CopyPreset.all.first { $0.name == preset.name }?.recipe ?? CopyRecipe()).following(options)
        recipe.schedule = schedule.name ?? recipe.schedule
        recipe.sizes.dropout = dropout ?? recipe.sizes.dropout
        return recipe
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--task", task), ("--preset", preset.name), ("--bits", bits), ("--training-sequences", trainingSequences),
            ("--validation-sequences", validationSequences), ("--dropout", dropout), ("--schedule", schedule.name),
        ]
    }
}
