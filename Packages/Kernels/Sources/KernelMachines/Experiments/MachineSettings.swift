import Core

/// The settings of a machine except C and γ, which a grid searches for.
public struct MachineSettings: Codable, Equatable, Sendable {
    /// A name of `Kernel.Kind`.
    public var kernel = Kernel.Kind.rbf.rawValue
    public var coef0 = 0.0
    public var degree = 3
    /// φ as expressions over x1, x2, …; nil for the features as they are.
    public var features: String?
    /// A name of `FeatureScaling.Kind`.
    public var scale = FeatureScaling.Kind.none.rawValue
    public var classWeight = ClassWeights()
    /// The largest violation of the optimality conditions of a converged machine.
    public var tolerance = SolverOptions().tolerance
    /// The maximum for a pair of classes; nil for LIBSVM's bound.
    public var maxIterations: Int?
    /// Megabytes for kernel values.
    public var cache = SolverOptions().cacheBytes >> 20
    public var shrinks = SolverOptions().shrinks

    public static let degrees = 1...100
    public static let iterations = 1...1_000_000_000_000
    public static let megabytes = 1...1_000_000

    public init() {}

    public func check() throws(SettingError) {
        try Setting.require("kernel", kernel, among: Kernel.Kind.allCases.map(\.rawValue))
        try Setting.require("coef0", coef0, coef0.isFinite, expected: "a finite number")
        try Setting.require("degree", degree, in: Self.degrees)
        _ = try featureMap(width: LIBSVMText.greatestIndex)
        try Setting.require("scale", scale, among: FeatureScaling.Kind.allCases.map(\.rawValue))
        try Setting.require("tolerance", tolerance, tolerance > 0 && tolerance.isFinite, expected: "a number above 0")
        try Setting.require("maxIterations", maxIterations, in: Self.iterations)
        try Setting.require("cache", cache, in: Self.megabytes)
    }

    public var kind: Kernel.Kind { Kernel.Kind(rawValue: kernel) ?? .rbf }
    public var isPrecomputed: Bool { kind == .precomputed }
    public var hasGamma: Bool { kind != .linear && !isPrecomputed }
    var scaling: FeatureScaling.Kind { FeatureScaling.Kind(rawValue: scale) ?? .none }

    /// φ for a number of features; nil for the features as they are.
    private func featureMap(width: Int) throws(SettingError) -> FeatureMap? {
        guard let features else { return nil }
        do { return try FeatureMap(features, width: width) } catch {
            throw SettingError(
                "features", "'\(features)'", expected: "\(error.expected) at character \(error.place + 1)")
        }
    }

    /// - Parameter gamma: nil for 1 / features.
    /// - Throws: `SettingError` where φ does not fit the number of features.
    func makeKernel(gamma: Double?, width: Int) throws(SettingError) -> Kernel {
        let map = try featureMap(width: width)
        return Kernel(
            kind, gamma: gamma ?? 1 / Double(max(1, map?.names.count ?? width)), coef0: coef0, degree: degree,
            featureMap: map)
    }

    /// - Parameter labels: the classes that may have weights.
    func fitOptions(cost: Double = 1, labels: [ClassLabel]) -> FitOptions {
        var options = FitOptions(cost: cost)
        options.classWeights = classWeight.factors(among: labels).factors
        options.solver.tolerance = tolerance
        options.solver.iterationLimit = maxIterations
        options.solver.shrinks = shrinks
        options.solver.cacheBytes = cache << 20
        return options
    }

    /// Checks that the settings fit the examples.
    ///
    /// - Throws: `FileError`, `ToolError`
    func check(_ set: ExampleSet) throws {
        let labels = set.labels
        guard labels.count > 1 else {
            throw FileError(
                .badData, set.file, "all examples are of one class, '\(labels.first?.name ?? "")'",
                expected: "two classes or more")
        }
        if let unknown = classWeight.factors(among: labels).unknown {
            throw ToolError.usage(Suggestions.message(unknown: unknown, kind: "class", known: labels.map(\.name)))
        }
        // A number for each pair of classes and each example would not fit into memory.
        guard Double(labels.count) * Double(labels.count) / 2 * Double(set.count) <= 0x1p28 else {
            throw ToolError.badData(
                "\(set.file): \(Readable.count(labels.count)) classes among \(Readable.count(set.count)) examples, expected "
                    + "fewer, because labels must be classes")
        }
        let staysSparse: Bool = if case .sparse = set.points.numbers { scaling == .magnitude } else { false }
        let isTooLarge = !staysSparse && set.points.width * set.count > FeatureScaling.most
        if scaling != .none, set.points.width > 1 << 24 || isTooLarge {
            throw ToolError.badData(
                "\(set.file): \(Readable.count(set.points.width)) features of \(Readable.count(set.count)) examples are too "
                    + "many to scale; expected --scale none or magnitude")
        }
    }
}
