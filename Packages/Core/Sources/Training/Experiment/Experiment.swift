import Datasets
import Engine
import Foundations
import Tensors

/// A training described once, as a value: what is learned, from which examples, by which loss, how it is judged, and what
/// it reports.
///
/// Options, run folder, checkpoints, resumption, dry runs, validation, seeds, progress, and the guard against losses that
/// leave all bounds follow from it: see ``TrainingRun``. The value itself is a run's `config.json`, and every checkpoint
/// carries it.
public protocol Experiment: StoredSettings {
    /// What is read or drawn to learn from and to judge by.
    associatedtype Data
    associatedtype Model: Module
    /// How well a model does on a part of the data.
    associatedtype Score: ModelScore

    var recipe: Recipe { get set }
    /// Of all random streams.
    var seed: UInt64 { get set }
    /// Threads to compute with; sums are rounded by their number.
    var threads: Int { get set }
    /// The share of the training examples that is set aside to choose the best epoch by; nil for none.
    var validation: Double? { get set }

    /// The model's name, as summaries tell it.
    var modelName: String { get }
    /// The data set's name or folder, as summaries tell it.
    var datasetName: String { get }

    /// Checks the settings that are not the recipe's: a damaged file may say anything.
    ///
    /// - Throws: `SettingError`
    func check() throws
    /// Reads or draws the data.
    func readData(_ console: Console) throws -> Data
    /// Takes over what the data are like (classes, shapes, a vocabulary): what a model is made by, and by which other data
    /// are noticed when a run continues.
    mutating func adopt(_ data: Data) throws
    /// What the reader understood of the data, which the run keeps and is compared by when it continues; nil where nothing
    /// was read.
    func facts(of data: Data) -> DataFacts?
    /// Checks that data are those that a run was begun with: the same facts, by default.
    ///
    /// - Throws: `ToolError` where they are not, which says what differs.
    func requireUnchanged(_ data: Data, of run: RunFolder) throws
    /// Takes over what may change when a run continues. The epochs, steps, patience and threads do so in any case.
    mutating func takeContinuation(of other: Self)

    /// The model as it begins, made by the settings alone.
    func makeModel() throws -> Model
    /// The examples of an epoch.
    func examples(of data: Data) throws -> any ExampleSource
    /// The loss of a batch, a single number, averaged over its examples.
    func loss(_ model: Model, _ batch: Batch, _ data: Data, _ state: TrainingState) -> Tensor
    /// The data in float64, as gradient checks need them; the batches aside, which are converted in any case.
    func float64(_ data: Data) -> Data
    /// Why differences of the loss are not its gradient, in words; nil where they are.
    var gradientObstacle: String? { get }
    /// How a step changes the model: descent along the loss's gradient, by default.
    func method(_ model: Model, _ data: Data) throws -> TrainingMethod

    /// Whether there is a part of the data to choose the best epoch by.
    func hasValidation(_ data: Data) -> Bool
    /// How well the model does on a part; nil where there is no such part, or nothing to measure along the way.
    func score(_ model: Model, on part: DataPart, of data: Data) throws -> Score?
    /// Figures of the training examples that stand beside those of the part that judges, in curves and in the summary. None
    /// by default: a pass over all training examples takes time.
    func trainingMeasurements(_ model: Model, of data: Data) throws -> [Measurement]
    /// What the best epoch is chosen by; later ones decide between equals.
    var selection: [Metric] { get }

    /// What follows the length of the whole training, so that a run that becomes longer is another training from there on;
    /// nil where nothing does.
    var dependentOnLength: String? { get }

    /// How often the training is evaluated and saved.
    func pace(of plan: TrainingPlan) -> Pace
    /// What only this experiment does along the way; called after evaluation, before progress and saving.
    func hooks(_ training: Training<Self>) -> [any TrainingHook]
    /// What shows how far training is.
    func progress(_ training: Training<Self>) -> any TrainingHook
    /// What the training loss is called, where it is not the loss of a whole model.
    var lossName: String { get }
    /// The unit in which help, progress and summaries give the length of a training.
    static var lengthUnit: LengthUnit { get }
    /// What is known of an epoch besides its training loss, for its line of progress.
    func notes(_ state: TrainingState) -> [String]

    /// The network as a table: its layers, their outputs and how many numbers each learns.
    func architecture(of model: Model, _ data: Data) -> Architecture
    /// What is about to be trained, in lines, besides the architecture.
    func description(of model: Model, _ data: Data) -> [String]
    /// What a finished training shows.
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

    /// The settings that every experiment has, and its own.
    ///
    /// - Throws: `SettingError`
    public func checkAll() throws {
        do { try recipe.check() } catch { throw error.within("recipe") }
        try Setting.require("threads", threads, in: 1...4_096)
        try Setting.require("validation", validation, in: 0...0.9)
        try check()
    }

    /// Reads the data and takes over what they are like, with all settings checked before and after.
    ///
    /// - Throws: `ToolError` where an option asked for a setting that no training can have, and what reading throws.
    public mutating func prepare(_ console: Console) throws -> Data {
        try checkOptions()
        ComputeContext.threads = threads
        let data = try readData(console)
        try adopt(data)
        try checkOptions()
        return data
    }

    /// The training examples in two parts, to learn from and to choose the best epoch by; the second is empty where none
    /// are set aside.
    ///
    /// - Parameters:
    ///   - strata: a number for each example; every part has its share of every number.
    ///   - noun: what an example is called.
    /// - Throws: `ToolError` where one of the two would have no example.
    public func validationSplit(
        strata: [Int32], of noun: String = "example"
    ) throws(ToolError) -> (training: [Int32], validation: [Int32]) {
        guard let validation, validation > 0 else { return (Array(0..<Int32(strata.count)), []) }
        let split = StratifiedSplit(strata: strata, testShare: validation, seed: seed, stream: .validation)
        guard !split.training.isEmpty, !split.test.isEmpty else {
            throw .usage(
                "--validation \(Readable.shortest(validation)) of \(Readable.count(strata.count, noun)): expected at least "
                    + "one to train on and one to choose the best epoch by")
        }
        return (split.training, split.test)
    }

    /// Checks that a training that waits for better epochs has examples to judge them by.
    ///
    /// - Throws: `ToolError` where it has none.
    public func requireValidation(_ data: Data) throws(ToolError) {
        guard (recipe.patience ?? 0) > 0, !hasValidation(data) else { return }
        throw .usage("--patience: there are no validation examples to judge epochs by; --validation sets some aside")
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

    /// The same experiment with what may change when a run continues: the length, the threads, and where the data are.
    ///
    /// - Parameter other: the experiment that has the new ones.
    public func continued(as other: Self) -> Self {
        var experiment = self
        experiment.takeContinuation(of: other)
        (experiment.recipe.epochs, experiment.recipe.steps) = (other.recipe.epochs, other.recipe.steps)
        (experiment.recipe.patience, experiment.threads) = (other.recipe.patience, other.threads)
        return experiment
    }

    /// The random stream that first weights are drawn from.
    public var initialization: RandomStream { RandomStream(seed: seed, name: .initialization) }
}

extension RunFolder {
    /// The error that data are not those that the run was begun with.
    ///
    /// - Parameters:
    ///   - name: what the data are called, such as the data set's name.
    ///   - difference: what differs, both sides named.
    public func otherData(_ name: String, _ difference: String? = nil) -> ToolError {
        .badData("\(name) is no longer what \(path) was begun with" + (difference.map { ": \($0)" } ?? ""))
    }
}
