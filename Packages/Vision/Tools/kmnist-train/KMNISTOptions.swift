import ArgumentParser
import Core
import VisionModels

/// The options that choose a model and what it learns from.
struct KMNISTOptions: ExperimentOptions {
    static let standard = KMNISTExperiment()
    static let title = "Model and data"

    static var variants: [(name: String, experiment: KMNISTExperiment)] {
        ModelEntry.all.map { entry in
            var experiment = standard
            try? experiment.choose(entry.name)
            return (entry.name, experiment)
        }
    }

    @OptionGroup var model: ModelOption

    @Option(
        help: ArgumentHelp(
            "Model and recipe: \(PresetEntry.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")).",
            valueName: "name"),
        completion: .list(PresetEntry.all.map(\.name)),
        transform: OptionValue.name(of: "preset", in: PresetEntry.all.map(\.name)))
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "Units of the hidden layer. (default: "
                + ModelEntry.all.compactMap { entry in entry.hidden.map { "\(entry.name) \($0)" } }
                .joined(separator: ", ") + ")", valueName: "n"), transform: OptionValue.wholeNumber(atMost: 100_000))
    var hidden: Int?

    @Option(
        help: ArgumentHelp(
            "Train on only n examples, about equally many of each class. (default: "
                + "all)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var trainingExamples: Int?

    @OptionGroup var data: DataOptions<CharacterSets>
    @OptionGroup var columns: TableOptions<LabelColumn>
    @OptionGroup var features: FeatureColumnsOption
    @OptionGroup var confusion: ConfusionOption<ShowsCounts>

    func apply(to experiment: inout KMNISTExperiment) throws(ToolError) {
        let preset = PresetEntry.all.first { $0.name == self.preset }
        if let name = model.name ?? preset?.model { try experiment.choose(name) }
        if let preset { experiment.recipe = preset.recipe }
        if let hidden {
            guard experiment.hidden != nil else {
                throw .usage("--hidden \(hidden): model '\(experiment.model)' has no hidden layer to widen")
            }
            experiment.hidden = hidden
        }
        experiment.trainingExamples = trainingExamples ?? experiment.trainingExamples
        experiment.take(data)
        columns.apply(to: &experiment.columns)
        features.apply(to: &experiment.columns)
        experiment.confusion = confusion.given ?? experiment.confusion
    }
}

/// `--model`.
struct ModelOption: ParsableArguments {
    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "Model. (default: \(KMNISTOptions.standard.model))"
                + HelpList.lines(of: ModelEntry.all.map { ($0.name, $0.summary) }), valueName: "name"),
        completion: .list(ModelEntry.all.map(\.name)),
        transform: OptionValue.name(of: "model", in: ModelEntry.all.map(\.name)))
    var name: String?
}

/// The column of a table of pixels that is predicted.
enum LabelColumn: TargetDefault {
    static let words = ColumnChoice.targetNames.joined(separator: ", ") + ", otherwise the first"
}

/// The data sets in `--help`.
enum CharacterSets: DataDefaults {
    static let datasets = DatasetEntry.all.map(\.name)
    static let dataset = "\(datasets[0]) if it is on this machine, otherwise the built-in \(DatasetEntry.builtIn)"
}

/// The same for a trained model.
enum OwnCharacterSet: DataDefaults {
    static let datasets = CharacterSets.datasets
    static let dataset = "the one it was trained on"
}
