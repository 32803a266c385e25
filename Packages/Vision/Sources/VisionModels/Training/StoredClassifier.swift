import CommandLineSupport
import Core

/// A trained classifier and what it was trained as, read from a run or a single file.
public struct StoredClassifier<Settings: ClassifierSettings> {
    public let configuration: Settings
    public let model: any ImageClassifier
    /// The file that it was read from.
    public let source: String

    /// The model of a run folder, of a checkpoint file, or of the latest run.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    public init(run: String?) throws {
        let file = try Settings.modelFile(run)
        let checkpoint = try Checkpoint(file)
        configuration = try Settings(of: checkpoint, file: file)
        model = try configuration.makeModel()
        try checkpoint.restoreWeights(of: model)
        source = file
    }

    /// What the model is worth on a set, in figures.
    public func summary(of score: ClassificationScore, on dataset: String) -> RunSummary {
        var summary = RunSummary(tool: Settings.toolName)
        summary.dataset = dataset
        summary.model = configuration.model
        summary.parameters = model.parameterCount
        summary.threads = ComputeContext.threads
        summary.testLoss = score.loss
        summary.testAccuracy = score.accuracy
        summary.run = source
        return summary
    }

    /// Checks that the model can be tested on a set.
    ///
    /// - Throws: `ToolError` where the set's pictures or classes are others than those that it was trained on.
    public func requireFit(of dataset: ImageDataset) throws(ToolError) {
        let (shape, classes) = (dataset.exampleShape, dataset.classNames.count)
        guard shape == configuration.input, classes == configuration.classNames.count else {
            throw ToolError.badData(
                "\(dataset.name) holds \(classes) classes of pictures of \(Settings.size(of: shape)), "
                    + "the model was trained on \(configuration.classNames.count) of "
                    + Settings.size(of: configuration.input))
        }
    }

    /// The side of the grey square pictures that the model knows, in pixels.
    ///
    /// - Throws: `ToolError` where it was trained on others.
    public func side() throws(ToolError) -> Int {
        let input = configuration.input
        guard input[0] == 1, input[1] == input[2] else {
            throw ToolError.badData(
                "the model was trained on pictures of \(Settings.size(of: input)); only grey squares can be predicted")
        }
        return input[1]
    }

    /// The classes and their probabilities for one picture, the likeliest first.
    ///
    /// - Shapes: `pixels` H × W, row by row.
    public func ranking(of pixels: [UInt8]) -> [(name: String, probability: Double)] {
        let example = ByteExamples(bytes: pixels, exampleShape: configuration.input, labels: [0])
        let probabilities = model.probabilities(model(example.batch([0]).inputs)).doubles
        return zip(configuration.classNames, probabilities).map { ($0, $1) }.sorted { $0.1 > $1.1 }
    }

    /// Prints what each picture shows: a table, or with `--json` an object.
    ///
    /// - Parameter shown: how many of the likeliest classes to name.
    /// - Throws: `OutputFailure` where standard output cannot be written.
    public func printPredictions(
        of pictures: [(file: String, pixels: [UInt8])], shown: Int, on console: Console
    ) throws(OutputFailure) {
        var table = TextTable([.left("file"), .left("class"), .right("probability"), .left("otherwise")])
        var answers: [JSONValue] = []
        for (file, pixels) in pictures {
            let ranked = ranking(of: pixels).prefix(shown)
            guard let first = ranked.first else { continue }
            let others = ranked.dropFirst().map { "\($0.name) (\(Readable.percent($0.probability)))" }
            table.add([file, first.name, Readable.percent(first.probability), others.joined(separator: ", ")])
            let top = ranked.map {
                JSONValue.object(["class": .string($0.name), "probability": .number($0.probability)])
            }
            answers.append(
                .object([
                    "file": .string(file), "class": .string(first.name), "probability": .number(first.probability),
                    "top": .array(top),
                ]))
        }
        if !console.isJSON { return try console.result(table) }
        var summary = RunSummary(tool: Settings.toolName)
        summary.model = configuration.model
        summary.run = source
        summary.extra["predictions"] = .array(answers)
        try console.summary(summary)
    }
}
