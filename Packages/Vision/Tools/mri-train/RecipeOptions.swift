import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// The options that choose how the network is trained.
struct RecipeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A recipe of ours: "
                + MRIRecipe.presets.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ") + ".",
            valueName: "name"),
        transform: OptionValue.name(of: "preset", in: MRIRecipe.presets.map(\.name)))
    var preset: String?

    @Option(
        help: ArgumentHelp("Weight decay. (default: 0)", valueName: "rate"), transform: OptionValue.number(in: 0...1))
    var weightDecay: Double?

    @Option(
        help: ArgumentHelp(
            "Learning rate over time: \(ScheduleEntry.all.map(\.name).joined(separator: ", ")). (default: "
                + MRIRecipe.standard.recipe.schedule + ")", valueName: "name"),
        transform: OptionValue.name(of: "schedule", in: ScheduleEntry.all.map(\.name)))
    var schedule: String?

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

    private var chosen: MRIRecipe { MRIRecipe.presets.first { $0.name == preset } ?? .standard }

    /// The recipe that is meant: the standard one or the preset's, with what the user asked for.
    func recipe(_ options: TrainingOptions<MRIDefaults>) -> Recipe {
        var recipe = chosen.recipe
        recipe.epochs = options.epochs ?? recipe.epochs
        recipe.batchSize = options.batchSize ?? recipe.batchSize
        recipe.learningRate = options.learningRate ?? recipe.learningRate
        recipe.optimizer = options.optimizer ?? recipe.optimizer
        recipe.weightDecay = weightDecay ?? recipe.weightDecay
        recipe.schedule = schedule ?? recipe.schedule
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

    /// The options that a resumed run cannot change, where given.
    var names: [String] {
        let given: [(String, Any?)] = [
            ("--preset", preset), ("--weight-decay", weightDecay), ("--schedule", schedule), ("--flip", flip),
            ("--rotation", rotation), ("--shift", shift), ("--zoom", zoom),
        ]
        return given.filter { $0.1 != nil }.map(\.0)
    }
}
