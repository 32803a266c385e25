import ArgumentParser
import Core
import GenerativeModels

/// The options that choose the networks and the pictures.
struct GANOptions: ExperimentOptions {
    static let standard = AdversarialTraining()
    static let title = "Model and data"
    static let variants = GANEntry.all.map { (name: $0.name, experiment: AdversarialTraining($0)) }

    @Option(
        help: ArgumentHelp(
            "Model: \(GANEntry.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")). "
                + "(default: \(standard.modelName))", valueName: "name"),
        completion: .list(GANEntry.all.map(\.name)),
        transform: OptionValue.name(of: "model", in: GANEntry.all.map(\.name)))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Size of the noise vector of a picture. (default: \(standard.noise))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000))
    var noise: Int?

    @Option(
        help: ArgumentHelp("Learning rate of the generator. (default: --lr)", valueName: "rate"),
        transform: OptionValue.learningRate)
    var lrGenerator: Double?

    @Option(
        help: ArgumentHelp(
            "Learning rate of the discriminator. "
                + "(default: --lr if given, otherwise \(shown { Readable.shortest($0.lrDiscriminator) }))",
            valueName: "rate"), transform: OptionValue.learningRate)
    var lrDiscriminator: Double?

    @Option(
        help: ArgumentHelp(
            "Difference between 1 and the target of real pictures. "
                + "(default: \(Readable.shortest(standard.labelSmoothing)))", valueName: "s"),
        transform: OptionValue.number(in: 0...0.5))
    var labelSmoothing: Double?

    @Option(
        help: ArgumentHelp(
            "Dropout in the discriminator. (default: \(shown { $0.dropout.map(Readable.shortest) ?? "none" }))",
            valueName: "rate"), transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @Option(
        help: ArgumentHelp(
            "Decay of the generator's averaged weights, which draw the samples; 0 uses the latest weights. "
                + "(default: \(shown { Readable.shortest($0.average) }))", valueName: "d"),
        transform: OptionValue.number(in: 0...0.999_99))
    var average: Double?

    @Option(
        help: ArgumentHelp(
            "Epochs whose grids are drawn and whose checkpoints stay. (default: five over the training)",
            valueName: "n,n"), transform: OptionValue.wholeNumbers(atLeast: 0, atMost: Recipe.mostCount))
    var gridEpochs: [Int]?

    @Option(
        help: ArgumentHelp(
            "Epochs from one score of the samples to the next. (default: \(standard.scoreEvery))", valueName: "n"),
        transform: OptionValue.trainingCount)
    var scoreEvery: Int?

    @OptionGroup var data: DataOptions<PictureSets>
    @OptionGroup var preparation: PreparationOptions

    func apply(to experiment: inout AdversarialTraining) throws(ToolError) {
        if let model { try experiment.choose(model) }
        if let dropout {
            guard experiment.dropout != nil else {
                throw .usage("--dropout: the discriminator of \(experiment.modelName) has none")
            }
            experiment.dropout = dropout
        }
        experiment.noise = noise ?? experiment.noise
        experiment.lrDiscriminator = lrDiscriminator ?? experiment.lrDiscriminator
        experiment.labelSmoothing = labelSmoothing ?? experiment.labelSmoothing
        experiment.average = average ?? experiment.average
        experiment.gridEpochs = gridEpochs ?? experiment.gridEpochs
        experiment.scoreEvery = scoreEvery ?? experiment.scoreEvery
        experiment.take(data)
        experiment.trainingExamples = preparation.trainingExamples ?? experiment.trainingExamples
        experiment.size = preparation.size ?? experiment.size
        if preparation.color { experiment.color = true }
    }
}

/// The options for preparing picture files.
struct PreparationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Side of pictures that come from PNG or JPEG files. (default: 28)", valueName: "pixels"),
        transform: OptionValue.wholeNumber(atLeast: 4, atMost: 1_024))
    var size: Int?

    @Flag(help: "Keep the colors of picture files.")
    var color = false

    @Option(
        help: ArgumentHelp(
            "Train on only n pictures, about equally many of each class. (default: all)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var trainingExamples: Int?
}

/// The data sets in `--help`.
enum PictureSets: DataDefaults {
    static let datasets = DatasetEntry.all.map(\.name)
    static let dataset =
        "\(PictureSource.preferred) if it is on this machine, otherwise the built-in \(DatasetEntry.builtIn)"
}
