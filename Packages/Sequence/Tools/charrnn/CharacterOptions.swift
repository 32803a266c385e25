import ArgumentParser
import Core
import SequenceModels

/// The options that choose a text and a model.
struct CharacterOptions: ExperimentOptions {
    static let standard = CharacterTraining()
    static let title = "Text and model"
    static let abstract = "Train a model on a text (the default)."
    static let minimumSteps = 0
    static let defaultThreads = "one per core; small networks 1"
    static var defaultValidation: String { shown { Readable.shortest($0.validation ?? 0) } + "; the text's end" }

    static var variants: [(name: String, experiment: CharacterTraining)] {
        CharacterPreset.all.map { preset in
            var training = standard
            preset.apply(to: &training)
            return (preset.name, training)
        }
    }

    private static let presets = CharacterPreset.all.map(\.name)
    private static let modes = CharacterMode.allCases.map(\.rawValue)
    private static let cells = CellEntry.all.map(\.name)

    @Option(
        name: .customLong("text"),
        help: ArgumentHelp(
            "A text file in UTF-8; may be given several times. (default: Hamlet's soliloquy)", valueName: "file"))
    var texts: [String] = []

    @Flag(help: "Read the text in lower case.")
    var lowercase = false

    @Option(
        help: ArgumentHelp(
            "Model and recipe: " + CharacterPreset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
                + ". (default: \(CharacterPreset.minimal.name) with --text, otherwise \(CharacterPreset.hamlet.name))",
            valueName: "name"), completion: .list(presets), transform: OptionValue.name(of: "preset", in: presets))
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "How the text is read: streaming (in --batch-size parallel streams), windowed (in random windows). "
                + "(default: \(shown { $0.sizes.mode.rawValue }))",
            valueName: "name"), completion: .list(modes), transform: OptionValue.name(of: "mode", in: modes))
    var mode: String?

    @Option(
        help: ArgumentHelp(
            "Cell. (default: \(shown { $0.sizes.cell }))"
                + HelpList.lines(of: CellEntry.all.map { ($0.name, $0.summary) }),
            valueName: "name"), completion: .list(cells), transform: OptionValue.name(of: "cell", in: cells))
    var cell: String?

    @Option(
        help: ArgumentHelp("Hidden units. (default: \(shown { "\($0.sizes.hidden)" }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 16_384))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Recurrent layers. (default: \(shown { "\($0.sizes.layers)" }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 64))
    var layers: Int?

    @Option(
        help: ArgumentHelp(
            "Width of the embedding; 0 for one-hot characters. (default: \(shown { "\($0.sizes.embedding ?? 0)" }))",
            valueName: "n"), transform: OptionValue.wholeNumber(atLeast: 0, atMost: 16_384))
    var embedding: Int?

    @Option(
        help: ArgumentHelp(
            "Characters of a stretch or window. (default: \(shown { "\($0.sizes.length)" }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000))
    var length: Int?

    @Option(
        help: ArgumentHelp(
            "Standard deviation of the initial weights. "
                + "(default: \(shown { $0.sizes.sigma.map(Readable.shortest) ?? "PyTorch's" }))", valueName: "σ"),
        transform: OptionValue.number(in: 1e-9...10))
    var sigma: Double?

    @Option(
        help: ArgumentHelp(
            "Dropout rate between the layers and before the output. "
                + "(default: \(shown { Readable.shortest($0.sizes.dropout) }))", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @Option(
        help: ArgumentHelp(
            "Let the model write a sample every n steps. (default: twenty times in all)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var sampleEvery: Int?

    @Option(
        help: ArgumentHelp(
            "Train several models that differ in one setting, and show all in one table and figure: "
                + "\(CellComparison.name) (RNN, LSTM and GRU).", valueName: "name"),
        completion: .list([CellComparison.name]),
        transform: OptionValue.name(of: "comparison", in: [CellComparison.name]))
    var compare: String?

    func apply(to training: inout CharacterTraining) {
        // A user's text is too long to learn by heart.
        let isNewText = training.texts.isEmpty && !texts.isEmpty
        let preset = preset ?? (isNewText ? CharacterPreset.minimal.name : nil)
        let known = training
        CharacterPreset.all.first { $0.name == preset }?.apply(to: &training)
        // A continued comparison has a different cell in every training.
        if compare != nil, known.text != nil { training.sizes.cell = known.sizes.cell }
        if !texts.isEmpty { training.texts = texts }
        training.lowercase = lowercase || training.lowercase
        apply(to: &training.sizes)
        training.sampleEvery = sampleEvery ?? training.sampleEvery
    }

    private func apply(to sizes: inout CharacterSizes) {
        sizes.mode = mode.flatMap(CharacterMode.init) ?? sizes.mode
        sizes.cell = cell ?? sizes.cell
        sizes.hidden = hidden ?? sizes.hidden
        sizes.layers = layers ?? sizes.layers
        sizes.embedding = embedding.map { $0 == 0 ? nil : $0 } ?? sizes.embedding
        sizes.length = length ?? sizes.length
        sizes.sigma = sigma ?? sizes.sigma
        sizes.dropout = dropout ?? sizes.dropout
    }
}
