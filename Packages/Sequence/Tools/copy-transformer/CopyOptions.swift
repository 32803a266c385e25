import ArgumentParser
import Core
import SequenceModels

/// The options that choose the task and the model.
struct CopyOptions: ExperimentOptions {
    static let standard = Copying()
    static let title = "Task and model"
    static let defaultValidation = "0; --validation-sequences are drawn"

    static var variants: [(name: String, experiment: Copying)] {
        CopyPreset.all.map { preset in
            var experiment = standard
            preset.apply(to: &experiment)
            return (preset.name, experiment)
        }
    }

    @Option(
        help: ArgumentHelp(
            "What to copy: " + CopyTask.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
                + ". (default: \(standard.task))", valueName: "name"),
        transform: OptionValue.name(of: "task", in: CopyTask.all.map(\.name)))
    var task: String?

    @Option(
        help: ArgumentHelp(
            "Sizes and recipe: " + CopyPreset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
                + ". (default: \(CopyPreset.all[0].name))", valueName: "name"),
        transform: OptionValue.name(of: "preset", in: CopyPreset.all.map(\.name)))
    var preset: String?

    @Option(
        help: ArgumentHelp("Bits of a sequence. (default: \(standard.bits))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000))
    var bits: Int?

    @Option(
        help: ArgumentHelp(
            "Number of training sequences. (default: \(Readable.count(standard.trainingSequences)))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 10_000_000))
    var trainingSequences: Int?

    @Option(
        help: ArgumentHelp(
            "Number of sequences that choose the best epoch if --validation sets none aside; 0 for none. "
                + "(default: \(Readable.count(standard.validationSequences)))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: 10_000_000))
    var validationSequences: Int?

    @Option(
        help: ArgumentHelp(
            "Number of sequences to test the kept weights on, once. (default: "
                + "\(Readable.count(standard.testSequences)))",
            valueName: "n"), transform: OptionValue.wholeNumber(atMost: 10_000_000))
    var testSequences: Int?

    @Option(
        help: ArgumentHelp(
            "Dropout rate. (default: \(shown { Readable.shortest($0.sizes.dropout) }))", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    func apply(to experiment: inout Copying) {
        CopyPreset.all.first { $0.name == preset }?.apply(to: &experiment)
        experiment.task = task ?? experiment.task
        experiment.bits = bits ?? experiment.bits
        experiment.trainingSequences = trainingSequences ?? experiment.trainingSequences
        experiment.validationSequences = validationSequences ?? experiment.validationSequences
        experiment.testSequences = testSequences ?? experiment.testSequences
        experiment.sizes.dropout = dropout ?? experiment.sizes.dropout
    }
}
