import Core

/// An encoder–decoder Transformer learns to copy sequences of bits, of the tasks and presets that `Entries` name.
public struct CopyExperiment<Entries: CopyEntries>: Experiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }

    /// A name of the entries' tasks.
    public var task = Entries.tasks[0].name
    public var bits = 8
    public var trainingSequences = 9_000
    /// The number of sequences that are drawn to choose the best epoch; 0 for none. If `validation` sets aside a share
    /// of the training sequences, that share replaces them.
    public var validationSequences = 3_000
    /// The number of sequences that the kept weights are tested on, once.
    public var testSequences = 3_000
    public var sizes = Entries.presets[0].sizes
    public var recipe = Entries.presets[0].recipe
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    public var validation: Double?

    public var modelName: String { "transformer" }
    public var datasetName: String { task }

    /// Sequences for training, validation and test.
    public struct Data {
        public let task: CopyTask
        public let training: CopySequences
        public let validation: CopySequences?
        public let test: CopySequences
    }

    public init() {}

    public func check() throws {
        try Setting.require("task", task, among: Entries.tasks.map(\.name))
        try Setting.require("bits", bits, in: 1...1_000)
        try Setting.require("trainingSequences", trainingSequences, in: 1...10_000_000)
        try Setting.require("validationSequences", validationSequences, in: 0...10_000_000)
        try Setting.require("testSequences", testSequences, in: 1...10_000_000)
        do { try sizes.check() } catch { throw error.within("sizes") }
    }

    public func readData(_ console: Console) throws -> Data {
        let task = try Suggestions.find(task, kind: "task", in: Entries.tasks, by: \.name)
        let all = task.sequences(trainingSequences, bits: bits, seed: seed, purpose: "training")
        let split = try validationSplit(strata: all.kinds)
        let drawn =
            validationSequences == 0
            ? nil : task.sequences(validationSequences, bits: bits, seed: seed, purpose: "selection")
        // Version 0.1.0 drew its test sequences from a stream of this name: they are the same.
        let test = task.sequences(testSequences, bits: bits, seed: seed, purpose: "validation")
        return Data(
            task: task, training: all.selecting(split.training),
            validation: split.validation.isEmpty ? drawn : all.selecting(split.validation), test: test)
    }

    public func hasValidation(_ data: Data) -> Bool { data.validation != nil }

    public func makeModel() -> CopyTransformer {
        var random = initialization
        return CopyTransformer(sizes, longest: bits + 2, random: &random)
    }

    public func examples(of data: Data) -> any ExampleSource { data.training }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] { Entries.hooks(training) }

    public func loss(_ model: CopyTransformer, _ batch: Batch, _ data: Data, _ state: TrainingState) -> Tensor {
        model.loss(copying: batch.inputs)
    }

    public func score(_ model: CopyTransformer, on part: DataPart, of data: Data) -> CopyScore? {
        let sequences = part == .validation ? data.validation : data.test
        return sequences.map { CopyScore(of: model, on: $0, kinds: data.task.kinds.count) }
    }

    public var selection: [Metric] { [.exactCopies(.validation), .loss(.validation)] }

    public func notes(_ state: TrainingState) -> [String] {
        let part: DataPart = state.metric(.loss(.validation)) == nil ? .test : .validation
        guard let loss = state.metric(.loss(part)), let exact = state.metric(.exactCopies(part)) else { return [] }
        return ["\(part.rawValue) loss \(Readable.loss(loss))", "exact copies \(Readable.percent(exact))"]
    }

    public func architecture(of model: CopyTransformer, _ data: Data) -> Architecture { model.architecture }

    public func description(of model: CopyTransformer, _ data: Data) -> [String] {
        let chosen = data.validation.map { ", \(Readable.count($0.count)) validation" } ?? ""
        return [
            "every attention and feed-forward network f has a shortcut, x + f(x), and a layer normalization "
                + (sizes.normalizesFirst ? "before it" : "after it"),
            "\(data.task.summary): \(Readable.count(data.training.count)) training\(chosen) and "
                + "\(Readable.count(data.test.count)) test sequences",
        ]
    }

    public func report(_ trained: Trained<Self>) -> Report {
        var report = Report()
        let (data, figures) = (trained.data, CopyFigures(title: "Transformer copying \(trained.data.task.summary)"))
        report.draw("learning-curves", figures.learningCurves(trained.log))
        if let score = trained.score {
            var table = TextTable([.left("sequences"), .right("test"), .right("exact copies")])
            for (name, kind) in zip(data.task.kinds, score.kinds) {
                let share = Double(kind.exact) / Double(max(1, kind.count))
                table.add([name, Readable.count(kind.count), Readable.percent(share)])
            }
            report.lines = table.lines
            report.lines.append(
                "of \(Readable.count(score.different.count)) different test sequences "
                    + "\(Readable.count(score.different.exact)) are copied exactly")
            report.summary["different_sequences"] = .integer(score.different.count)
            report.summary["different_exact"] = .integer(score.different.exact)
            let part: DataPart = data.validation == nil ? .test : .validation
            if let leap = CopyLeap(trained.log, on: part) {
                report.lines += leap.words(symbols: bits + 1, different: score.different.count)
            }
        }
        let shown = data.test.distinct(atMost: 4).map { data.test[$0] }
        if let last = shown.last { report.figures += figures.attention(of: trained.model, copying: last) }
        if !shown.isEmpty { report.live += figures.liveAttention(of: trained.model, copying: shown.reversed()) }
        report.lines += shown.map { source in
            let copy = trained.model.greedyCopies(of: Tensor(source, shape: [1, source.count]))[0]
            return "\(CopySymbol.text(of: source)) → \(CopySymbol.text(of: copy))\(copy == source ? "" : "  ✗")"
        }
        return report
    }

    /// Version 0.1.0 called its test sequences validation sequences, and did not choose by any.
    public static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe(moving: ["sizes"])
        (old["testSequences"], old["validationSequences"]) = (old["validationSequences"], 0)
    }
}

extension Metric {
    /// The fraction of a part's sequences that is copied without a mistake.
    static func exactCopies(_ part: DataPart) -> Metric {
        Metric(part == .test ? "exact_copies" : "\(part.rawValue)_exact_copies", isBetterHigher: true, isFraction: true)
    }
}

extension CopyScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        [Measurement(.loss(part), loss), Measurement(.exactCopies(part), exactRate)]
    }
}
