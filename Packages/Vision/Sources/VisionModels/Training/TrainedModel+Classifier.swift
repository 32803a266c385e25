import CommandLineSupport
import Core

extension TrainedModel where E: ClassifierExperiment {
    /// Checks that the model can be tested on a set.
    ///
    /// - Throws: `ToolError` where the set's pictures or classes are others than those that it was trained on.
    public func requireFit(of dataset: ImageDataset) throws(ToolError) {
        let (shape, classes) = (dataset.exampleShape, dataset.classNames.count)
        guard shape == experiment.input, classes == experiment.classNames.count else {
            throw ToolError.badData(
                "\(dataset.name) holds \(classes) classes of pictures of \(E.size(of: shape)), the model was trained on "
                    + "\(experiment.classNames.count) of \(E.size(of: experiment.input))")
        }
    }

    /// The score of the model on a set's test pictures, and a summary of it.
    public func test(on dataset: ImageDataset) -> (score: ClassificationScore, summary: RunSummary) {
        let score = model.score(on: dataset.test, classes: dataset.classNames.count)
        var summary = summary(dataset: dataset.name)
        (summary.testLoss, summary.testAccuracy) = (score.loss, score.accuracy)
        return (score, summary)
    }

    /// The side of the grey square pictures that the model knows, in pixels.
    ///
    /// - Throws: `ToolError` where it was trained on others.
    public func side() throws(ToolError) -> Int {
        let input = experiment.input
        guard input[0] == 1, input[1] == input[2] else {
            throw ToolError.badData(
                "the model was trained on pictures of \(E.size(of: input)); only grey squares can be predicted")
        }
        return input[1]
    }

    /// The classes and their probabilities for one picture, the likeliest first.
    ///
    /// - Shapes: `pixels` H × W, row by row.
    public func ranking(of pixels: [UInt8]) -> [(name: String, probability: Double)] {
        let example = ByteExamples(bytes: pixels, exampleShape: experiment.input, labels: [0])
        let probabilities = model.probabilities(model(example.batch([0]).inputs)).doubles
        return zip(experiment.classNames, probabilities).map { ($0, $1) }.sorted { $0.1 > $1.1 }
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
            let top: [JSONValue] = ranked.map {
                ["class": .string($0.name), "probability": .number($0.probability)]
            }
            answers.append([
                "file": .string(file), "class": .string(first.name), "probability": .number(first.probability),
                "top": .array(top),
            ])
        }
        if !console.isJSON { return try console.result(table) }
        var summary = RunSummary(tool: E.tool)
        (summary.model, summary.run) = (experiment.modelName, source)
        summary.extra["predictions"] = .array(answers)
        try console.summary(summary)
    }
}
