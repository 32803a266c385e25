import Core

/// The kernel matrix of a set of examples.
public struct KernelExperiment {
    public var examples = ExampleSettings()
    public var machine = MachineSettings()
    /// Nil for 1 / features.
    public var gamma: Double?
    /// The seed of the built-in sets.
    public var seed: UInt64 = 0

    /// The maximum number of examples: the picture has a point for each value.
    public static let most = 2_000

    public init() {}

    /// - Throws: `SettingError`
    public func check() throws {
        do { try examples.check() } catch { throw error.within("examples") }
        do { try machine.check() } catch { throw error.within("machine") }
    }

    /// - Throws: `FileError`, `ToolError` where the examples do not exist, or are too many.
    public func read() throws -> ExampleSet {
        let set = try examples.read(isPrecomputed: machine.isPrecomputed, seed: seed).training
        guard set.count <= Self.most else {
            throw ToolError.badData(
                "\(set.file): \(Readable.count(set.count)) examples, expected at most \(Readable.count(Self.most)); "
                    + "--examples \(Self.most) uses the first ones")
        }
        return set
    }

    /// - Throws: `ToolError` where a value is not a finite number, `SettingError` where φ does not fit the number of
    ///   features.
    public func report(_ set: ExampleSet) throws -> KernelReport {
        let kernel = try machine.makeKernel(gamma: gamma, width: set.points.width)
        let scaling = FeatureScaling(machine.scaling, of: set.points)
        let matrix = try fitting(set.file) { () throws(FitError) in
            try KernelMatrix(try scaling.applied(to: set.points), kernel: kernel)
        }
        return KernelReport(
            matrix: matrix, classes: set.targets.map { set.label($0).name }, among: set.labels.map(\.name),
            formula: kernel.formula)
    }
}
