import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// The options that choose how the network is trained.
struct RecipeOptions: ParsableArguments {
    @OptionGroup var preset: PresetOption<MRIDefaults>

    @Option(
        help: ArgumentHelp("Weight decay. (default: 0)", valueName: "rate"), transform: OptionValue.number(in: 0...1))
    var weightDecay: Double?

    @OptionGroup var schedule: ScheduleOption<MRIDefaults>

    @Option(
        help: ArgumentHelp(
            "Probability that a training picture is mirrored left to right. (default: "
                + "\(Readable.shortest(MRIRecipe.standard.augmentation.flip)))", valueName: "p"),
        transform: OptionValue.number(in: 0...1))
    var flip: Double?

    @Option(
        help: ArgumentHelp(
            "Greatest angle by which training pictures are turned. (default: "
                + "\(Readable.shortest(MRIRecipe.standard.augmentation.rotation)))", valueName: "degrees"),
        transform: OptionValue.number(in: 0...180))
    var rotation: Double?

    @Option(
        help: ArgumentHelp(
            "Greatest shift of training pictures, as a part of their side. (default: "
                + "\(Readable.shortest(MRIRecipe.standard.augmentation.shift)))", valueName: "part"),
        transform: OptionValue.number(in: 0...0.5))
    var shift: Double?

    @Option(
        help: ArgumentHelp(
            "Greatest change of training pictures' size, as a part of it. (default: "
                + "\(Readable.shortest(MRIRecipe.standard.augmentation.zoom)))", valueName: "part"),
        transform: OptionValue.number(in: 0...0.5))
    var zoom: Double?

    private var chosen: MRIRecipe { MRIRecipe.presets.first { $0.name == preset.name } ?? .standard }

    /// The recipe that is meant: the standard one or the preset's, with what the user asked for.
    func recipe(_ options: TrainingOptions<MRIDefaults>) -> Recipe {
        var recipe = chosen.recipe.following(options)
        recipe.weightDecay = weightDecay ?? recipe.weightDecay
        recipe.schedule = schedule.name ?? recipe.schedule
        return recipe
    }

    /// How training pictures are changed.
    var augmentation: Augmentation {
        var augmentation = chosen.augmentation
        augmentation.flip = flip ?? augmentation.flip
        augmentation.rotation = rotation ?? augmentation.rotation
        augmentation.shift = shift ?? augmentation.shift
        augmentation.zoom = zoom ?? augmentation.zoom
        return augmentation
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--preset", preset.name), ("--weight-decay", weightDecay), ("--schedule", schedule.name), ("--flip", flip),
            ("--rotation", rotation), ("--shift", shift), ("--zoom", zoom),
        ]
    }
}
