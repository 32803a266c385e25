import ArgumentParser
import CommandLineSupport
import Core
import KernelMachines

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell the classes of examples.",
        discussion: """
            A class for each example goes to standard output, or to --output; with --probability the probability of each class \
            beside it, with --decisions the value of every pair's decision. A CSV file may lack the class.
            """)

    @Argument(help: "Examples: LIBSVM text, a CSV file, or IDX images.", completion: .file())
    var input: String

    @Option(
        help: ArgumentHelp("A model file, of this tool or of LIBSVM. (default: the run's)", valueName: "file"),
        completion: .file())
    var model: String?

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("The run whose model predicts. (default: the latest that has one)", valueName: "name"),
        transform: OptionValue.runName)
    var trained: String?

    @OptionGroup var form: FileForm

    @Option(
        help: ArgumentHelp("Take the first n examples. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000_000))
    var examples: Int?

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("File of the predictions. (default: standard output)", valueName: "file"),
        completion: .file(), transform: OptionValue.parser(of: "a file") { $0.isEmpty ? nil : $0 })
    var outputFile: String?

    @Flag(help: "Also tell the probability of each class; the model must have been calibrated.")
    var probability = false

    @Flag(help: "Also tell the decision of every pair of classes.")
    var decisions = false

    @OptionGroup var threads: ThreadsOption

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if model != nil, trained != nil {
            throw ToolError.usage("--model and --run both name the model; expected one of them")
        }
    }

    func run() throws {
        Interruption.install()
        threads.apply()
        let console = output.console()
        let file = try RunFolder.machineFile(run: trained, model: model)
        let stored = try StoredMachine.read(file)
        let classifier = stored.classifier
        if probability, classifier.calibration == nil {
            throw ToolError.badData("\(file): has no probabilities, expected a model trained with --probability")
        }
        let set = try form.read(
            input, isPrecomputed: classifier.kernel.kind == .precomputed, knownPoints: classifier.knownPoints,
            columns: stored.columns
        ).prefix(examples)
        let scored = try Scored(set, by: stored)
        if Interruption.isRequested { throw Interruption.error() }
        let lines = lines(scored, classifier)
        if let outputFile {
            try AtomicFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: outputFile)
        } else if !console.isJSON {
            for line in lines { try console.result(line) }
        }
        let verdict =
            "\(Readable.count(scored.count)) examples in \(Readable.duration(scored.seconds))"
            + (scored.accuracy.map { ", \(Readable.percent($0, places: 2)) right" } ?? "")
        if outputFile == nil { console.note(verdict) } else { try console.result(verdict) }
        guard console.isJSON else { return }
        var summary = RunSummary(tool: SVM.name)
        summary.dataset = input
        summary.threads = ComputeContext.threads
        summary.testLoss = scored.logLoss
        summary.testAccuracy = scored.accuracy
        summary.extra["examples"] = .integer(scored.count)
        summary.extra["model_file"] = .string(file)
        summary.extra["prediction_seconds"] = .number(scored.seconds)
        summary.extra["predictions"] = .array(scored.predicted.map { .string(scored.names[$0]) })
        if probability, let rows = scored.probabilities {
            summary.extra["probabilities"] = .array(rows.map { .array($0.map { .number($0) }) })
        }
        summary.extra["output"] = outputFile.map { .string($0) }
        try console.summary(summary)
    }

    /// A line for each example; with more than the class, a line above says what stands where.
    private func lines(_ scored: Scored, _ classifier: SupportVectorClassifier) -> [String] {
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
