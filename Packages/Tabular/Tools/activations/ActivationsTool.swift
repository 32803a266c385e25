import ArgumentParser
import Core
import TabularModels

/// The options that choose the functions and the output.
struct LessonOptions: ParsableArguments {
    @Option(
        name: [.customLong("function"), .customLong("functions")],
        help: ArgumentHelp(
            "Functions: \(ActivationFunction.all.map(\.name).joined(separator: ", ")), separated by commas. "
                + "(default: all)", valueName: "name,…"),
        transform: LessonOptions.functions)
    var functions = ActivationFunction.all

    @Option(
        help: ArgumentHelp("Dropout rate. (default: 0.5)", valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout = 0.5

    @Option(
        name: [.customLong("temperature"), .customLong("temp")],
        help: ArgumentHelp("Temperatures of softmax. (default: 0.5,1,2)", valueName: "T,…"),
        transform: LessonOptions.temperatures)
    var temperatures = [0.5, 1, 2]

    @Option(help: ArgumentHelp("Seed of the dropout masks. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    var seed: UInt64 = 0

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("Folder for the pictures. (default: activations)", valueName: "folder"),
        completion: .directory, transform: OptionValue.parser(of: "a folder") { $0.isEmpty ? nil : $0 })
    var folder = "activations"

    private static let functions: OptionValue.Parser<[ActivationFunction]> = { text in
        let known = ActivationFunction.all
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let function = known.first(where: { $0.names.contains(String(part)) }) else {
                throw ValidationError(
                    Suggestions.message(unknown: String(part), kind: "function", known: known.flatMap(\.names)))
            }
            return function
        }
    }

    private static let temperatures: OptionValue.Parser<[Double]> = { text in
        let values = try OptionValue.numbers(text)
        guard values.allSatisfy({ (0.01...1_000).contains($0) }), Set(values).count == values.count else {
            throw ValidationError("expected different numbers from 0.01 to 1,000, separated by commas")
        }
        return values
    }
}

@main
struct ActivationsTool: Tool {
    static let configuration = CommandConfiguration.tool(
        "activations", abstract: "Draw activation functions with their derivatives, dropout and softmax.",
        discussion: """
            Prints f(x) and f′(x) at a few places, a layer of units under several dropout masks, and probabilities by \
            temperature; draws each as PNG and SVG. Derivatives, masks and probabilities are those of the engine that \
            trains networks.

            activations                                   all functions and a sheet
            activations --function relu,gelu --output out
            activations --dropout 0.2 --temperature 0.1,1,10
            """)

    @OptionGroup(title: "Lesson") var options: LessonOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let (functions, folder) = (options.functions, options.folder)
        let dropout = DropoutLesson(rate: options.dropout, seed: options.seed)
        let softmax = SoftmaxLesson(temperatures: options.temperatures)
        try AtomicFile.createFolder(folder)
        var pictures: [JSONValue] = []
        let figures: [(name: String, figure: any Figure)] =
            functions.map { ($0.name, $0.figure) }
            + [
                ("sheet", ActivationFunction.sheet(functions)), ("dropout", dropout.figure),
                ("softmax", softmax.figure),
            ]
        for (name, figure) in figures {
            console.progress(figure.title)
            try figure.write(to: "\(folder)/\(name)")
            pictures.append(.string("\(folder)/\(name).png"))
        }
        let text = LessonText(functions: functions, dropout: dropout, softmax: softmax)
        try console.result(text.lines + ["", "pictures: \(folder)/, all functions on one sheet: \(folder)/sheet.png"])
        guard console.isJSON else { return }
        var summary = RunSummary(tool: "activations")
        summary.seed = options.seed
        for member in text.json.members { summary.extra[member.key] = member.value }
        summary.extra["pictures"] = .array(pictures)
        try console.summary(summary)
    }
}
