import Foundations

/// What a tool reports of a run: the object that `--json` prints. What does not apply is nil and left out.
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
    /// Passes over the training set, in all.
    public var epochs: Int?
    /// The seed of the random streams.
    public var seed: UInt64?
    /// Threads computed with.
    public var threads: Int?
    /// Seconds of training alone, without reading data or evaluating.
    public var seconds: Double?
    /// Seconds of training an epoch.
    public var secondsPerEpoch: Double?
    /// Training examples a second.
    public var examplesPerSecond: Double?
    /// The mean training loss of the epoch whose weights were kept, as its steps saw it, unless an experiment measures these
    /// weights themselves.
    public var trainLoss: Double?
    /// What that loss is called in words.
    var trainLossName = "train"
    /// The fraction of training examples that are classified correctly, 0 to 1.
    public var trainAccuracy: Double?
    /// The unit of the length.
    var lengthUnit = LengthUnit.epochs
    /// The mean loss on the examples that the best epoch was chosen by.
    public var validationLoss: Double?
    /// The fraction of those examples that is classified correctly.
    public var validationAccuracy: Double?
    /// Which weights were kept, in words.
    public var weights: String?
    /// The mean loss on the test set.
    public var testLoss: Double?
    /// The fraction of test examples that are classified correctly, 0 to 1.
    public var testAccuracy: Double?
    /// The most memory held at any time, in bytes.
    public var peakMemoryBytes = PeakMemory.bytes
    /// The run's folder.
    public var run: String?
    /// What only this tool reports, after the rest.
    public var extra: JSONObject = [:]

    /// A summary in which only the tool, its version and the memory are filled in.
    public init(tool: String) { self.tool = tool }

    /// The summary as an object: the contract's members in the contract's order, then the extra ones. An extra
    /// member of the same name takes the contract's place.
    public var json: JSONObject {
        var object: JSONObject = ["tool": .string(tool), "version": .string(version)]
        object["dataset"] = dataset.map { .string($0) }
        object["model"] = model.map { .string($0) }
        object["parameters"] = parameters.map { .integer($0) }
        object["epochs"] = epochs.map { .integer($0) }
        object["seed"] = seed.map { .unsigned($0) }
        object["threads"] = threads.map { .integer($0) }
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
        object["run"] = run.map { .string($0) }
        for member in extra.members { object[member.key] = member.value }
        return object
    }

    /// How long the training was: its epochs, or its steps where these are what is counted, or it has not come to the end
    /// of an epoch.
    private var length: String? {
        guard let epochs else { return nil }
        guard let steps = extra.wholeNumber("steps"), epochs == 0 || lengthUnit == .iterations else {
            return Readable.count(epochs, "epoch")
        }
        let passes = epochs == 0 || epochs == steps ? "" : " (\(Readable.count(epochs, "epoch")))"
        return Readable.count(steps, lengthUnit.stepName) + passes
    }

    /// How long an epoch took, or a step where these are what is counted.
    private var pace: String? {
        guard lengthUnit == .iterations, let seconds, let steps = extra.wholeNumber("steps"), steps > 0 else {
            return secondsPerEpoch.map { "\(Readable.duration($0)) an epoch" }
        }
        return "\(Readable.duration(seconds / Double(steps))) \(lengthUnit.aStep)"
    }

    /// The summary in words, a line for each thing that is known.
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
        add("run", run)
        return table.lines
    }
}
