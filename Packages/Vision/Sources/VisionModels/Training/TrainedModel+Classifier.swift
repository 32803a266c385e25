import Core

extension TrainedModel where E: ClassifierExperiment {
    /// A set as the model is tested on it: its classes are the model's, matched by name without regard to case.
    ///
    /// - Parameters:
    ///   - dataset: the set, its classes in any order.
    ///   - isOwn: whether it is meant to be the set that the model was trained on.
    ///   - note: called with what a user should know: classes of the model that the set does not have.
    /// - Throws: `ToolError` where the set's pictures or one of its classes differ from those that the model knows, or
    ///   where its own set has changed.
    public func fitted(_ dataset: ImageDataset, isOwn: Bool, note: (String) -> Void) throws(ToolError) -> ImageDataset {
        let shape = dataset.exampleShape
        guard shape == experiment.input else {
            throw .badData(
                "\(dataset.name) has pictures of \(E.size(of: shape)), but the model was trained on pictures of "
                    + E.size(of: experiment.input))
        }
        let images: ImageDataset
        do {
            images = try dataset.matching(experiment.classNames)
        } catch {
            let known = experiment.classNames.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
            throw .badData(
                "\(dataset.name) has a class '\(error.name)' that the model does not know; it knows \(known)"
                    + (experiment.classNames.count > 20 ? ", …" : ""))
        }
        if isOwn {
            // The digest is of the classes in the order of the run.
            var own = images
            own.facts.digest = nil
            try experiment.requireSame(own, as: source)
        }
        let present = Set(images.test.labels)
        let missing = experiment.classNames.indices.filter { !present.contains(Int32($0)) }
        if !missing.isEmpty {
            let names = missing.prefix(20).map { "'\(experiment.classNames[$0])'" }.joined(separator: ", ")
            note("no test pictures of \(names)\(missing.count > 20 ? ", …" : ""), which the model knows")
        }
        return images
    }

    /// The score of the model on a set's test pictures, and a summary of it.
    ///
    /// - Throws: `ToolError` where it has none.
    public func test(
        on dataset: ImageDataset
    ) throws(ToolError) -> (score: ClassificationScore, summary: RunSummary) {
        guard dataset.test.count > 0 else { throw .badData("\(dataset.name): has no test pictures") }
        let score = model.score(on: dataset.test, classes: dataset.classNames.count)
        var summary = summary(dataset: dataset.name)
        (summary.testLoss, summary.testAccuracy) = (score.loss, score.accuracy)
        return (score, summary)
    }

    /// The side of the gray square pictures that the model knows, in pixels.
    ///
    /// - Throws: `ToolError` where the model was trained on other shapes.
    public func side() throws(ToolError) -> Int {
        let input = experiment.input
        guard input[0] == 1, input[1] == input[2] else {
            throw ToolError.badData(
                "the model was trained on pictures of \(E.size(of: input)); only gray squares can be predicted")
        }
        return input[1]
    }

    /// The classes and their probabilities for one picture, the most probable first.
    ///
    /// - Shapes: `pixels` H × W, row by row.
    public func ranking(of pixels: [UInt8]) -> [(name: String, probability: Double)] {
        let example = ByteExamples(bytes: pixels, exampleShape: experiment.input, labels: [0])
        let probabilities = model.probabilities(model(example.batch([0]).inputs)).doubles
        return zip(experiment.classNames, probabilities).map { ($0, $1) }.sorted { $0.1 > $1.1 }
    }

    /// Reads pictures and prints the classes of each: a table, or with `--json` an object; reports how they were
    /// prepared.
    ///
    /// - Parameters:
    ///   - files: paths of picture files.
    ///   - view: how the model sees pictures.
    ///   - shown: how many of the most probable classes to list.
    ///   - console: where the answer is printed.
    /// - Throws: `FileError` where a file is not a picture, `OutputFailure` where standard output cannot be written.
    public func printPredictions(
        of files: [String], through view: PictureView, shown: Int, on console: Console
    ) throws {
        // All files are read before the first prediction: a bad file does not leave half a result.
        let pictures = try files.map { (file: $0, seen: try view.picture($0)) }
        for line in PictureView.notes(on: pictures) { console.note(line) }
        var table = TextTable([.left("file"), .left("class"), .right("probability"), .left("otherwise")])
        var answers: [JSONValue] = []
        for (file, seen) in pictures {
            let ranked = ranking(of: seen.pixels).prefix(shown)
            guard let first = ranked.first else { continue }
            let others = ranked.dropFirst().map { "\($0.name) (\(Readable.percent($0.probability)))" }
            table.add([file, first.name, Readable.percent(first.probability), others.joined(separator: ", ")])
            let top: [JSONValue] = ranked.map {
                ["class": .string($0.name), "probability": .number($0.probability)]
            }
            var answer: JSONObject = [
                "file": .string(file), "class": .string(first.name), "probability": .number(first.probability),
                "top": .array(top),
            ]
            answer["inverted"] = seen.isInverted ? .bool(true) : nil
            answers.append(.object(answer))
        }
        if !console.isJSON { return try console.result(table) }
        var summary = RunSummary(tool: E.tool)
        (summary.model, summary.run) = (experiment.modelName, source)
        summary.extra["predictions"] = .array(answers)
        try console.summary(summary)
    }
}
