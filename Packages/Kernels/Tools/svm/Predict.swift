import ArgumentParser
import Core
import KernelMachines

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict the classes of examples.",
        discussion: """
            Prints the class of each example, or writes it to --output; with --probability also the probability of \
            each class, and with --decisions the decision value of each pair of classes. A CSV file may lack the class.
            """)

    @Argument(help: "Examples: LIBSVM text, a CSV file, or IDX images.", completion: .file())
    var input: String

    @OptionGroup(title: "Model") var trained: ModelOptions
    @OptionGroup(title: "Examples") var examples: InputOptions
    @OptionGroup(title: "Predictions") var predictions: PredictionOptions
    @OptionGroup(title: "Predictions") var confusion: ConfusionOption<ShowsNothing>
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if trained.model != nil, trained.run != nil {
            throw ToolError.usage("--model and --run both name the model; expected one of them")
        }
    }

    func run() throws {
        Interruption.install()
        examples.threads.apply()
        let console = output.console()
        let file = try RunFolder.machineFile(run: trained.run, model: trained.model)
        let stored = try StoredMachine.read(file)
        let classifier = stored.classifier
        let (probability, outputFile) = (predictions.probability, predictions.outputFile)
        if probability, classifier.calibration == nil {
            throw ToolError.badData("\(file): has no probabilities, expected a model trained with --probability")
        }
        let set = try examples.form.form.read(
            input, isPrecomputed: classifier.kernel.kind == .precomputed, knownPoints: classifier.knownPoints,
            columns: stored.columns, indices: stored.indices
        ).prefix(examples.examples)
        let scored = try ScoredExamples(set, by: stored)
        if Interruption.isRequested { throw Interruption.error() }
        let (lines, matrix) = (lines(scored, classifier), try confusionLines(scored))
        if let outputFile {
            try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: outputFile)
        } else if !console.isJSON {
            try console.text(lines.map { $0 + "\n" }.joined())
        }
        let verdict =
            "\(Readable.count(scored.count, "example")) in \(Readable.duration(scored.seconds))"
            + (scored.accuracy.map { ", \(Readable.percent($0, places: 2)) classified correctly" } ?? "")
        for line in scored.notes() { console.note(line) }
        let told = [verdict] + matrix
        if outputFile == nil { for line in told { console.note(line) } } else { try console.result(told) }
        guard console.isJSON else { return }
        var summary = RunSummary(tool: SVM.name)
        summary.dataset = input
        summary.threads = ComputeContext.threads
        summary.testLoss = scored.logLoss
        summary.testAccuracy = scored.accuracy
        summary.extra["examples"] = .integer(scored.count)
        summary.extra["model_file"] = .string(file)
        if confusion.given != nil {
            summary.extra["confusion"] = .array(scored.confusion.map { .array($0.map { .integer($0) }) })
        }
        summary.extra["prediction_seconds"] = .number(scored.seconds)
        summary.extra["predictions"] = .array(scored.predicted.map { .string(scored.names[$0]) })
        if probability, let rows = scored.probabilities {
            summary.extra["probabilities"] = .array(rows.map { .array($0.map { .number($0) }) })
        }
        summary.extra["output"] = outputFile.map { .string($0) }
        try console.summary(summary)
    }

    /// The requested confusion matrix.
    private func confusionLines(_ scored: ScoredExamples) throws -> [String] {
        guard let cells = confusion.given else { return [] }
        guard scored.labeled > 0 else {
            throw ToolError.badData("\(input): has no classes, but --confusion compares predictions with them")
        }
        return TextTable.confusion(scored.confusion, names: scored.names, showing: cells).lines
    }

    /// A line for each example; with more than the class, a header line names the columns.
    private func lines(_ scored: ScoredExamples, _ classifier: SupportVectorClassifier) -> [String] {
        let (probability, decisions) = (predictions.probability, predictions.decisions)
        let pairs = classifier.pairs.map { "\(scored.names[$0.first])/\(scored.names[$0.second])" }
        var lines: [String] = []
        if probability || decisions {
            lines.append(
                (["class"] + (probability ? scored.names : []) + (decisions ? pairs : [])).joined(separator: " "))
        }
        for (number, label) in scored.predicted.enumerated() {
            var words = [scored.names[label]]
            if probability, let rows = scored.probabilities { words += rows[number].map { Readable.shortest($0) } }
            if decisions { words += scored.decisions[number].map { Readable.shortest($0) } }
            lines.append(words.joined(separator: " "))
        }
        return lines
    }
}

/// The model that predicts.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A model file of this tool or of LIBSVM. (default: the run's)", valueName: "file"),
        completion: .file())
    var model: String?

    @Option(
        help: ArgumentHelp("Run, by name or folder. (default: the latest that has a model)", valueName: "name"),
        transform: OptionValue.runName)
    var run: String?
}

/// The options for reading the examples and for the computation.
struct InputOptions: ParsableArguments {
    @OptionGroup var form: FormOptions

    @Option(
        help: ArgumentHelp("Use only the first n examples. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: ExampleSettings.counts.upperBound))
    var examples: Int?

    @OptionGroup var threads: ThreadsOption
}

/// The options for the output.
struct PredictionOptions: ParsableArguments {
    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("File for the predictions. (default: standard output)", valueName: "file"),
        completion: .file(), transform: OptionValue.parser(of: "a file") { $0.isEmpty ? nil : $0 })
    var outputFile: String?

    @Flag(help: "Also print the probability of each class; needs a model trained with --probability.")
    var probability = false

    @Flag(help: "Also print the decision value of each pair of classes.")
    var decisions = false
}
