import Foundations

/// A tool's report of a run: the object that `--json` prints. Members that do not apply are nil and left out.
public struct RunSummary: Equatable, Sendable {
    /// The tool's name.
    public var tool: String
    /// The tool's version.
    public var version = KumikiVersion.current
    /// The data set's name or folder.
    public var dataset: String?
    /// The model's name.
    public var model: String?
    /// The count of trainable numbers.
    public var parameters: Int?
    /// The total number of passes over the training set.
    public var epochs: Int?
    /// The seed of the random streams.
    public var seed: UInt64?
    /// The number of threads; with shards, the number of them that a process may compute at the same time.
    public var threads: Int?
    /// What the divided steps have taken; nil where batches are not divided.
    public var ranks: RankReport?
    /// Seconds of only the training, without reading data or evaluation.
    public var seconds: Double?
    /// Seconds of training per epoch.
    public var secondsPerEpoch: Double?
    /// Training examples per second.
    public var examplesPerSecond: Double?
    /// The mean training loss over the steps of the epoch whose weights were kept, unless an experiment measures these
    /// weights themselves.
    public var trainLoss: Double?
    /// The name of that loss in words.
    var trainLossName = "train"
    /// The fraction of training examples that are classified correctly, 0 to 1.
    public var trainAccuracy: Double?
    /// The unit of the length.
    var lengthUnit = LengthUnit.epochs
    /// The mean loss on the examples that chose the best epoch.
    public var validationLoss: Double?
    /// The fraction of those examples that is classified correctly.
    public var validationAccuracy: Double?
    /// The kept weights, in words.
    public var weights: String?
    /// The mean loss on the test set.
    public var testLoss: Double?
    /// The fraction of test examples that are classified correctly, 0 to 1.
    public var testAccuracy: Double?
    /// The peak memory, in bytes.
    public var peakMemoryBytes = PeakMemory.bytes
    /// The energy of the training and its emissions.
    public var energy: EnergyTotal?
    /// The run's folder.
    public var run: String?
    /// The tool's own members, after the rest.
    public var extra: JSONObject = [:]

    /// A summary with only the tool, its version and the memory.
    public init(tool: String) { self.tool = tool }

    /// The summary as an object: the contract's members in the contract's order, then the extra ones. An extra
    /// member of the same name replaces the contract's.
    public var json: JSONObject {
        var object: JSONObject = ["tool": .string(tool), "version": .string(version)]
        object["dataset"] = dataset.map { .string($0) }
        object["model"] = model.map { .string($0) }
        object["parameters"] = parameters.map { .integer($0) }
        object["epochs"] = epochs.map { .integer($0) }
        object["seed"] = seed.map { .unsigned($0) }
        object["threads"] = threads.map { .integer($0) }
        object["ranks"] = ranks?.json
        object["seconds"] = seconds.map { .number($0) }
        object["seconds_per_epoch"] = secondsPerEpoch.map { .number($0) }
        object["examples_per_second"] = examplesPerSecond.map { .number($0) }
        object["train_loss"] = trainLoss.map { .number($0) }
        object["train_accuracy"] = trainAccuracy.map { .number($0) }
        object["validation_loss"] = validationLoss.map { .number($0) }
        object["validation_accuracy"] = validationAccuracy.map { .number($0) }
        object["test_loss"] = testLoss.map { .number($0) }
        object["test_accuracy"] = testAccuracy.map { .number($0) }
        object["peak_memory_bytes"] = peakMemoryBytes.map { .integer($0) }
        for member in energy?.members.members ?? [] { object[member.key] = member.value }
        object["run"] = run.map { .string($0) }
        for member in extra.members { object[member.key] = member.value }
        return object
    }

    /// The length of the training: its epochs, or its steps where these are the unit, or where no epoch is complete.
    private var length: String? {
        guard let epochs else { return nil }
        guard let steps = extra.wholeNumber("steps"), epochs == 0 || lengthUnit == .iterations else {
            return Readable.count(epochs, "epoch")
        }
        let passes = epochs == 0 || epochs == steps ? "" : " (\(Readable.count(epochs, "epoch")))"
        return Readable.count(steps, lengthUnit.stepName) + passes
    }

    /// The duration of an epoch, or of a step where these are the unit.
    private var pace: String? {
        guard lengthUnit == .iterations, let seconds, let steps = extra.wholeNumber("steps"), steps > 0 else {
            return secondsPerEpoch.map { "\(Readable.duration($0)) per epoch" }
        }
        return "\(Readable.duration(seconds / Double(steps))) per \(lengthUnit.stepName)"
    }

    /// The summary in words, a line for each member.
    public var lines: [String] {
        var table = TextTable([.left(), .left()])
        func add(_ title: String, _ parts: String?...) {
            let known = parts.compactMap { $0 }
            if !known.isEmpty { table.add([title, known.joined(separator: ", ")]) }
        }
        add("model", model, parameters.map { "\(Readable.count($0)) parameters" })
        add("data", dataset)
        add(
            "training", length,
            seconds.map { Readable.duration($0) }, pace,
            examplesPerSecond.map { "\(Readable.rate($0)) examples/s" })
        add("weights", weights)
        add(
            "loss", trainLoss.map { "\(Readable.loss($0)) \(trainLossName)" },
            validationLoss.map { "\(Readable.loss($0)) validation" }, testLoss.map { "\(Readable.loss($0)) test" })
        add(
            "accuracy", trainAccuracy.map { "\(Readable.percent($0)) train" },
            validationAccuracy.map { "\(Readable.percent($0)) validation" },
            testAccuracy.map { "\(Readable.percent($0)) test" })
        add("memory", peakMemoryBytes.map { "\(Readable.bytes($0)) at most" })
        add("energy", energy?.energyWords)
        add("carbon", energy?.emissionsWords)
        add("run", run)
        return table.lines
    }
}
