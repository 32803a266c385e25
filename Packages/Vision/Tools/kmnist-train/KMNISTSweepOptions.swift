import ArgumentParser
import Core
import VisionModels

/// The options of `kmnist-train sweep`.
struct KMNISTSweepOptions: SweepOptions {
    typealias Training = KMNISTOptions
    static let examples = ["--hidden 50,100,200"]

    @OptionGroup var model: ModelOption

    @Option(
        help: ArgumentHelp("Widths of the hidden layer of full or dnn.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 100_000))
    var hidden: [Int]?

    @Option(
        help: ArgumentHelp(
            "Train on only n examples, about equally many of each class. (default: dnn 10,000, others "
                + "all)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var trainingExamples: Int?

    @OptionGroup var data: DataOptions<CharacterSets>

    var axes: [SweepAxis<KMNISTExperiment>] { [SweepAxis(.hidden, hidden?.map(Double.init) ?? [])] }

    func apply(to experiment: inout KMNISTExperiment) throws(ToolError) {
        if let name = model.name, name != experiment.model {
            try experiment.choose(name)
            // The published sweep of `dnn` trains on 10,000 examples at each width.
            if name == "dnn" { experiment.trainingExamples = 10_000 }
        }
        experiment.take(data)
        experiment.trainingExamples = trainingExamples ?? experiment.trainingExamples
        if hidden != nil, experiment.hidden == nil {
            throw .usage("--hidden: model '\(experiment.model)' has no hidden layer to widen")
        }
    }
}

extension SweepSetting<KMNISTExperiment> {
    static let hidden = SweepSetting(
        "hidden", words: "hidden units", get: { Double($0.hidden ?? 0) }, set: { $0.hidden = Int($1) })
}
