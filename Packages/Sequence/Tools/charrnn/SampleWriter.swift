import Core
import SequenceModels

/// Writes with a trained model.
struct SampleWriter {
    let stored: TrainedModel<CharacterTraining>
    let prompt: [UInt16]
    let opening: String
    let symbols: [Unicode.Scalar]
    let length: Int
    let choice: CharacterSampler.Choice
    let seed: UInt64

    /// Texts written at once: with more, matrix products do not become faster.
    private static let together = 32

    private func sampler(count: Int, seed: UInt64) -> CharacterSampler {
        let sizes = stored.experiment.sizes
        return CharacterSampler(
            stored.model, prompt: prompt, choice: choice, window: sizes.mode == .windowed ? sizes.length : nil,
            count: count, seed: seed)
    }

    /// One text on standard output, as it is made.
    ///
    /// - Throws: `OutputFailure`, and `ToolError` after an interruption.
    func stream(on console: Console) throws {
        var sampler = sampler(count: 1, seed: seed)
        var waiting = opening.unicodeScalars
        // Often enough to look steady, seldom enough to be cheap.
        var nextFlush = ContinuousClock.now
        for _ in 0..<length {
            waiting.append(symbols[Int(sampler.next()[0])])
            if Interruption.isRequested { break }
            // Both characters of a CR LF line end are written together.
            guard ContinuousClock.now >= nextFlush, waiting.last != "\r" else { continue }
            try console.text(String(waiting))
            waiting = String.UnicodeScalarView()
            nextFlush = .now + .milliseconds(20)
        }
        try console.text(String(waiting) + "\n")
        if Interruption.isRequested { throw Interruption.error() }
    }

    /// Several texts, made side by side.
    ///
    /// - Throws: `ToolError` after an interruption.
    func texts(_ count: Int) throws -> [String] {
        var texts: [String] = []
        while texts.count < count {
            let rows = min(Self.together, count - texts.count)
            var sampler = sampler(count: rows, seed: seed &+ UInt64(texts.count))
            var scalars = Array(repeating: opening.unicodeScalars, count: rows)
            for _ in 0..<length {
                for (row, symbol) in sampler.next().enumerated() { scalars[row].append(symbols[Int(symbol)]) }
                if Interruption.isRequested { throw Interruption.error() }
            }
            texts += scalars.map { String($0) }
        }
        return texts
    }
}

/// The counts of some words in texts, without regard to case.
struct WordCount {
    /// In the requested order.
    let counts: [(word: String, count: Int)]
    let words: Int

    init(_ wanted: [String], in texts: [String]) {
        var found: [String: Int] = [:]
        var words = 0
        for text in texts {
            for word in Self.words(of: text.lowercased()) {
                words += 1
                found[word, default: 0] += 1
            }
        }
        counts = wanted.map { ($0, found[$0] ?? 0) }
        self.words = words
    }

    func perThousand(_ count: Int) -> Double { words == 0 ? 0 : 1000 * Double(count) / Double(words) }

    /// Runs of letters and apostrophes.
    static func words(of text: String) -> [String] {
        text.split { !($0.isLetter || $0 == "'" || $0 == "’") }.map(String.init)
    }
}
