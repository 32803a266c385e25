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

    @Option(
        help: ArgumentHelp(
            "Sizes and recipe: " + CopyPreset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
                + ". (default: \(CopyPreset.all[0].name))", valueName: "name"),
        transform: OptionValue.name(of: "preset", in: CopyPreset.all.map(\.name)))
    var preset: String?

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

    @Option(
        help: ArgumentHelp(
            "Learning rate over time: \(ScheduleEntry.all.map(\.name).joined(separator: ", ")). (default: the preset's)",
            valueName: "name"),
        transform: OptionValue.name(of: "schedule", in: ScheduleEntry.all.map(\.name)))
    var schedule: String?

    /// The preset's recipe, with what the user asked for.
    func recipe(_ options: TrainingOptions<CopyDefaults>) -> CopyRecipe {
        var recipe = CopyPreset.all.first { $0.name == preset }?.recipe ?? CopyRecipe()
        recipe.epochs = options.epochs ?? recipe.epochs
        recipe.batchSize = options.batchSize ?? recipe.batchSize
        recipe.learningRate = options.learningRate ?? recipe.learningRate
        recipe.optimizer = options.optimizer ?? recipe.optimizer
        recipe.schedule = schedule ?? recipe.schedule
        recipe.sizes.dropout = dropout ?? recipe.sizes.dropout
        return recipe
    }

    /// The options that a resumed run cannot change, where given.
    var names: [String] {
        let given: [(String, Any?)] = [
            ("--task", task), ("--preset", preset), ("--bits", bits), ("--training-sequences", trainingSequences),
            ("--validation-sequences", validationSequences), ("--dropout", dropout), ("--schedule", schedule),
        ]
        return given.filter { $0.1 != nil }.map(\.0)
    }
}
