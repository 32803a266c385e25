import ArgumentParser
import Core
import SequenceModels

/// The options that choose the networks to check, and the text.
struct CharacterCheckOptions: ParsableArguments {
    @Option(
        name: .customLong("text"),
        help: ArgumentHelp(
            "A text file in UTF-8; may be given several times. (default: Hamlet's soliloquy)", valueName: "file"))
    var texts: [String] = []

    @Option(
        help: ArgumentHelp(
            "Cell: \(CellEntry.all.map(\.name).joined(separator: ", ")). (default: all)",
            valueName: "name"),
        transform: OptionValue.name(of: "cell", in: CellEntry.all.map(\.name)))
    var cell: String?

    @Option(
        help: ArgumentHelp("Hidden units. (default: 5, 100 and 100)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 16_384))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Characters of the stretch. (default: 5, 5 and 100)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000))
    var length: Int?

    /// Hidden units and characters of each check.
    var sizes: [(hidden: Int, length: Int)] {
        hidden == nil && length == nil ? [(5, 5), (100, 5), (100, 100)] : [(hidden ?? 100, length ?? 25)]
    }
}

/// `charrnn check-gradients`: the gradients of recurrent networks against differences of their loss.
struct CheckGradients: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the networks' gradients with differences of their loss.",
        discussion: """
            \(GradientReport.explanation)

            Textbooks call the weights U (input to hidden), W (hidden to hidden) and V (hidden to output), and the \
            biases b and c; an LSTM has them for each gate, one below the other (i, f, g, o), a GRU likewise (r, z, n).

            charrnn check-gradients                         three sizes of each cell
            charrnn check-gradients --cell lstm --hidden 20 --length 40
            """)

    @OptionGroup(title: "Networks and text") var options: CharacterCheckOptions
    @OptionGroup(title: "Check") var check: GradientCheckOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    /// The textbook name of each parameter; PyTorch divides b into two.
    private static let textbook = [
        "rnn.weight_ih_l0": "U", "rnn.weight_hh_l0": "W", "rnn.bias_ih_l0": "b", "rnn.bias_hh_l0": "b",
        "fc.weight": "V", "fc.bias": "c",
    ]

    func run() throws {
        let console = output.console()
        let cells = options.cell.map { [$0] } ?? CellEntry.all.map(\.name)
        var report = GradientReport(tool: CharacterTraining.tool, tolerance: check.tolerance)
        for cell in cells {
            for size in options.sizes {
                var experiment = CharacterTraining()
                (experiment.texts, experiment.seed, experiment.recipe.batchSize) = (options.texts, check.seed, 1)
                experiment.sizes = CharacterSizes(length: size.length, cell: cell, hidden: size.hidden)
                let data = try experiment.prepare(console)
                guard data.training.count > size.length else {
                    throw ToolError.usage(
                        "--length \(size.length): the text has \(Readable.count(data.training.count, "character")), "
                            + "expected one more than a stretch")
                }
                var gradients = GradientCheck(experiment, data)
                (gradients.examples, gradients.entries) = (check.examples, check.entries)
                let facts: JSONObject = [
                    "cell": .string(cell), "hidden": .integer(size.hidden), "length": .integer(size.length),
                ]
                try report.add(
                    "\(cell), m = \(size.hidden), length = \(size.length)", gradients.rows(),
                    names: Self.textbook, facts: facts, on: console)
            }
        }
        try report.finish(on: console)
    }
}
