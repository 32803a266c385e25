import ArgumentParser
import Core
import SequenceModels

/// The options that choose the text to predict, and the output.
struct PredictionOptions: ParsableArguments {
    @Option(
        name: .customLong("text"),
        help: ArgumentHelp(
            "A text file in UTF-8; may be given several times. (default: the text of the training)",
            valueName: "file"))
    var texts: [String] = []

    @Option(
        help: ArgumentHelp(
            "Characters to show with their predictions, from the text's beginning; 0 for none. (default: 2000)",
            valueName: "n"), transform: OptionValue.wholeNumber(atLeast: 0, atMost: 1_000_000_000))
    var show = 2_000

    @Option(
        help: ArgumentHelp(
            "Write every prediction as a row of this file. (default: predictions.csv in the run's folder)",
            valueName: "file"), completion: .file(extensions: ["csv"]))
    var csv: String?
}

/// `charrnn predict`: compares a trained model's predictions with the characters of a text.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict every character of a text from the true ones before it.",
        discussion: """
            Teacher forcing: the model reads the true text, not its own predictions, and predicts each next character. \
            The text and the predictions are shown one under the other, with ^ under each wrong one. The CSV file has \
            the position, the character, the predicted one with its probability, and the true one's probability and \
            rank (1 where it is the most probable).

            charrnn predict                      the latest run on its own text
            charrnn predict --text other.txt     on another text
            """)

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Text") var options: PredictionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    private static let topSize = 5

    func run() throws {
        Interruption.install()
        let console = output.console()
        let stored = try TrainedModel(run: trained.name, orLearning: console)
        let experiment = stored.experiment
        ComputeContext.threads = experiment.threads
        let text = try experiment.known(files: options.texts)
        if options.texts.isEmpty, !text.isTrainingText {
            console.warning("\(text.name) has changed since the model was trained on it")
        }
        let symbols = try experiment.knownText().symbols.symbols
        let predictions = try CharacterPredictions(
            stored.model, on: text.symbols[...], mode: experiment.sizes.mode, length: experiment.sizes.length)
        if options.show > 0 {
            let shown = PredictedText(predictions, of: text.symbols[...], symbols: symbols)
            try console.result(shown.lines(first: options.show))
            try console.result("")
        }
        let file = options.csv ?? stored.run.map { $0.path + "/predictions.csv" }
        if let file { try AtomicFile.write(Array(predictions.csv(symbols).utf8), to: file) }
        try console.result(words(predictions, text, file))
        if console.isJSON { try console.summary(summary(stored, predictions, text, file)) }
    }

    /// The parts of a text that are scored, by name: all of it and, where a training has set some of it aside, both
    /// parts.
    private func parts(_ text: KnownText) -> [(name: String, range: Range<Int>)] {
        let count = text.symbols.count
        guard text.trained < count else { return [("the whole text", 0..<count)] }
        return [
            ("the whole text", 0..<count), ("the training part", 0..<text.trained),
            ("the validation part", text.trained..<count),
        ]
    }

    private func words(_ predictions: CharacterPredictions, _ text: KnownText, _ file: String?) -> [String] {
        let (count, first) = (text.symbols.count, predictions.first)
        let before =
            first == 1 ? "the first has none before it" : "the first \(Readable.count(first)) do not fill a window"
        var lines = [
            "\(text.name): \(Readable.count(predictions.places.count)) of \(Readable.count(count, "character")) "
                + "predicted, each from the true ones before it (\(before))"
        ]
        var table = TextTable([
            .left(), .right("right"), .right(""), .right("nats per character"), .right("bits per character"),
        ])
        for (name, range) in parts(text) {
            let score = predictions.score(range)
            table.add([
                name, Readable.percent(score.accuracy),
                "\(Readable.count(score.right)) of \(Readable.count(score.count))",
                Readable.loss(score.loss), Readable.decimal(score.bits, places: 3),
            ])
        }
        lines += table.lines
        let share = Readable.percent(predictions.share(inTop: Self.topSize))
        lines.append("the true character is among the \(Self.topSize) most probable in \(share) of the places")
        if options.show > 0, options.show < count {
            lines.append(
                "shown: the first \(Readable.count(options.show, "character")); --show \(count) shows all of them")
        }
        if let file { lines.append("every prediction is in \(file)") }
        return lines
    }

    private func summary(
        _ stored: TrainedModel<CharacterTraining>, _ predictions: CharacterPredictions, _ text: KnownText,
        _ file: String?
    ) -> RunSummary {
        var summary = stored.summary(dataset: text.name)
        summary.extra["characters"] = .integer(text.symbols.count)
        for ((_, range), prefix) in zip(parts(text), ["", "training_", "validation_"]) {
            let score = predictions.score(range)
            summary.extra["\(prefix)predicted"] = .integer(score.count)
            summary.extra["\(prefix)right"] = .integer(score.right)
            summary.extra["\(prefix)accuracy"] = .number(score.accuracy)
            summary.extra["\(prefix)nats_per_character"] = .number(score.loss)
            summary.extra["\(prefix)bits_per_character"] = .number(score.bits)
        }
        summary.extra["top_\(Self.topSize)"] = .number(predictions.share(inTop: Self.topSize))
        summary.extra["csv"] = file.map { .string($0) }
        return summary
    }
}
