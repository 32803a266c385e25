import ArgumentParser
import Core
import VisionModels

/// The options that choose a recipe and the pictures, and how these are changed: of a training and of a sweep.
struct MRIPictureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Recipe: " + MRIPreset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
                + ". (default: \(MRIPreset.all[0].name))", valueName: "name"),
        completion: .list(MRIPreset.all.map(\.name)),
        transform: OptionValue.name(of: "preset", in: MRIPreset.all.map(\.name)))
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "Probability of mirroring a training picture left to right. (default: \(changes(\.flip)))",
            valueName: "p"),
        transform: OptionValue.number(in: Augmentation.flips))
    var flip: Double?

    @Option(
        help: ArgumentHelp(
            "Largest angle by which training pictures are rotated. (default: \(changes(\.rotation)))",
            valueName: "degrees"),
        transform: OptionValue.number(in: Augmentation.rotations))
    var rotation: Double?

    @Option(
        help: ArgumentHelp(
            "Largest shift of training pictures, as a part of their side. (default: \(changes(\.shift)))",
            valueName: "part"),
        transform: OptionValue.number(in: Augmentation.shifts))
    var shift: Double?

    @Option(
        help: ArgumentHelp(
            "Largest change of training pictures' size, as a part of it. (default: \(changes(\.zoom)))",
            valueName: "part"),
        transform: OptionValue.number(in: Augmentation.zooms))
    var zoom: Double?

    @OptionGroup var slices: SliceOptions<UsualSlices>

    private static func changes(_ number: (Augmentation) -> Double) -> String {
        MRIOptions.shown { Readable.shortest(number($0.augmentation)) }
    }

    func apply(to experiment: inout MRIExperiment) {
        if let preset = MRIPreset.all.first(where: { $0.name == preset }) {
            (experiment.recipe, experiment.augmentation) = (preset.recipe, preset.augmentation)
        }
        var augmentation = experiment.augmentation
        (augmentation.flip, augmentation.rotation) = (flip ?? augmentation.flip, rotation ?? augmentation.rotation)
        (augmentation.shift, augmentation.zoom) = (shift ?? augmentation.shift, zoom ?? augmentation.zoom)
        experiment.augmentation = augmentation
        experiment.take(slices)
    }
}
