import ArgumentParser
import CommandLineSupport
import Core
import GenerativeModels

/// The options that choose the networks and how they are trained.
struct RecipeOptions: ParsableArguments {
    @OptionGroup var model: ModelOptions<GANDefaults>

    @Option(
        help: ArgumentHelp("Numbers of noise that a picture is made from. (default: 100)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000))
    var noise: Int?

    @Option(
        name: .customLong("lr-generator"),
        help: ArgumentHelp("Learning rate of the generator. (default: --lr)", valueName: "rate"),
        transform: OptionValue.positiveNumber)
    var generatorLearningRate: Double?

    @Option(
        name: .customLong("lr-discriminator"),
        help: ArgumentHelp(
            "Learning rate of the discriminator. (default: --lr; else \(GANDefaults.discriminatorRate))",
            valueName: "rate"),
        transform: OptionValue.positiveNumber)
    var discriminatorLearningRate: Double?

    @Option(
        help: ArgumentHelp(
            "Adam's decay of the running gradient, or momentum. (default: 0.5; gan 0.9)", valueName: "b"),
        transform: OptionValue.number(in: 0...0.999))
    var beta1: Double?

    @Option(
        help: ArgumentHelp("By how much the target of true pictures lies below 1. (default: 0)", valueName: "s"),
        transform: OptionValue.number(in: 0...0.5))
    var labelSmoothing: Double?

    @Option(
        help: ArgumentHelp("Dropout in the discriminator of gan. (default: 0.3)", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @Option(
        help: ArgumentHelp(
            "Decay of the generator's averaged weights, which samples are drawn with; 0 takes the latest weights. "
                + "(default: 0.999; gan 0)", valueName: "d"), transform: OptionValue.number(in: 0...0.999_99))
    var average: Double?

    @Option(
        help: ArgumentHelp(
            "Epochs whose grids are drawn and whose checkpoints stay. (default: five over the training)",
            valueName: "n,n"), transform: OptionValue.wholeNumbers(atLeast: 0, atMost: 1_000_000_000))
    var gridEpochs: [Int]?

    @Option(
        help: ArgumentHelp("Epochs from one score of the samples to the next. (default: 5)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000_000))
    var scoreEvery: Int?

    /// - Throws: `ToolError` where an option means nothing to the model.
    func check(_ entry: GANEntry) throws {
        if dropout != nil, entry.recipe.dropout == 0 {
            throw ToolError.usage("--dropout: the discriminator of \(entry.name) has none")
        }
    }

    /// The model's recipe with what the user asked for.
    func recipe(_ entry: GANEntry, _ options: TrainingOptions<GANDefaults>) -> GANRecipe {
        var recipe = entry.recipe.following(options)
        recipe.learningRate = generatorLearningRate ?? recipe.learningRate
        recipe.discriminatorLearningRate =
            discriminatorLearningRate ?? options.learningRate ?? entry.recipe.discriminatorLearningRate
            ?? entry.recipe.learningRate
        recipe.noise = noise ?? recipe.noise
        recipe.beta1 = beta1 ?? recipe.beta1
        recipe.labelSmoothing = labelSmoothing ?? recipe.labelSmoothing
        recipe.dropout = dropout ?? recipe.dropout
        recipe.averaging = average ?? recipe.averaging
        return recipe
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--model", model.model), ("--noise", noise), ("--lr-generator", generatorLearningRate),
            ("--lr-discriminator", discriminatorLearningRate), ("--beta1", beta1),
            ("--label-smoothing", labelSmoothing), ("--dropout", dropout), ("--average", average),
            ("--grid-epochs", gridEpochs),
            ("--score-every", scoreEvery),
        ]
    }
}

/// The options that say how picture files become examples.
struct PreparationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Side of pictures that come from PNG or JPEG files. (default: 28)", valueName: "pixels"),
        transform: OptionValue.wholeNumber(atLeast: 4, atMost: 1_024))
    var size: Int?

    @Flag(help: "Keep the colours of picture files.")
    var color = false

    @Option(
        help: ArgumentHelp("Train on the first n pictures alone. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber())
    var trainingExamples: Int?

    var value: PictureSource.Preparation { PictureSource.Preparation(side: size ?? 28, hasColor: color) }

    /// The options that shape the training.
    var given: GivenOptions {
        [("--size", size), ("--color", color ? true : nil), ("--training-examples", trainingExamples)]
    }
}
