import ArgumentParser
import Core
import SequenceModels

/// The options that choose the language, the network, and what the report shows.
struct CountingOptions: ExperimentOptions {
    static let standard = Counting()
    static let variants = CellEntry.counting.map { (name: $0.name, experiment: Counting(cell: $0)) }
    static let title = "Network"
    static let abstract = "Train a network (the default)."
    static let defaultThreads = "1; these networks are too small for several threads"

    private static let languages = CountingLanguage.all.map(\.name)
    private static let cells = CellEntry.counting.map(\.name)

    @Option(
        help: ArgumentHelp(
            "Language: " + CountingLanguage.all.map { "\($0.name) (\($0.notation))" }.joined(separator: ", ")
                + ". (default: \(standard.language))", valueName: "name"),
        completion: .list(languages), transform: OptionValue.name(of: "language", in: languages))
    var language: String?

    @Option(
        help: ArgumentHelp(
            "Cell. (default: \(standard.cell))"
                + HelpList.lines(of: CellEntry.counting.map { ($0.name, $0.summary) }), valueName: "name"),
        completion: .list(cells), transform: OptionValue.name(of: "cell", in: cells))
    var cell: String?

    @Option(
        help: ArgumentHelp("Hidden units. (default: \(perLanguage(\.hidden)))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Largest n in training. (default: \(perLanguage(\.maxN)))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 2, atMost: 1_000))
    var maxN: Int?

    @Option(
        help: ArgumentHelp(
            "Initial bias of an LSTM's forget gates; 3 with --lr 0.1 and --epochs 200 counts far. "
                + "(default: \(Readable.shortest(standard.forgetBias)))", valueName: "bias"),
        transform: OptionValue.number(in: -10...10))
    var forgetBias: Double?

    @Option(
        help: ArgumentHelp(
            "n of the string in the table and the figures. (default: \(standard.showN))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000))
    var showN: Int?

    @Flag(help: "Also draw a film strip of the hidden state over training.")
    var animate = false

    /// A default by language, and within a language by cell: "10; anbncn 10, srn 6".
    private static func perLanguage(_ value: (Counting) -> Int) -> String {
        DefaultText.perEntry(CountingLanguage.all, name: \.name) { language in
            DefaultText.perEntry(CellEntry.counting, name: \.name) { "\(value(Counting(language, cell: $0)))" }
                .replacing("; ", with: ", ")
        }
    }

    func apply(to experiment: inout Counting) throws {
        let cell = cell ?? experiment.cell
        let language = language ?? experiment.language
        if (language, cell) != (experiment.language, experiment.cell) {
            let own = Counting(
                try Suggestions.find(language, kind: "language", in: CountingLanguage.all, by: \.name),
                cell: try Suggestions.find(cell, kind: "cell", in: CellEntry.counting, by: \.name))
            (experiment.language, experiment.cell, experiment.forgetBias) = (language, cell, own.forgetBias)
            (experiment.hidden, experiment.maxN, experiment.recipe) = (own.hidden, own.maxN, own.recipe)
        }
        if forgetBias != nil, cell != CellEntry.lstm.name {
            throw ToolError.usage("--forget-bias: a cell '\(cell)' has no forget gate")
        }
        experiment.hidden = hidden ?? experiment.hidden
        experiment.maxN = maxN ?? experiment.maxN
        experiment.forgetBias = forgetBias ?? experiment.forgetBias
        experiment.showN = showN ?? experiment.showN
        experiment.isAnimated = animate || experiment.isAnimated
    }
}
