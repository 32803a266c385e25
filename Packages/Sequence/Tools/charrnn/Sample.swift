import ArgumentParser
import Core
import SequenceModels

/// The options that choose what to write.
struct SampleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Text to continue. (default: the training text's beginning)", valueName: "text"))
    var prompt: String?

    @Option(
        help: ArgumentHelp("Characters to write after the prompt. (default: 500)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000_000))
    var length = 500

    @Option(
        name: [.customLong("temp"), .customLong("temperature")],
        help: ArgumentHelp(
            "Temperature; below 1 probable characters become more probable, above 1 less. (default: 1)",
            valueName: "t"),
        transform: OptionValue.positiveNumber)
    var temperature: Double?

    @Flag(help: "Always take the most probable character.")
    var greedy = false

    @Option(
        help: ArgumentHelp("Seed of the random choices. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp("Number of texts to write. (default: 1; with --count 100)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 100_000))
    var samples: Int?

    @Option(
        help: ArgumentHelp("Count these words in the samples instead of showing them.", valueName: "word,…"),
        transform: OptionValue.parser(of: "words separated by commas") { text in
            let words = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).lowercased() }
            return words.contains { word in word.isEmpty || WordCount.words(of: word) != [word] } ? nil : words
        })
    var count: [String]?

    var choice: CharacterSampler.Choice { greedy ? .greedy : .temperature(temperature ?? 1) }

    func validate() throws {
        if greedy && temperature != nil { throw ValidationError("--greedy cannot be combined with --temp") }
        if prompt == "" { throw ValidationError("--prompt '': expected a character or more") }
    }
}

/// `charrnn sample`: a trained model writes.
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a trained model write.",
        discussion: "If there is no run, it first learns Hamlet's soliloquy, which takes seconds.")

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Sample") var options: SampleOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let stored = try TrainedModel(run: trained.name, orLearning: console)
        let (experiment, text) = (stored.experiment, try stored.experiment.knownText())
        // A model of a text in lower case gets its prompt in lower case.
        let opening = options.prompt.map { experiment.lowercase ? $0.lowercased() : $0 } ?? text.opening
        let prompt: [UInt16]
        do {
            prompt = try CharacterText.symbols(of: opening, in: text.symbols)
        } catch {
            throw ToolError.usage("--prompt: \(error.description): \(text.symbols.listed)")
        }
        let number = options.samples ?? (options.count == nil ? 1 : 100)
        let writer = SampleWriter(
            stored: stored, prompt: prompt, opening: opening, symbols: text.symbols.symbols, length: options.length,
            choice: options.choice, seed: options.seed)
        if let count = options.count {
            return try report(WordCount(count, in: try writer.texts(number)), console, stored)
        }
        if number == 1 && !output.json { return try writer.stream(on: console) }
        let texts = try writer.texts(number)
        if !output.json {
            for (index, text) in texts.enumerated() { try console.text((index > 0 ? "----\n" : "") + text + "\n") }
            return
        }
        var summary = RunSummary(tool: CharacterTraining.tool)
        summary.run = stored.source
        summary.extra["samples"] = .array(texts.map { .string($0) })
        try console.summary(summary)
    }

    private func report(_ counts: WordCount, _ console: Console, _ stored: TrainedModel<CharacterTraining>) throws {
        var table = TextTable([.left("word"), .right("count"), .right("per 1,000 words")])
        for (word, count) in counts.counts {
            table.add([word, Readable.count(count), Readable.decimal(counts.perThousand(count))])
        }
        if !output.json {
            try console.result(table)
            return try console.result("\(Readable.count(counts.words)) words in all")
        }
        var summary = RunSummary(tool: CharacterTraining.tool)
        summary.run = stored.source
        summary.extra["words"] = .integer(counts.words)
        var object: JSONObject = [:]
        for (word, count) in counts.counts { object[word] = .integer(count) }
        summary.extra["counts"] = .object(object)
        try console.summary(summary)
    }
}
