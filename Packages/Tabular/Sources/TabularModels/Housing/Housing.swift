import Core

/// A multilayer perceptron learns to predict a column of a table from the others: a class, the third of its values that
/// a row belongs to, or the value itself. The usual table is California's, with the prices of houses.
public struct Housing: Experiment {
    public static let tool = "housing-train"
    public static let lengthUnit = LengthUnit.iterations
    public static let optionNames = [
        "isRectified": "preset", "hasLogarithms": "preset", "waves": "preset", "columns.ignored": "ignore",
    ]

    /// Nil for the default of the target: thirds of California's prices, otherwise classes.
    public var task: TableTask?
    /// Which columns are used.
    public var columns = ColumnChoice()
    /// A name of `HousingSource.names`, a folder or a file; nil for the real table where it is on this machine,
    /// otherwise the built-in one.
    public var dataset: String?
    /// The folder to look in first.
    public var data: String?
    /// The numbers in the cells of the confusion matrix.
    public var confusion = ConfusionCells.rows
    public var missing = HousingData.Missing.median
    /// Rows of the table to take, as a representative sample; nil for all of them.
    public var rows: Int?
    /// Statistics of the training rows; nil until they have been read.
    public var preparation: HousingPreparation?

    /// Widths of the hidden layers.
    public var hidden = [20, 20]
    /// Only for the first hidden layer.
    public var dropout = 0.0
    /// Rectifiers instead of softsigns.
    public var isRectified = false
    /// Whether sizes and counts are taken by their logarithms.
    public var hasLogarithms = false
    /// Waves over longitude and latitude.
    public var waves = 0

    public var recipe = Recipe(epochs: nil, steps: 60_000, batchSize: nil, learningRate: 0.01)
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    public var validation: Double?

    public var modelName: String { "mlp" }
    public var datasetName: String { dataset ?? HousingSource.california }

    public init() {}

    public func check() throws {
        try Setting.require("dataset", "''", dataset != "", expected: "a name, a folder or a file")
        try Setting.require("data", "''", data != "", expected: "a folder")
        try Setting.require(
            "hidden", "\(hidden.count) layers", (1...16).contains(hidden.count), expected: "1 to 16 layers")
        try Setting.require("hidden", all: hidden, in: 1...65_536)
        try Setting.require("rows", rows, in: Self.minimumRows...Recipe.mostCount)
        try Setting.require("dropout", dropout, in: 0...0.9)
        try Setting.require("waves", waves, in: 0...65_536)
        do { try preparation?.check() } catch { throw error.within("preparation") }
    }

    /// Fewer rows cannot contain all thirds in every part.
    public static let minimumRows = 30

    public func readData(_ console: Console) throws -> HousingData {
        let source = try HousingSource.find(dataset, in: data)
        if dataset == nil, source == .builtIn {
            console.warning(
                "no --dataset, and housing.csv is not on this machine: using the built-in '\(InventedCoast.name)', "
                    + "drawn by Kumiki")
        }
        if case .file(let path, _) = source, let estimate = source.estimate {
            let columns = columns.features?.count ?? HousingColumns.names.count
            let memory = estimate.memory(columns: columns + 2, features: columns + 2 * waves)
            console.note("\(path): \(estimate.text), \(Readable.bytes(memory)) of memory")
        }
        let data = try HousingData(source.table(columns), name: source.name, for: self)
        console.describe(data.facts)
        return data
    }

    public func facts(of data: HousingData) -> DataFacts? { data.facts }

    /// What is predicted for a table's rows.
    ///
    /// - Throws: `FileError` where the table allows several tasks, or does not allow the requested one.
    func task(for read: TableRead) throws(FileError) -> TableTask {
        let (layout, table) = (read.layout, read.table)
        func failure(_ problem: String, _ expected: String) -> FileError {
            FileError(.badData, table.name, at: .item(kind: "column", name: layout.target), problem, expected: expected)
        }
        if layout.hasTextTarget {
            guard task == nil || task == .classes else {
                throw failure("contains texts", "numbers for --task \(task?.rawValue ?? "")")
            }
            return .classes
        }
        if let task { return task }
        if layout.isInDollars { return .thirds }
        let different = Set(table[layout.target].lazy.filter { !$0.isNaN })
        guard different.count > TableTask.mostPlainClasses else { return .classes }
        throw failure(
            "\(Readable.count(different.count)) different numbers",
            "--task regression (predict the value), thirds (low, medium or high) or classes")
    }

    public mutating func adopt(_ data: HousingData) {
        (dataset, preparation, task) = (data.name, data.preparation, data.preparation.task)
    }

    public mutating func takeContinuation(of other: Housing) {
        (data, confusion) = (other.data, other.confusion)
    }

    /// Statistics of the training rows, for an experiment that has read them.
    ///
    /// - Throws: `SettingError` where it has not.
    public func fittedPreparation() throws(SettingError) -> HousingPreparation {
        if let preparation { return preparation }
        throw SettingError("preparation", "missing", expected: "medians and deviations of the training rows")
    }

    public func makeModel() throws -> HousingNet {
        var random = initialization
        let preparation = try fittedPreparation()
        return HousingNet(
            inputs: preparation.inputs.width, hidden: hidden, outputs: max(1, preparation.classNames.count),
            dropout: dropout,
            isRectified: isRectified, random: &random)
    }

    public func examples(of data: HousingData) -> any ExampleSource { data.training }

    public func loss(_ model: HousingNet, _ batch: Batch, _ data: HousingData, _ state: TrainingState) -> Tensor {
        model.loss(batch)
    }

    public func score(_ model: HousingNet, on part: DataPart, of data: HousingData) -> HousingScore? {
        let rows =
            switch part {
            case .training: data.training
            case .validation: data.validation
            case .test: data.test
            }
        return rows.map { HousingScore(of: model, on: $0, data.preparation) }
    }

    public func architecture(of model: HousingNet, _ data: HousingData) -> Architecture { model.architecture }

    public var selection: [Metric] {
        task == .regression ? [.rmse(.validation)] : [.accuracy(.validation), .loss(.validation)]
    }

    /// Hundreds of points in a figure, and a few checkpoints, for any number of epochs; for mini-batches also single
    /// losses, because a mean over an epoch does not show how they fluctuate.
    public func pace(of plan: TrainingPlan) -> Pace {
        let interval = plan.epochs / 600
        return Pace(
            evaluation: interval, rows: interval, saving: plan.epochs / 20,
            steps: plan.stepsPerEpoch > 1 ? Self.stepInterval(ofSteps: plan.steps) : nil)
    }

    /// Iterations from one single loss of a figure to the next.
    public static func stepInterval(ofSteps steps: Int) -> Int { max(1, steps / 2_000) }

    public func notes(_ state: TrainingState) -> [String] {
        let part: DataPart = state.metric(.loss(.validation)) == nil ? .test : .validation
        let loss = state.metric(.loss(part)).map { "\(part.rawValue) loss \(Readable.loss($0))" }
        let accuracy = state.metric(.accuracy(part)).map { "\(part.rawValue) accuracy \(Readable.percent($0))" }
        let error = state.metric(.rmse(part)).map { "\(part.rawValue) error \(Readable.loss($0))" }
        let step = state.stepsPerEpoch > 1 ? "\(Self.lengthUnit.stepName) \(Readable.count(state.step))" : nil
        return [step, loss, accuracy ?? error].compactMap { $0 }
    }

    public static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe(moving: ["hidden", "dropout", "isRectified", "hasLogarithms", "waves"])
        (old["confusion"], old["columns"]) = ("rows", [:])
        let task: JSONValue = old["target"] == "classes" ? "thirds" : old["target"] ?? .null
        (old["task"], old["target"]) = (task, nil)
        guard case .object(var preparation)? = old["preparation"] else { return }
        preparation["layout"] = [
            "numbers": .array(HousingColumns.names.map { .string($0) }), "texts": [],
            "target": .string(HousingColumns.target), "hasTextTarget": false,
        ]
        preparation["task"] = task
        preparation["classNames"] = .array(task == "thirds" ? HousingColumns.thirds.map { .string($0) } : [])
        old["preparation"] = .object(preparation)
    }
}
