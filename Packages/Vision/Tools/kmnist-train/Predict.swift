import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `kmnist-train predict`: names what PNG pictures show.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Name what pictures show.",
        discussion: "Any PNG of any size; it is made grey, light on dark, and fitted to what the model knows.")

    @Argument(help: "PNG pictures.", completion: .file(extensions: ["png"]))
    var files: [String]

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Run, by name or folder, or a .safetensors file. (default: the latest)", valueName: "name"),
        transform: OptionValue.runName)
    var runName: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredModel(run: runName)
        let input = stored.configuration.input
        guard input[0] == 1, input[1] == input[2] else {
            throw ToolError.badData(
                "the model was trained on pictures of \(RunConfiguration.size(of: input)); only grey squares can be predicted"
            )
        }
        // Everything is read before anything is said: a bad file leaves no half of an answer.
        let pictures = try files.map { try Picture.readPNG($0).fitted(to: input[1]) }
        var table = TextTable([.left("file"), .left("class"), .right("probability"), .left("otherwise")])
        var answers: [JSONValue] = []
        for (file, pixels) in zip(files, pictures) {
            let ranked = rank(pixels, stored)
            let others = ranked.dropFirst().map { "\($0.name) (\(Readable.percent($0.probability)))" }
            table.add([file, ranked[0].name, Readable.percent(ranked[0].probability), others.joined(separator: ", ")])
            answers.append(
                .object([
                    "file": .string(file), "class": .string(ranked[0].name),
                    "probability": .number(ranked[0].probability),
                    "top": .array(
                        ranked.map { .object(["class": .string($0.name), "probability": .number($0.probability)]) }),
                ]))
        }
        if !output.json { return try console.result(table) }
        var summary = RunSummary(tool: RunConfiguration.toolName)
        summary.model = stored.configuration.model
        summary.run = stored.source
        summary.extra["predictions"] = .array(answers)
        try console.summary(summary)
    }

    /// The three likeliest classes.
    private func rank(_ pixels: [UInt8], _ stored: StoredModel) -> [(name: String, probability: Double)] {
        let example = ByteExamples(bytes: pixels, exampleShape: stored.configuration.input, labels: [0])
        let probabilities = stored.model.probabilities(stored.model(example.batch([0]).inputs)).doubles
        return zip(stored.configuration.classNames, probabilities).map { ($0, $1) }
            .sorted { $0.1 > $1.1 }.prefix(3).map { (name: $0.0, probability: $0.1) }
    }
}
