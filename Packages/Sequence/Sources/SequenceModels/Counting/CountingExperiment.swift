import Core

/// A small recurrent network learns to count, to predict the next symbol of strings such as aⁿbⁿ, of the languages and
/// cells that `Entries` name.
public struct CountingExperiment<Entries: CountingEntries>: Experiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }

    /// A name of the entries' languages.
    public var language: String
    /// A name of the entries' cells.
    public var cell: String
    /// Units of the recurrent layer.
    public var hidden: Int
    /// The largest n in training.
    public var maxN = 10
    public var stringsPerEpoch = 1_600
    /// The part of training over which n grows to `maxN`.
    public var growth = 0.6
    /// The initial bias of an LSTM's forget gates.
    public var forgetBias = 0.0
    public var recipe: Recipe
    public var seed: UInt64 = 0
    /// One by default: these networks are too small for several threads.
    public var threads = 1
    public var validation: Double?
    /// n of the string in the report.
    public var showN = 6
    /// Whether the report has a film strip of the hidden state over training.
    public var isAnimated = false

    public var modelName: String { cell }
    public var datasetName: String { language }
    /// The cell of this name; nil where the name is unknown.
    private var cellChoice: CellChoice? { Entries.cells.first { $0.name == cell }?.cell }

    public struct Data {
        public let language: CountingLanguage
        /// Each n that no training string has; these choose the best epoch.
        public let heldOut: [Int]
    }

    /// The default settings for a cell and a language.
    ///
    /// Gated cells learn every language up to n = 10 with a unit or two for each count. A plain recurrent network takes
    /// more and smaller steps, and needs more units or shorter strings for the harder languages.
    public init(
        _ language: CountingLanguage = Entries.languages[0], cell: CellEntry = Entries.cells[0]
    ) {
        (self.language, self.cell, hidden) = (language.name, cell.name, language.repeats.count)
        let kind = cell.cell.kind
        recipe = Recipe(
            epochs: 50, batchSize: 16, learningRate: kind == .gru ? 0.05 : 0.02, optimizer: .adam(),
            schedule: .cosine(), clipNorm: 0.1)
        if language.name == "anb2nc3n" { hidden = 4 }
        guard kind == .rnn else { return }
        (recipe.epochs, recipe.learningRate) = (200, 0.01)
        switch language.name {
        case "anb2n": hidden = 3
        case "anbncn": maxN = 6
        case "anb2nc3n": (hidden, maxN) = (6, 4)
        default: break
        }
    }

    public func check() throws {
        try Setting.require("language", language, among: Entries.languages.map(\.name))
        try Setting.require("cell", cell, among: Entries.cells.map(\.name))
        try Setting.require("hidden", hidden, in: 1...1_000)
        try Setting.require("maxN", maxN, in: 2...1_000)
        try Setting.require("stringsPerEpoch", stringsPerEpoch, in: 1...10_000_000)
        try Setting.require("growth", growth, in: 0...1)
        try Setting.require("forgetBias", forgetBias, in: -10...10)
        try Setting.require(
            "forgetBias", forgetBias, forgetBias == 0 || cellChoice?.kind == .lstm,
            expected: "0 without a forget gate")
        try Setting.require("showN", showN, in: 1...1_000)
        let share = validation ?? 0
        try Setting.require("validation", share, share == 0 || maxN > 2, expected: "0 where n is at most 2")
    }

    public mutating func takeContinuation(of other: Self) { (showN, isAnimated) = (other.showN, other.isAnimated) }

    public func readData(_ console: Console) throws -> Data {
        let language = try Suggestions.find(language, kind: "language", in: Entries.languages, by: \.name)
        guard let validation, validation > 0 else { return Data(language: language, heldOut: []) }
        // The shortest and the longest strings are always in training.
        let inner = Array(2..<maxN)
        var random = RandomStream(seed: seed, name: .validation)
        let count = max(1, Int((validation * Double(inner.count)).rounded()))
        let heldOut = random.permutation(of: inner.count).prefix(count).map { inner[Int($0)] }
        return Data(language: language, heldOut: heldOut.sorted())
    }

    public func makeModel() throws -> CountingNetwork {
        let language = try Suggestions.find(language, kind: "language", in: Entries.languages, by: \.name)
        var random = initialization
        return CountingNetwork(
            language, cell: try Entries.cells.cell(cell), hidden: hidden, forgetBias: forgetBias, random: &random)
    }

    public func examples(of data: Data) -> any ExampleSource { strings(of: data) }

    private func strings(of data: Data) -> CountingStrings {
        let batch = recipe.batchSize(of: stringsPerEpoch)
        return CountingStrings(
            data.language, count: stringsPerEpoch, maxN: maxN, holdingOut: data.heldOut, growth: growth,
            epochs: recipe.epochs(ofSteps: (stringsPerEpoch + batch - 1) / batch))
    }

    public func method(_ model: CountingNetwork, _ data: Data) -> TrainingMethod {
        .descent(
            model, recipe.makeOptimizer(), filter: recipe.clipping,
            undivided: "a step is averaged over the symbols of all strings, which have different lengths"
        ) { batch, _ in model.loss(batch) }
    }

    public func loss(_ model: CountingNetwork, _ batch: Batch, _ data: Data, _ state: TrainingState) -> Tensor {
        model.loss(batch)
    }

    public func score(_ model: CountingNetwork, on part: DataPart, of data: Data) -> CountingScore? {
        guard part == .validation else { return model.score(on: 1...maxN) }
        return data.heldOut.isEmpty ? nil : model.score(on: data.heldOut)
    }

    public var dependentOnLength: String? {
        recipe.schedule.dependsOnLength
            ? "the learning rate of the schedule \(recipe.schedule.name)" : growth > 0 ? "the growth of n" : nil
    }
    public var selection: [Metric] { [.squaredError(.validation)] }
    /// The loss has its own name, because the squared error is measured, too.
    public var lossName: String { "cross entropy" }

    /// About twenty checkpoints for a training of any length.
    public func pace(of plan: TrainingPlan) -> Pace { Pace(rows: plan.rowInterval, saving: plan.epochs / 20) }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] {
        [MaxNHook(strings(of: training.data))] + Entries.hooks(training)
    }

    public func notes(_ state: TrainingState) -> [String] {
        let part: DataPart = state.metric(.squaredError(.validation)) == nil ? .test : .validation
        guard let error = state.metric(.squaredError(part)), let wrong = state.metric(.wrong(part)) else { return [] }
        let name = part == .test ? "squared error" : "validation squared error"
        return ["\(name) \(Readable.loss(error))", "\(Int(wrong)) wrong"]
    }

    public func architecture(of model: CountingNetwork, _ data: Data) -> Architecture { model.architecture }

    public func description(of model: CountingNetwork, _ data: Data) -> [String] {
        let heldOut = data.heldOut.isEmpty ? "" : ", without " + data.heldOut.map(String.init).joined(separator: ", ")
        return ["\(figures(of: model).title): \(hidden) hidden units, n from 1 to \(maxN)\(heldOut)"]
    }

    public static func upgrade(_ old: inout JSONObject) {
        if case .object(var recipe)? = old["recipe"] {
            (recipe["clipNorm"], recipe["maxN"]) = (recipe["gradientNorm"], recipe["longest"])
            old["recipe"] = .object(recipe)
        }
        old.upgradeRecipe(momentum: 0.9, moving: ["hidden", "maxN", "stringsPerEpoch", "growth", "forgetBias"])
        (old["showN"], old["isAnimated"]) = (6, false)
    }
}

extension Metric {
    /// The largest n of an epoch's strings.
    static let maxN = Metric("max_n")

    /// The squared error at the determined positions of a part's strings.
    static func squaredError(_ part: DataPart) -> Metric {
        Metric(part == .test ? "squared_error" : "\(part.rawValue)_squared_error")
    }

    /// The number of determined positions of a part's strings that are predicted wrong.
    static func wrong(_ part: DataPart) -> Metric { Metric(part == .test ? "wrong" : "\(part.rawValue)_wrong") }
}

extension CountingScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        [Measurement(.squaredError(part), squaredError), Measurement(.wrong(part), Double(wrong))]
    }
}
