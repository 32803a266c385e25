import Core

/// A machine that is fitted once to examples, with its C and γ.
public struct FitExperiment: StoredSettings {
    public static let tool = "svm"

    public var examples = ExampleSettings()
    public var machine = MachineSettings()
    public var cost = 1.0
    /// Nil for 1 / features.
    public var gamma: Double?
    /// Whether probabilities are calibrated.
    public var probability = false
    /// A file of examples to calibrate on; nil to set aside a fifth of the training examples.
    public var calibrate: String?
    /// The share of the examples that is held out of the fit and only reported; nil for none.
    public var validation: Double?
    /// The numbers in the cells of the confusion matrix; nil for counts.
    public var confusion: ConfusionCells?
    /// The seed for the built-in sets, and for the examples that are set aside.
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    /// The fingerprint of all points and classes of the first seed; nil before they are read.
    public var digest: String?

    public init() {}

    public func checkAll() throws {
        do { try examples.check() } catch { throw error.within("examples") }
        do { try machine.check() } catch { throw error.within("machine") }
        for (name, value) in [("cost", cost), ("gamma", gamma ?? 1)] {
            try Setting.require(name, value, value > 0 && value.isFinite, expected: "a number above 0")
        }
        try Setting.require("calibrate", "''", calibrate != "", expected: "the name of a file")
        try Setting.require("validation", validation, in: 0...0.9)
        try Setting.require("threads", threads, in: 1...4_096)
    }

    public var modelName: String { "\(machine.kernel) SVM" }

    /// Whether the machine depends on the seed.
    public var dependsOnSeed: Bool {
        examples.areDrawn || validation != nil || (probability && calibrate == nil)
    }

    public func readExamples() throws -> ExampleSettings.Sets {
        try examples.read(isPrecomputed: machine.isPrecomputed, seed: seed)
    }

    /// Examples, each part with its purpose.
    public struct Data {
        public let training: ExampleSet
        public let validation: ExampleSet?
        public let calibration: ExampleSet?
        public let test: ExampleSet?
        public let labels: [ClassLabel]

        /// A fingerprint of all points and classes of every purpose.
        var digest: String {
            let parts = [training, validation, calibration, test].map { $0?.digest.description ?? "none" }
            return ContentDigest(parts.joined(separator: "\n").utf8).description
        }
    }

    /// Sets aside the examples that are not for training.
    ///
    /// - Throws: `FileError`, `ToolError` where these settings cannot be fitted to the examples.
    public func divided(_ sets: ExampleSettings.Sets) throws -> Data {
        let all = sets.training
        try machine.check(all)
        let labels = all.labels
        var (training, validation, calibration) = (all, ExampleSet?.none, ExampleSet?.none)
        if let share = self.validation, share > 0 {
            let split = StratifiedSplit(
                strata: all.classes(among: labels).map(Int32.init), testShare: share, seed: seed, stream: .validation)
            training = all.selecting(split.training.map(Int.init))
            validation = all.selecting(split.test.map(Int.init))
            if split.test.isEmpty {
                throw ToolError.badData("\(all.file): --validation \(share) sets aside none of \(all.count) examples")
            }
            try require(training.labels.count == labels.count, all, "--validation")
        }
        if let calibrate {
            calibration = try examples.form.read(
                calibrate, isPrecomputed: machine.isPrecomputed, knownPoints: all.points.width, columns: all.columns,
                indices: all.indices)
        } else if probability {
            let folds = CrossValidation(classes: training.classes(among: labels), parts: 5, seed: seed).parts
            calibration = training.selecting(folds.indices.filter { folds[$0] == 0 })
            training = training.selecting(folds.indices.filter { folds[$0] != 0 })
            try require(
                training.labels.count == labels.count, all, "--probability; name other examples with --calibrate")
        }
        return Data(
            training: training, validation: validation, calibration: calibration, test: sets.test, labels: labels)
    }

    private func require(_ isEnough: Bool, _ set: ExampleSet, _ purpose: String) throws(ToolError) {
        if !isEnough {
            throw .badData("\(set.file): a class has too few examples to set some aside for \(purpose)")
        }
    }

    /// Records facts of the examples: the γ that follows from their number of features, and their fingerprint.
    ///
    /// - Throws: `SettingError` where φ does not fit the number of features.
    public mutating func adopt(_ data: Data) throws {
        let kernel = try machine.makeKernel(gamma: gamma, width: data.training.points.width)
        gamma = machine.hasGamma ? kernel.gamma : nil
        digest = data.digest
    }

    /// Takes the settings that may change when fits continue: the place of the examples, and settings of speed.
    public mutating func takeContinuation(of other: FitExperiment) {
        (examples.data, threads) = (other.examples.data, other.threads)
        (machine.cache, machine.shrinks) = (other.machine.cache, other.machine.shrinks)
        confusion = other.confusion
    }
}
