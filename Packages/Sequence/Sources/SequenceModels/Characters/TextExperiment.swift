import Core

/// A recurrent network learns to predict the next character of a text, of the cells and presets that `Entries` name.
public struct TextExperiment<Entries: TextEntries>: Experiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }

    /// The text's files, read one after the other; none for the built-in text.
    public var texts: [String] = []
    public var lowercase = false
    /// What the text is like; nil until it has been read.
    public internal(set) var text: TextFacts?
    public var sizes = Entries.presets[0].sizes
    public var recipe = Entries.presets[0].recipe
    /// Steps from one sample to the next; nil for a total of twenty samples.
    public var sampleEvery: Int?
    public var seed: UInt64 = 0
    /// The share of the text, at its end, that chooses the best epoch.
    public var validation: Double?
    /// Nil until the text has been read, unless a number was requested.
    private var chosenThreads: Int?

    private enum CodingKeys: String, CodingKey {
        case texts, lowercase, text, sizes, recipe, sampleEvery, seed, validation
        case chosenThreads = "threads"
    }

    /// By default, the useful number of threads for the network.
    public var threads: Int {
        get {
            let rows = recipe.batchSize ?? 1
            return chosenThreads ?? sizes.threads(of: ComputeContext.threads, rows: rows, gates: cell?.gates ?? 1)
        }
        set { chosenThreads = newValue }
    }

    /// The cell; nil where its name, which may not be checked yet, is unknown.
    var cell: CellChoice? { Entries.cells.first { $0.name == sizes.cell }?.cell }

    public var modelName: String { sizes.cell }
    public var datasetName: String { text?.name ?? "text" }

    /// A text, and its part for training.
    public struct Data {
        public let text: CharacterText
        /// What the reader found in the text.
        let facts: DataFacts
        public let training: ArraySlice<UInt16>
        /// The text's end; empty where none of it is set aside.
        public let validation: ArraySlice<UInt16>
        let source: any ExampleSource
        /// The number of characters that a step's loss is summed over.
        let charactersPerLoss: Int
    }

    public init() {}

    public func check() throws {
        try Setting.require("texts", texts, !texts.contains(""), expected: "names of files")
        do { try sizes.check(cells: Entries.cells) } catch { throw error.within("sizes") }
        try Setting.require(
            "recipe.batchSize", "not given", sizes.mode == .windowed || recipe.batchSize != nil,
            expected: "how many streams read the text")
        try Setting.require("sampleEvery", sampleEvery, in: 1...Recipe.mostCount)
        guard let text else { return }
        do { try text.check() } catch { throw error.within("text") }
        try Setting.require("threads", "not given", chosenThreads != nil, expected: "1 to 4096")
    }

    public func readData(_ console: Console) throws -> Data {
        let text = try read(texts)
        try text.requireSeveralSymbols()
        let facts = facts(of: text)
        console.describe(facts)
        let cut = trainedCount(of: text.symbols.count)
        if let share = validation, share > 0, cut == text.symbols.count {
            throw ToolError.usage(
                "--validation \(Readable.shortest(share)) of \(Readable.count(text.symbols.count, "character")): "
                    + "expected at least one for validation")
        }
        let (training, validation) = (text.symbols[..<cut], text.symbols[cut...])
        let (length, streams) = (sizes.length, recipe.batchSize ?? 1)
        if sizes.mode == .windowed {
            let reason = "windows of \(Readable.count(length, "character")) and the next"
            try require(training, length + 1, "training characters of \(text.name)", for: reason)
            if !validation.isEmpty {
                try require(validation, length + 1, "validation characters of \(text.name)", for: reason)
            }
            return Data(
                text: text, facts: facts, training: training, validation: validation,
                source: TextWindows(training, length: length), charactersPerLoss: 1)
        }
        try require(
            training, streams + 1, "training characters of \(text.name)", for: Readable.count(streams, "stream"))
        if !validation.isEmpty {
            try require(validation, 2, "validation characters of \(text.name)", for: "a character and the next")
        }
        let source = ContinuousText(training, length: length, streams: streams)
        return Data(
            text: text, facts: facts, training: training, validation: validation, source: source,
            charactersPerLoss: source.length)
    }

    /// The text of some files; without any, the built-in one.
    ///
    /// - Throws: what reading files throws.
    func read(_ files: [String]) throws -> CharacterText {
        let (name, text) = Entries.builtInText
        return try files.isEmpty
            ? CharacterText(text, name: name) : CharacterText(files: files, lowercasing: lowercase)
    }

    /// The number of a text's characters for training: all except the validation share at its end.
    func trainedCount(of count: Int) -> Int { count - Int(Double(count) * (validation ?? 0)) }

    public func facts(of data: Data) -> DataFacts? { data.facts }

    private func facts(of text: CharacterText) -> DataFacts {
        let symbols = text.vocabulary.count
        let own = TextFacts(text, openingLength: sizes.openingLength)
        let content = own.vocabulary + "\n\(own.fingerprint ?? 0)"
        return DataFacts(
            source: text.name,
            format: (texts.isEmpty ? "built in" : "UTF-8 text") + ", \(Readable.count(symbols, "symbol"))"
                + (lowercase && !texts.isEmpty ? " in lower case" : ""),
            examples: text.symbols.count, noun: "character", notes: text.remarks,
            digest: ContentDigest(content.utf8).description)
    }

    public mutating func adopt(_ data: Data) {
        var facts = TextFacts(data.text, openingLength: sizes.openingLength)
        if let text, text.fingerprint == nil { facts.fingerprint = nil }
        text = facts
        threads = threads
    }

    public mutating func takeContinuation(of other: Self) {
        sampleEvery = other.sampleEvery
        // Files may have been moved; another text is noticed when it is read.
        if !texts.isEmpty, !other.texts.isEmpty { texts = other.texts }
    }

    /// What the text is like.
    ///
    /// - Throws: `ToolError` where no text has been read.
    public func knownText() throws(ToolError) -> TextFacts {
        guard let text else { throw .badData("the settings do not contain the text's symbols") }
        return text
    }

    public func makeModel() throws -> CharacterModel {
        var random = initialization
        return CharacterModel(
            try Entries.cells.cell(sizes.cell), symbols: try knownText().symbols.count, hidden: sizes.hidden,
            layers: sizes.layers,
            embedding: sizes.embedding, dropout: sizes.dropout, sigma: sizes.sigma, random: &random)
    }

    public func examples(of data: Data) -> any ExampleSource { data.source }

    public func loss(_ model: CharacterModel, _ batch: Batch, _ data: Data, _ state: TrainingState) -> Tensor {
        model.loss(batch, sizes.mode, carrying: &state.carried)
    }

    /// No measurement during training where no part of the text is set aside.
    public func score(_ model: CharacterModel, on part: DataPart, of data: Data) -> CharacterScore? {
        guard part == .validation, hasValidation(data) else { return nil }
        return CharacterScore(model, on: data.validation, mode: sizes.mode, length: sizes.length)
    }

    public var selection: [Metric] { [.loss(.validation)] }

    /// Twenty evaluations of a training are enough for any number of epochs.
    public func pace(of plan: TrainingPlan) -> Pace {
        Pace(evaluation: plan.epochs / 20, rows: plan.rowInterval, saving: plan.epochs / 20)
    }

    public func architecture(of model: CharacterModel, _ data: Data) -> Architecture {
        model.architecture(symbols: data.text.vocabulary.count)
    }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] {
        let (data, model, steps) = (training.data, training.model, training.plan.steps)
        return [
            ContinuationHook(training), LossCurveHook(training),
            SampleHook(training.folder, console: training.console, every: sampleEvery ?? max(1, steps / 20)) {
                passage(by: model, after: $0, beginning: data.text)
            },
        ] + Entries.hooks(training)
    }

    public func progress(_ training: Training<Self>) -> any TrainingHook {
        CharacterProgressHook(training)
    }

    public func notes(_ state: TrainingState) -> [String] {
        state.metric(.bits(.validation)).map { ["validation \(Readable.decimal($0, places: 3)) bits/character"] } ?? []
    }

    public static func upgrade(_ old: inout JSONObject) {
        guard case .object(let recipe)? = old["recipe"] else { return }
        var sizes: JSONObject = ["sigma": recipe["spread"] ?? .null, "dropout": recipe["dropout"] ?? .number(0)]
        for key in ["mode", "length", "cell", "hidden", "layers", "embedding"] { sizes[key] = recipe[key] }
        let text: JSONObject = [
            "name": old["textName"] ?? .null, "characters": old["characters"] ?? .null,
            "vocabulary": old["vocabulary"] ?? .null, "opening": old["opening"] ?? .null,
        ]
        old.upgradeRecipe(momentum: 0.9)
        if case .object(var recipe)? = old["recipe"] {
            recipe["steps"] = old["steps"]
            old["recipe"] = .object(recipe)
        }
        (old["sizes"], old["text"]) = (.object(sizes), .object(text))
        if old.number("validation") == 0 { old["validation"] = nil }
        for key in ["textName", "characters", "vocabulary", "opening", "steps"] { old[key] = nil }
    }
}

/// Checks that a part of a text is long enough.
private func require(
    _ part: ArraySlice<UInt16>, _ least: Int, _ what: String, for reason: String
) throws(ToolError) {
    guard part.count < least else { return }
    throw .badData(
        "\(Readable.count(part.count)) \(what), expected \(Readable.count(least)) or more for \(reason)")
}

extension Metric {
    /// The mean loss over a part, in bits a character.
    static func bits(_ part: DataPart) -> Metric { Metric("\(part.rawValue)_bits") }
}

extension CharacterScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        [Measurement(.loss(part), loss), Measurement(.bits(part), bits), Measurement(.accuracy(part), accuracy)]
    }
}
