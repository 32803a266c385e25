import Core

/// A small network learns to classify points of the plane in two classes, of the tasks and activations that `Entries`
/// name.
public struct PlaneExperiment<Entries: PlaneEntries>: Experiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }
    public static var optionNames: [String: String] { ["isAnimated": "animate"] }

    /// A name of the entries' tasks; nil where the points are a file's.
    public var task: String?
    /// The CSV file with the points; nil where they are a task's.
    public var data: String?
    /// Which columns of the file are used.
    public var columns = ColumnChoice()
    /// The number of drawn points; nil for the task's default.
    public var points: Int?
    /// Standard deviation of the points' places, in units of the plane; nil for the task's default.
    public var noise: Double?
    /// The share of the points for testing.
    public var testShare = 0.25
    /// Units of each hidden layer.
    public var hidden: [Int]
    /// A name of the entries' activations, or the step of the hand-made network.
    public var activation: String
    /// Training ends when the correct class of every training point has this probability; with 1 it never ends early.
    public var stopAt: Double
    /// Epochs after which a training that has not converged restarts with new weights; 0 for never. A network with no
    /// more units than necessary often ends in a bad local minimum.
    public var restartAfter: Int
    /// Begins with the hand-made network of the grid, its weights multiplied by this.
    public var fromGiven: Double?
    /// Whether the report has a film strip of the training.
    public var isAnimated = false
    /// Statistics of the training points.
    public internal(set) var domain = PlaneDomain()
    public var recipe: Recipe
    public var seed: UInt64 = 0
    /// One by default: these networks are too small for several threads.
    public var threads = 1
    public var validation: Double?

    private init(_ usual: PlaneSettings) {
        (hidden, activation, recipe) = (usual.hidden, usual.activation, usual.recipe)
        (stopAt, restartAfter) = (usual.stopAt, usual.restartAfter)
    }

    /// Learns a task with its default settings.
    public init(_ task: PlaneTask = Entries.tasks[0]) {
        self.init(task.usual)
        self.task = task.name
        if task.size == nil { testShare = 0 }
    }

    /// Learns the points of a CSV file.
    public init(file: String) {
        self.init(
            PlaneSettings(hidden: [8], activation: Entries.activations[0].name, epochs: 500, learningRate: 0.03))
        data = file
    }

    public var modelName: String { ([2] + hidden + [1]).map(String.init).joined(separator: "-") }
    public var datasetName: String { task ?? data ?? "" }
    /// Whether the network is the hand-made one itself, which is not trained.
    public var isGiven: Bool { activation == PlaneActivation.step.name }

    public static var mostLayers: Int { 8 }
    /// Units of a layer.
    public static var mostUnits: Int { 1_000 }

    private static var activations: [PlaneActivation] { Entries.activations + [.step] }

    public func check() throws {
        try Setting.require("task", task, among: Entries.tasks.map(\.name))
        try Setting.require(
            "data", "'\(data ?? "")'", (task == nil) != (data == nil) && data != "", expected: "either a file or a task"
        )
        try Setting.require("points", points, in: 8...1_000_000)
        try Setting.require("noise", noise, in: 0...100)
        try Setting.require("testShare", testShare, in: 0...0.9)
        try Setting.require(
            "hidden", hidden, (1...Self.mostLayers).contains(hidden.count), expected: "1 to \(Self.mostLayers) layers")
        try Setting.require("hidden", all: hidden, in: 1...Self.mostUnits)
        try Setting.require("stopAt", stopAt, in: 0.5...1)
        try Setting.require("restartAfter", restartAfter, in: 0...Recipe.mostCount)
        try Setting.require("fromGiven", fromGiven, in: 0.01...1_000)
        try Setting.require(
            "hidden", hidden, fromGiven == nil || hidden == [4], expected: "[4], the hand-made network's")
        try Setting.require("activation", activation, among: Self.activations.map(\.name))
        if isGiven {
            try Setting.require(
                "activation", "step", fromGiven != nil, expected: "another activation, because steps cannot be trained")
            try Setting.require(
                "recipe.epochs", recipe.epochs ?? 1, recipe.epochs == 0, expected: "0, because steps cannot be trained")
        }
        do { try domain.check() } catch { throw error.within("domain") }
    }

    public func readData(_ console: Console) throws -> PlaneData {
        let data = try PlaneData(of: self)
        if let facts = data.facts { console.describe(facts) }
        return data
    }

    public func facts(of data: PlaneData) -> DataFacts? { data.facts }

    public mutating func adopt(_ data: PlaneData) {
        domain = PlaneDomain(of: data.training, classNames: data.classNames, isScaled: fromGiven == nil)
    }

    public mutating func takeContinuation(of other: Self) {
        if data != nil, other.data != nil { data = other.data }
        isAnimated = other.isAnimated
    }

    public func makeModel() throws -> PlaneNetwork { try network(start: 0) }

    /// The initial network of the first start (start 0) or of a restart.
    ///
    /// - Throws: `ToolError` where the activation is unknown.
    func network(start: Int) throws(ToolError) -> PlaneNetwork {
        let activation = try Suggestions.find(activation, kind: "activation", in: Self.activations, by: \.name)
        if let fromGiven { return .given(activation: activation, scale: fromGiven) }
        var random = start == 0 ? initialization : RandomStream(seed: seed, name: .initialization(start: start))
        return PlaneNetwork(
            hidden: hidden, activation: activation, scaling: domain.scaling, box: (domain.low, domain.high),
            random: &random)
    }

    /// The start that an epoch belongs to, from 0.
    func start(ofEpoch epoch: Int) -> Int { restartAfter > 0 ? max(0, epoch - 1) / restartAfter : 0 }

    public func examples(of data: PlaneData) -> any ExampleSource {
        PlaneExamples(data.training, scaling: domain.scaling)
    }

    public func loss(_ model: PlaneNetwork, _ batch: Batch, _ data: PlaneData, _ state: TrainingState) -> Tensor {
        model.loss(batch)
    }

    public func score(_ model: PlaneNetwork, on part: DataPart, of data: PlaneData) -> PlaneScore? {
        let points = data[part]
        return points.count == 0 ? nil : model.score(on: points)
    }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] {
        [RestartHook(training), ConvergenceHook(training)] + [SurfaceHook(training)].compactMap { $0 }
            + Entries.hooks(training)
    }

    public func pace(of plan: TrainingPlan) -> Pace {
        let interval = savingInterval(ofEpochs: plan.epochs)
        return Pace(rows: plan.rowInterval, saving: interval) { $0.isMultiple(of: interval) }
    }

    /// Epochs from one checkpoint to the next: often enough for a film strip of one start.
    func savingInterval(ofEpochs epochs: Int) -> Int { max(1, restartAfter > 0 ? restartAfter / 20 : epochs / 100) }

    public func notes(_ state: TrainingState) -> [String] {
        let count = state.examplesPerEpoch
        let right = state.metric(.accuracy(.training)).map {
            "\(Int(($0 * Double(count)).rounded())) of \(count) correct"
        }
        let part: DataPart = validation == nil ? .test : .validation
        let judged = state.metric(.accuracy(part)).map { "\(part.rawValue) \(Readable.percent($0))" }
        return [right, judged].compactMap { $0 }
    }

    public func architecture(of model: PlaneNetwork, _ data: PlaneData) -> Architecture { model.architecture }

    public func description(of model: PlaneNetwork, _ data: PlaneData) -> [String] {
        let parts = [("training", data.training), ("validation", data.validation), ("test", data.test)]
        let counts = parts.filter { $0.1.count > 0 }.map { "\(Readable.count($0.1.count)) \($0.0)" }
        return [counts.joined(separator: ", ") + " points"]
    }
}

extension StreamName {
    /// The initial weights of a restart.
    static func initialization(start: Int) -> StreamName { StreamName("init.\(start)") }
}
