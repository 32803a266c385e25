import ArgumentParser
import CommandLineSupport
import Core
import SequenceModels

/// The options that choose what is learnt and by what.
struct CountingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Language: "
                + CountingLanguage.all.map { "\($0.name) (\($0.notation))" }.joined(separator: ", ")
                + ". (default: anbn)", valueName: "name"),
        completion: .list(CountingDefaults.languages),
        transform: OptionValue.name(of: "language", in: CountingDefaults.languages))
    var language: String?

    @Option(
        help: ArgumentHelp(
            "Cell: srn (a plain recurrent network), lstm, gru. (default: srn)", valueName: "name"),
        completion: .list(CellName.allCases.map(\.rawValue)),
        transform: OptionValue.name(of: "cell", in: CellName.allCases.map(\.rawValue)))
    var cell: String?

    @Option(
        help: ArgumentHelp("Hidden units. (default: \(CountingDefaults.hidden))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1000))
    var hidden: Int?

    @Option(
        name: .customLong("max-n"),
        help: ArgumentHelp("Greatest n in training. (default: \(CountingDefaults.longest))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 2, atMost: 1000))
    var longest: Int?

    @Option(
        help: ArgumentHelp(
            "Added to an LSTM's forget gates at the beginning; 3 with --lr 0.1 and --epochs 200 counts far. (default: 0)",
            valueName: "bias"),
        transform: OptionValue.number(in: -10...10))
    var forgetBias: Double?

    /// The recipe that is meant, for the language and cell that are meant.
    func configuration(_ options: TrainingOptions<CountingDefaults>) throws -> RunConfiguration {
        let language = try RunConfiguration.language(language ?? "anbn")
        let cell = CellName(rawValue: cell ?? "srn") ?? .srn
        var recipe = CountingRecipe.standard(for: language, cell: cell.cell).following(options)
        recipe.hidden = hidden ?? recipe.hidden
        recipe.longest = longest ?? recipe.longest
        recipe.forgetBias = forgetBias ?? recipe.forgetBias
        if forgetBias != nil, cell != .lstm {
            throw ToolError.usage("--forget-bias: a cell '\(cell.rawValue)' has no forget gate")
        }
        return RunConfiguration(
            language: language.name, cell: cell, recipe: recipe, seed: options.seed ?? 0,
            threads: options.threads ?? 1)
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--language", language), ("--cell", cell), ("--hidden", hidden), ("--max-n", longest),
            ("--forget-bias", forgetBias),
        ]
    }
}
