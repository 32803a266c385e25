import Core

/// A text in the numbers of a trained model's symbols.
public struct KnownText: Sendable {
    public let name: String
    public let symbols: [UInt16]
    /// Characters before the validation share; all of them if the training has no validation share, or the text is not
    /// its own.
    public let trained: Int
    /// Whether it is exactly the text that the model was trained on.
    public let isTrainingText: Bool
}

extension TextExperiment {
    /// Some files, or the training's own text, as the trained model reads them.
    ///
    /// - Throws: `ToolError` where the text has a character that the model does not know, or is too short, and what
    ///   reading files throws.
    public func known(files: [String]) throws -> KnownText {
        let (facts, files) = (try knownText(), files.isEmpty ? texts : files)
        let text = try read(files)
        let numbers = text.vocabulary.symbols.map { facts.symbols.number(of: $0) }
        if let place = text.symbols.firstIndex(where: { numbers[Int($0)] == nil }) {
            throw unknown(text, at: place, facts)
        }
        guard text.symbols.count > sizes.openingLength else {
            let window = sizes.mode == .windowed ? "a window of \(Readable.count(sizes.length, "character"))" : "one"
            throw ToolError.badData(
                "\(text.name): \(Readable.count(text.symbols.count, "character")), expected more than \(window)")
        }
        var own = TextFacts(text, openingLength: sizes.openingLength)
        if facts.fingerprint == nil { own.fingerprint = nil }
        let (count, isOwn) = (text.symbols.count, own == facts)
        return KnownText(
            name: text.name, symbols: text.symbols.compactMap { numbers[Int($0)].map { UInt16($0) } },
            trained: isOwn ? trainedCount(of: count) : count, isTrainingText: isOwn)
    }

    private func unknown(_ text: CharacterText, at place: Int, _ facts: TextFacts) -> ToolError {
        let symbols = text.vocabulary.symbols
        let before = text.symbols[..<place]
        let newline = text.vocabulary.number(of: "\n").map { UInt16($0) }
        let (line, column) = (
            1 + before.count { $0 == newline }, before.count - (before.lastIndex { $0 == newline } ?? -1)
        )
        let problem = CharacterText.Problem.unknown(symbols[Int(text.symbols[place])])
        return .badData(
            "\(text.name), line \(line), column \(column): \(problem.description): \(facts.symbols.listed)")
    }
}

extension Vocabulary {
    /// The symbols as a user reads them, with names for white space.
    public var listed: String {
        "it knows " + symbols.prefix(100).map(\.shown).joined(separator: " ") + (count > 100 ? " …" : "")
    }
}
