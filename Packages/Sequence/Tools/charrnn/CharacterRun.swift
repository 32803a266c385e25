import CommandLineSupport
import Core
import SequenceModels

/// What a run was begun with; everything that its result depends on.
struct CharacterRun: RunSettings {
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
    var seed: UInt64
    var threads: Int

    static let toolName = "charrnn"

    /// A run that is to begin, on a text that was read from `files`.
    init(
        _ text: CharacterText, files: [String], lowercase: Bool, validation: Double, recipe: CharacterRecipe,
        seed: UInt64, threads: Int
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

/// A trained model and what it was trained as, read from a run or a single file.
struct StoredCharacterModel {
    let run: CharacterRun
    let model: CharacterModel
    let source: String

    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    init(_ file: String) throws {
        let checkpoint = try Checkpoint(file)
        run = try CharacterRun(of: checkpoint, file: file)
        guard run.tool == CharacterRun.toolName else {
            throw FileError(.badData, file, "was not written by \(CharacterRun.toolName)")
        }
        model = run.makeModel()
        try checkpoint.restoreWeights(of: model)
        source = file
    }
}
