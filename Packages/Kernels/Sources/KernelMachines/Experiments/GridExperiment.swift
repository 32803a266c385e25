import Core

/// A search of C and γ by cross-validation.
public struct GridExperiment: StoredSettings {
    public static let tool = FitExperiment.tool

    public var examples = ExampleSettings()
    public var machine = MachineSettings()
    public var costs = [0.1, 1, 10, 100, 1000]
    /// Nil for ``usualGammas``, divided by the number of features, and for a kernel without γ.
    public var gammas: [Double]?
    /// Parts of the examples that are left out in turn.
    public var folds = 5
    /// Draws the parts, and the built-in sets.
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    /// Of all points and classes.
    public var digest = ""

    public static let usualGammas = [0.01, 0.1, 1, 10, 100]
    public static let foldCounts = 2...1000

    public init() {}

    public func checkAll() throws {
        do { try examples.check() } catch { throw error.within("examples") }
        do { try machine.check() } catch { throw error.within("machine") }
        for (name, values) in [("costs", costs), ("gammas", gammas ?? [1])] {
            try Setting.require(name, values, Self.areValues(values), expected: "different numbers above 0")
        }
        try Setting.require("folds", folds, in: Self.foldCounts)
        try Setting.require("threads", threads, in: 1...4_096)
    }

    /// Whether these are values that a grid can have for C or γ.
    public static func areValues(_ values: [Double]) -> Bool {
        (1...100).contains(values.count) && Set(values).count == values.count
            && values.allSatisfy { $0 > 0 && $0.isFinite }
    }

    public func readExamples() throws -> ExampleSet {
        try examples.read(isPrecomputed: machine.isPrecomputed, seed: seed).training
    }

    /// Takes over what the examples are like.
    ///
    /// - Throws: `FileError`, `ToolError`, `SettingError` where these settings cannot be tried on them.
    public mutating func adopt(_ set: ExampleSet) throws {
        try machine.check(set)
        let (labels, classes) = (set.labels, set.classes(among: set.labels))
        // Of more classes two are left in any case.
        if labels.count == 2,
            let alone = labels.indices.first(where: { label in classes.count { $0 == label } == 1 })
        {
            throw ToolError.badData(
                "\(set.file): class '\(labels[alone].name)' has a single example, expected two or more to leave some out"
            )
        }
        guard folds <= set.count else {
            throw ToolError.badData("\(set.file): \(set.count) examples, expected at least the \(folds) of --folds")
        }
        let kernel = try machine.makeKernel(gamma: nil, width: set.points.width)
        gammas = machine.hasGamma ? gammas ?? Self.usualGammas.map { $0 * kernel.gamma } : nil
        digest = set.digest.description
    }

    /// Takes over what may change when a search continues: where the examples are, and how fast it is.
    public mutating func takeContinuation(of other: GridExperiment) {
        (examples.data, threads) = (other.examples.data, other.threads)
        (machine.cache, machine.shrinks) = (other.machine.cache, other.machine.shrinks)
    }

    public static func upgrade(_ old: inout JSONObject) {
        var (examples, machine): (JSONObject, JSONObject) = (
            ["form": ["columns": [:], "missing": "refuse", "hasNumericClasses": false]], ["shrinks": true]
        )
        examples["dataset"] = old["dataset"]
        // All that there were after the first had been taken.
        examples["examples"] = old["examples"]
        machine["kernel"] = old["kernel"]
        machine["coef0"] = old["coef0"] ?? .number(MachineSettings().coef0)
        machine["degree"] = old["degree"] ?? .integer(MachineSettings().degree)
        machine["features"] = old["featureMap"]
        machine["scale"] = old["scale"]
        var weights: [String] = []
        if case .object(let known)? = old["classWeights"] {
            weights = known.members.map { "\($0.key)=\($0.value.text)" }
        }
        machine["classWeight"] = .string(weights.joined(separator: ","))
        machine["tolerance"] = old["tolerance"]
        machine["maxIterations"] = old["iterationLimit"]
        machine["cache"] = .integer(MachineSettings().cache)
        var new: JSONObject = ["examples": .object(examples), "machine": .object(machine)]
        for (key, name) in [("costs", "cost"), ("digest", "examplesDigest")] { new[key] = old[name] }
        for key in ["gammas", "folds", "seed", "threads"] { new[key] = old[key] }
        old = new
    }
}
