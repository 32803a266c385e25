import Datasets
import Engine
import Foundations
import Tensors

/// The description of a training as a value: the model, the examples, the loss, the score and the report.
///
/// Options, run folder, checkpoints, resumption, dry runs, validation, seeds, progress, and the guard against
/// divergence follow from it: see ``TrainingRun``. The value itself is a run's `config.json`, and every checkpoint
/// carries it.
public protocol Experiment: StoredSettings {
    /// The data for training, validation and test.
    associatedtype Data
    associatedtype Model: Module
    /// The score of a model on a part of the data.
    associatedtype Score: ModelScore

    var recipe: Recipe { get set }
    /// The seed of all random streams.
    var seed: UInt64 { get set }
    /// The number of threads; the rounding of sums depends on it.
    var threads: Int { get set }
    /// The share of the training examples that is set aside to choose the best epoch; nil for none.
    var validation: Double? { get set }

    /// The model's name in summaries.
    var modelName: String { get }
    /// The data set's name or folder in summaries.
    var datasetName: String { get }

    /// Checks the settings that are not the recipe's, because a damaged file may contain anything.
    ///
    /// - Throws: `SettingError`
    func check() throws
    /// Reads or draws the data.
    func readData(_ console: Console) throws -> Data
    /// Records facts of the data (classes, shapes, a vocabulary): they define the model, and they detect other data
    /// when a run continues.
    mutating func adopt(_ data: Data) throws
    /// What the reader found in the data. The run stores it and compares it when it continues; nil where nothing was
    /// read.
    func facts(of data: Data) -> DataFacts?
    /// Checks that the data are those that began a run: by default, that they have the same facts.
    ///
    /// - Throws: `ToolError` where they differ, with the difference.
    func requireUnchanged(_ data: Data, of run: RunFolder) throws
    /// Takes the settings that may change when a run continues. Epochs, steps, patience and threads may always change.
    mutating func takeContinuation(of other: Self)

    /// The untrained model, which depends only on the settings.
    func makeModel() throws -> Model
    /// The examples of an epoch.
    func examples(of data: Data) throws -> any ExampleSource
    /// The loss of a batch, a single number, averaged over its examples.
    func loss(_ model: Model, _ batch: Batch, _ data: Data, _ state: TrainingState) -> Tensor
    /// The data in float64 for gradient checks, except the batches, which are always converted.
    func float64(_ data: Data) -> Data
    /// The reason why differences of the loss are not its gradient; nil where they are.
    var gradientObstacle: String? { get }
    /// How a step changes the model; by default, descent along the loss's gradient.
    func method(_ model: Model, _ data: Data) throws -> TrainingMethod

    /// Whether the data have a part that chooses the best epoch.
    func hasValidation(_ data: Data) -> Bool
    /// The score of the model on a part; nil where there is no such part, or no measurement during training.
    func score(_ model: Model, on part: DataPart, of data: Data) throws -> Score?
    /// Figures of the training examples next to those of the evaluated part, in curves and in the summary. None by
    /// default: a pass over all training examples takes time.
    func trainingMeasurements(_ model: Model, of data: Data) throws -> [Measurement]
    /// The metrics that choose the best epoch; later ones decide between equals.
    var selection: [Metric] { get }

    /// What depends on the length of the whole training, so that a longer run is a different training from there on;
    /// nil where nothing does.
    var dependentOnLength: String? { get }

    /// How often the training is evaluated and saved.
    func pace(of plan: TrainingPlan) -> Pace
    /// The experiment's own hooks; called after evaluation, before progress and saving.
    func hooks(_ training: Training<Self>) -> [any TrainingHook]
    /// The hook that shows progress.
    func progress(_ training: Training<Self>) -> any TrainingHook
    /// The name of the training loss, where it is not the loss of a whole model.
    var lossName: String { get }
    /// The unit in which help, progress and summaries give the length of a training.
    static var lengthUnit: LengthUnit { get }
    /// Figures of an epoch in addition to its training loss, for its line of progress.
    func notes(_ state: TrainingState) -> [String]

    /// The network as a table: its layers, their outputs and the number of parameters of each.
    func architecture(of model: Model, _ data: Data) -> Architecture
    /// Lines about the training before it begins, in addition to the architecture.
    func description(of model: Model, _ data: Data) -> [String]
    /// The report of a finished training.
    func report(_ trained: Trained<Self>) throws -> Report
}

extension Experiment {
    public func check() throws {}
    public mutating func adopt(_ data: Data) throws {}
    public func facts(of data: Data) -> DataFacts? { nil }
    public mutating func takeContinuation(of other: Self) {}

    public func method(_ model: Model, _ data: Data) throws -> TrainingMethod {
        .descent(model, recipe.makeOptimizer(), filter: recipe.clipping) { loss(model, $0, data, $1) }
    }

    public func float64(_ data: Data) -> Data { data }
    public var gradientObstacle: String? { nil }

    public func hasValidation(_ data: Data) -> Bool { (validation ?? 0) > 0 }
    public func trainingMeasurements(_ model: Model, of data: Data) -> [Measurement] { [] }
    public var selection: [Metric] { [.accuracy(.validation), .loss(.validation)] }
    public var dependentOnLength: String? {
        recipe.schedule.dependsOnLength ? "the learning rate of the schedule \(recipe.schedule.name)" : nil
    }
    public func pace(of plan: TrainingPlan) -> Pace { Pace(rows: plan.rowInterval) }
    public func hooks(_ training: Training<Self>) -> [any TrainingHook] { [] }

    public func progress(_ training: Training<Self>) -> any TrainingHook {
        ProgressHook(
            on: training.console, callingLoss: lossName,
            callingEpoch: Self.lengthUnit.passName(stepsPerEpoch: training.plan.stepsPerEpoch), noting: notes)
    }

    public var lossName: String { "loss" }
    public static var lengthUnit: LengthUnit { .epochs }

    public func notes(_ state: TrainingState) -> [String] {
        let part: DataPart = state.metric(.loss(.validation)) == nil ? .test : .validation
        let loss = state.metric(.loss(part)).map { "\(part.rawValue) loss \(Readable.loss($0))" }
        let accuracies = [.training, part].compactMap { part in
            state.metric(.accuracy(part)).map { "\(part.rawValue) accuracy \(Readable.percent($0, places: 2))" }
        }
        return accuracies.isEmpty ? [loss].compactMap { $0 } : accuracies
    }

    public func architecture(of model: Model, _ data: Data) -> Architecture { Architecture(listing: model) }
    public func description(of model: Model, _ data: Data) -> [String] { [] }

    /// Checks the settings that every experiment has, and its own.
    ///
    /// - Throws: `SettingError`
    public func checkAll() throws {
        do { try recipe.check() } catch { throw error.within("recipe") }
        try Setting.require("threads", threads, in: 1...4_096)
        try Setting.require("validation", validation, in: 0...0.9)
        try check()
    }

    /// Reads the data and records their facts, and checks all settings before and after.
    ///
    /// - Throws: `ToolError` where an option has an invalid value, and the errors of reading.
    public mutating func prepare(_ console: Console) throws -> Data {
        try checkOptions()
        ComputeContext.threads = threads
        let data = try readData(console)
        try adopt(data)
        try checkOptions()
        return data
    }

    /// The training examples in two parts, for training and for validation; the second is empty where none are set
    /// aside.
    ///
    /// - Parameters:
    ///   - strata: a number for each example; every part has its share of every number.
    ///   - noun: the name of an example.
    /// - Throws: `ToolError` where one of the two would be empty.
    public func validationSplit(
        strata: [Int32], of noun: String = "example"
    ) throws(ToolError) -> (training: [Int32], validation: [Int32]) {
        guard let validation, validation > 0 else { return (Array(0..<Int32(strata.count)), []) }
        let split = StratifiedSplit(strata: strata, testShare: validation, seed: seed, stream: .validation)
        guard !split.training.isEmpty, !split.test.isEmpty else {
            throw .usage(
                "--validation \(Readable.shortest(validation)) of \(Readable.count(strata.count, noun)): expected at least "
                    + "one for training and one for validation")
        }
        return (split.training, split.test)
    }

    /// Checks that a training with patience has validation examples.
    ///
    /// - Throws: `ToolError` where it has none.
    public func requireValidation(_ data: Data) throws(ToolError) {
        guard (recipe.patience ?? 0) > 0, !hasValidation(data) else { return }
        throw .usage("--patience: there are no validation examples to compare epochs; --validation sets some aside")
    }

    public func requireUnchanged(_ data: Data, of run: RunFolder) throws {
        let (now, then) = (facts(of: data), try? run.configuration(of: Self.self).data)
        let difference = now.flatMap { now in then.flatMap { now.difference(from: $0) } }
        if let difference { throw run.otherData(datasetName, difference) }
        var adopted = self
        try adopted.adopt(data)
        guard adopted == self else {
            throw run.otherData(datasetName)
        }
    }

    /// The same experiment with the settings that may change when a run continues: the length, the threads, and the
    /// place of the data.
    ///
    /// - Parameter other: the experiment that has the new ones.
    public func continued(as other: Self) -> Self {
        var experiment = self
        experiment.takeContinuation(of: other)
        (experiment.recipe.epochs, experiment.recipe.steps) = (other.recipe.epochs, other.recipe.steps)
        (experiment.recipe.patience, experiment.threads) = (other.recipe.patience, other.threads)
        return experiment
    }

    /// The random stream of the initial weights.
    public var initialization: RandomStream { RandomStream(seed: seed, name: .initialization) }
}

extension RunFolder {
    /// The error that data differ from those that began the run.
    ///
    /// - Parameters:
    ///   - name: what the data are called, such as the data set's name.
    ///   - difference: the difference, with both sides.
    public func otherData(_ name: String, _ difference: String? = nil) -> ToolError {
        .badData("\(name) has changed since \(path) was begun" + (difference.map { ": \($0)" } ?? ""))
    }
}
