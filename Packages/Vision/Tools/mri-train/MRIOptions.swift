import ArgumentParser
import Core
import VisionModels

/// The options that choose what the network learns from, and how its pictures are changed.
struct MRIOptions: ExperimentOptions {
    static let standard = MRIExperiment()
    static let title = "Network and pictures"
    static let abstract = "Train the network (the default)."

    static var variants: [(name: String, experiment: MRIExperiment)] {
        MRIPreset.all.map { preset in
            var experiment = standard
            (experiment.recipe, experiment.augmentation) = (preset.recipe, preset.augmentation)
            return (preset.name, experiment)
        }
    }

    static var layersShown: String { shown { String($0.layers) } }
    static var dropoutShown: String { shown { Readable.shortest($0.dropout) } }

    @Option(
        help: ArgumentHelp(
            "Convolutional layers, from \(MRINet.layers.lowerBound) to \(MRINet.layers.upperBound), with a max pooling after "
                + "every second one and after the last. (default: \(layersShown))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: MRINet.layers.lowerBound, atMost: MRINet.layers.upperBound))
    var layers: Int?

    @Option(
        help: ArgumentHelp(
            "Dropout rate after every max pooling and both hidden linear layers. (default: \(dropoutShown))",
            valueName: "rate"), transform: OptionValue.number(in: MRINet.dropouts))
    var dropout: Double?

    @OptionGroup var pictures: MRIPictureOptions
    @OptionGroup var confusion: ConfusionOption<ShowsCounts>

    func apply(to experiment: inout MRIExperiment) {
        pictures.apply(to: &experiment)
        experiment.layers = layers ?? experiment.layers
        experiment.dropout = dropout ?? experiment.dropout
        experiment.confusion = confusion.given ?? experiment.confusion
    }
}
