import CommandLineSupport
import Core
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct CharacterRun: TrainingSettings, ModelSettings {
    var tool = toolName
    var version = KumikiVersion.current
    /// The text's files; none for the built-in text.
    var texts: [String]
    var textName: String
    var characters: Int
    var lowercase: Bool
    /// Every symbol once, in the order of their numbers.
    var vocabulary: String
    /// The text's beginning, with which a sample begins where no prompt is given.
    var opening: String
    var validation: Double
    var recipe: CharacterRecipe
    /// Stop after so many steps in all; nil for the recipe's epochs.
    var steps: Int?
    /// Let the model write every so many steps; nil for a few times along the training.
    var sampleEvery: Int?
    var seed: UInt64
    var threads: Int

    static let toolName = "charrnn"

    var isSound: Bool {
        let sizes = [recipe.hidden, recipe.embedding ?? 1]
        let counts = [recipe.length, recipe.batchSize, recipe.epochs, steps ?? 1, sampleEvery ?? 1]
        return sizes.allSatisfy((1...16_384).contains) && counts.allSatisfy((1...1_000_000_000).contains)
            && (1...64).contains(recipe.layers) && (0..<1).contains(recipe.dropout ?? 0)
            && (0...0.9).contains(validation) && (1...4_096).contains(threads)
            && symbols.count == vocabulary.unicodeScalars.count && symbols.count > 1
    }

    /// A run that is to begin, on a text that was read from `files`.
    init(
        _ text: CharacterText, files: [String], lowercase: Bool, validation: Double, recipe: CharacterRecipe,
        steps: Int? = nil, sampleEvery: Int? = nil, seed: UInt64, threads: Int
    ) {
        let symbols = text.vocabulary.symbols
        let opening = text.symbols.prefix(recipe.mode == .windowed ? recipe.length : 1)
        texts = files
        textName = text.name
        characters = text.symbols.count
        self.lowercase = lowercase
        vocabulary = String(String.UnicodeScalarView(symbols))
        self.opening = String(String.UnicodeScalarView(opening.map { symbols[Int($0)] }))
        (self.validation, self.recipe, self.seed, self.threads) = (validation, recipe, seed, threads)
        (self.steps, self.sampleEvery) = (steps, sampleEvery)
    }

    /// Reads the text, numbered by this run's vocabulary.
    ///
    /// - Throws: `FileError`, and `ToolError` where it is no longer the text that the run was begun with.
    func readText() throws -> CharacterText {
        let text: CharacterText
        do {
            text = try Self.text(texts, lowercasing: lowercase, vocabulary: symbols)
        } catch CharacterText.Problem.unknown {
            throw changed
        }
        guard text.symbols.count == characters else { throw changed }
        return text
    }

    private var changed: ToolError {
        ToolError.badData("\(textName) is no longer the text that the run was begun with")
    }

    /// The files' text, or the built-in one where there are none.
    static func text(_ files: [String], lowercasing: Bool, vocabulary: Vocabulary? = nil) throws -> CharacterText {
        try files.isEmpty
            ? CharacterText(HamletSoliloquy.text, name: "Hamlet's soliloquy")
            : CharacterText(files: files, lowercasing: lowercasing, vocabulary: vocabulary)
    }

    var symbols: Vocabulary { Vocabulary(vocabulary.unicodeScalars) }

    /// The model as it begins.
    func makeModel() -> CharacterModel {
        recipe.makeModel(symbols: symbols.count, seed: seed)
    }
}
