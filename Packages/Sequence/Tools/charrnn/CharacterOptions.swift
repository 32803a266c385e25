import ArgumentParser
import CommandLineSupport
import Core
import SequenceModels

/// The options that choose a text, a model and how it is trained.
struct CharacterOptions: ParsableArguments {
    @Option(
        name: .customLong("text"),
        help: ArgumentHelp(
            "A text file in UTF-8; may be given several times. (default: Hamlet's soliloquy)",
            valueName: "file"))
    var texts: [String] = []

    @Flag(help: "Read the text in lower case.")
    var lowercase = false

    @OptionGroup var preset: PresetOption<CharacterDefaults>

    @Option(
        help: ArgumentHelp(
            "How the text is read: \(CharacterMode.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "(default: \(CharacterDefaults.of { $0.mode.rawValue }))", valueName: "name"),
        transform: OptionValue.name(of: "mode", in: CharacterMode.allCases.map(\.rawValue)))
    var mode: String?

    @Option(
        help: ArgumentHelp(
            "Cell: \(RecurrentCell.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "(default: \(CharacterDefaults.of { $0.cell.rawValue }))", valueName: "name"),
        transform: OptionValue.name(of: "cell", in: RecurrentCell.allCases.map(\.rawValue)))
    var cell: String?

    @Option(
        help: ArgumentHelp("Hidden units. (default: \(CharacterDefaults.of { "\($0.hidden)" }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 16_384))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Recurrent layers. (default: 1)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 64))
    var layers: Int?

    @Option(
        help: ArgumentHelp(
            "Width of the embedding; 0 for one-hot characters. (default: 0; windows and shakespeare 64)", valueName: "n"
        ),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: 16_384))
    var embedding: Int?

    @Option(
        help: ArgumentHelp(
            "Characters of a stretch or window. (default: \(CharacterDefaults.of { "\($0.length)" }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000))
    var length: Int?

    @Option(
        help: ArgumentHelp(
            "Limit each number of the gradients to ±x; 0 for none. (default: 0; min-char 5)",
            valueName: "x"), transform: OptionValue.number(in: 0...1e9))
    var clip: Double?

    @Option(
        help: ArgumentHelp(
            "Limit the norm of all gradients to x; 0 for none. (default: 0; hamlet 10; shakespeare 100)", valueName: "x"
        ),
        transform: OptionValue.number(in: 0...1e9))
    var clipNorm: Double?

    @Option(
        help: ArgumentHelp(
            "Standard deviation of the first weights. (default: PyTorch's; min-char 0.01)",
            valueName: "σ"), transform: OptionValue.number(in: 1e-9...10))
    var sigma: Double?

    @Option(
        help: ArgumentHelp(
            "Dropout rate between the layers and before the output. (default: 0; shakespeare 0.5)", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @OptionGroup var schedule: ScheduleOption<CharacterDefaults>

    @Option(
        help: ArgumentHelp(
            "Share of the text, its end, that is kept for validation. (default: 0; shakespeare 0.1)",
            valueName: "share"),
        transform: OptionValue.number(in: 0...0.9))
    var validation: Double?

    private var entry: CharacterRecipeEntry {
        CharacterRecipeEntry.all.first { $0.name == preset.name } ?? (texts.isEmpty ? .hamlet : .minimal)
    }

    /// The share of the text that is kept for validation.
    var validationShare: Double { validation ?? entry.validation }

    /// The recipe that is meant.
    func recipe(_ options: TrainingOptions<CharacterDefaults>) -> CharacterRecipe {
        var recipe = entry.recipe.following(options)
        recipe.mode = mode.flatMap(CharacterMode.init) ?? recipe.mode
        recipe.cell = cell.flatMap(RecurrentCell.init) ?? recipe.cell
        recipe.hidden = hidden ?? recipe.hidden
        recipe.layers = layers ?? recipe.layers
        recipe.embedding = embedding.map { $0 == 0 ? nil : $0 } ?? recipe.embedding
        recipe.length = length ?? recipe.length
        recipe.clipValue = clip.map { $0 == 0 ? nil : $0 } ?? recipe.clipValue
        recipe.clipNorm = clipNorm.map { $0 == 0 ? nil : $0 } ?? recipe.clipNorm
        recipe.spread = sigma ?? recipe.spread
        recipe.dropout = dropout ?? recipe.dropout
        recipe.schedule = schedule.name ?? recipe.schedule
        return recipe
    }

    /// The options that shape the training.
    var given: GivenOptions {
        [
            ("--text", texts.first), ("--lowercase", lowercase ? true : nil), ("--preset", preset.name),
            ("--mode", mode),
            ("--cell", cell), ("--hidden", hidden), ("--layers", layers), ("--embedding", embedding),
            ("--length", length),
            ("--clip", clip), ("--clip-norm", clipNorm), ("--sigma", sigma), ("--dropout", dropout),
            ("--schedule", schedule.name), ("--validation", validation),
        ]
    }
}
