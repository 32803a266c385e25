import ArgumentParser
import CommandLineSupport
import Core
import KernelMachines

/// The options that shape a machine, but for C and γ, which `grid` looks for.
struct MachineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Kernel: \(Kernel.Kind.allCases.map(\.rawValue).joined(separator: ", ")). (default: rbf)",
            valueName: "name"),
        transform: OptionValue.name(of: "kernel", in: Kernel.Kind.allCases.map(\.rawValue)))
    var kernel = "rbf"

    @Option(
        help: ArgumentHelp("What the polynomial and the sigmoid kernel add. (default: 0)", valueName: "number"),
        transform: OptionValue.finiteNumber)
    var coef0 = 0.0

    @Option(
        help: ArgumentHelp("Degree of the polynomial kernel. (default: 3)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 100))
    var degree = 3

    @Option(
        name: .customLong("features"),
        help: ArgumentHelp(
            "φ: features made of x1, x2, …, separated by commas, such as 'x1*x2, x1^2'; with numbers, + - * / ^, brackets, "
                + "abs exp log sqrt sin cos tanh min max. (default: the features as they are)", valueName: "φ"))
    var features: String?

    @Option(
        help: ArgumentHelp(
            "Scaling, kept in the model: \(FeatureScaling.Kind.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "(default: none; bytes of images become 0 to 1)", valueName: "name"),
        transform: OptionValue.name(of: "scaling", in: FeatureScaling.Kind.allCases.map(\.rawValue)))
    var scale = "none"

    @Option(
        help: ArgumentHelp(
            "What multiplies C for some classes, such as rare=5,other=0.5. (default: 1)", valueName: "class=w,…"),
        transform: MachineOptions.weights)
    var classWeight: [String: Double] = [:]

    @Option(
        help: ArgumentHelp("Violation of the optimality conditions to stop at. (default: 0.001)", valueName: "number"),
        transform: OptionValue.positiveNumber)
    var tolerance = 0.001

    @Option(
        help: ArgumentHelp(
            "Steps of a pair of classes at most. (default: 10 million, or more of many)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000_000_000))
    var maxIterations: Int?

    @Option(
        help: ArgumentHelp("Memory for kernel values in megabytes. (default: 512)", valueName: "MB"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000))
    var cache = 512

    @Flag(help: "Keep every variable in play.")
    var noShrinking = false

    static let weights: OptionValue.Parser<[String: Double]> = { text in
        var weights: [String: Double] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, !sides[0].isEmpty, let weight = Double(sides[1]), weight.isFinite, weight > 0 else {
                throw ValidationError("expected classes with numbers above 0, such as rare=5,other=0.5")
            }
            weights[sides[0]] = weight
        }
        return weights
    }

    var kind: Kernel.Kind { Kernel.Kind(rawValue: kernel) ?? .rbf }

    var isPrecomputed: Bool { kind == .precomputed }

    /// Options that say nothing beside others.
    func check(gamma: Double?) throws {
        func refuse(_ option: String, _ reason: String) throws { throw ToolError.usage("\(option): \(reason)") }
        if gamma != nil, kind == .linear || isPrecomputed { try refuse("--gamma", "the \(kernel) kernel has none") }
        if isPrecomputed, features != nil { try refuse("--features", "kernel values are given, there are no features") }
        if isPrecomputed, scale != "none" { try refuse("--scale", "kernel values are given, there are no features") }
        if degree != 3, kind != .polynomial { try refuse("--degree", "the \(kernel) kernel has none") }
        if coef0 != 0, ![.polynomial, .sigmoid].contains(kind) {
            try refuse("--coef0", "the \(kernel) kernel has none")
        }
    }

    /// The kernel for examples of so many features.
    ///
    /// - Throws: `ToolError` where φ cannot be read.
    func kernel(gamma: Double?, width: Int) throws -> Kernel {
        var map: FeatureMap?
        if let features {
            do { map = try FeatureMap(features, width: width) } catch {
                throw ToolError.usage("--features: \(error.description)")
            }
        }
        return Kernel(
            kind, gamma: gamma ?? 1 / Double(max(1, map?.names.count ?? width)), coef0: coef0, degree: degree,
            featureMap: map)
    }

    var solver: SolverOptions {
        var solver = SolverOptions()
        solver.tolerance = tolerance
        solver.iterationLimit = maxIterations
        solver.shrinks = !noShrinking
        solver.cacheBytes = cache << 20
        return solver
    }

    /// The scaling fitted to training rows.
    ///
    /// - Throws: `ToolError` where it would fill the memory.
    func scaling(of set: ExampleSet) throws -> FeatureScaling {
        try checkScaling(of: set)
        return FeatureScaling(scalingKind, of: set.points)
    }

    var scalingKind: FeatureScaling.Kind { FeatureScaling.Kind(rawValue: scale) ?? .none }

    /// - Throws: `ToolError` where a scaling of these rows would fill the memory.
    func checkScaling(of set: ExampleSet) throws {
        let kind = scalingKind
        let staysSparse: Bool = if case .sparse = set.points.numbers { kind == .magnitude } else { false }
        let isTooLarge = !staysSparse && set.points.width * set.count > FeatureScaling.most
        if kind != .none, set.points.width > 1 << 24 || isTooLarge {
            throw ToolError.badData(
                "\(set.file): \(Readable.count(set.points.width)) features of \(Readable.count(set.count)) examples are too "
                    + "many to scale; expected --scale none or magnitude")
        }
    }

    /// Checks what only the examples tell.
    ///
    /// - Throws: `FileError`, `ToolError`
    func check(_ set: ExampleSet) throws {
        let labels = set.labels
        guard labels.count > 1 else {
            throw FileError(
                .badData, set.file, "all examples are of one class, '\(labels.first?.name ?? "")'",
                expected: "two classes or more")
        }
        if let unknown = classWeight.keys.sorted().first(where: { name in !labels.contains { $0.name == name } }) {
            throw ToolError.usage(Suggestions.message(unknown: unknown, kind: "class", known: labels.map(\.name)))
        }
        // A number for each pair of classes and example would not have room.
        guard Double(labels.count) * Double(labels.count) / 2 * Double(set.count) <= 0x1p28 else {
            throw ToolError.badData(
                "\(set.file): \(Readable.count(labels.count)) classes among \(Readable.count(set.count)) examples, expected "
                    + "fewer: labels are to be classes")
        }
    }
}

/// Kernel settings that belong to one fit.
struct FitSettings: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("cost")],
        help: ArgumentHelp("C, what slack costs; above 0. (default: 1)", valueName: "C"),
        transform: OptionValue.positiveNumber)
    var cost = 1.0

    @Option(
        help: ArgumentHelp("γ of the kernel, above 0. (default: 1 / features)", valueName: "γ"),
        transform: OptionValue.positiveNumber)
    var gamma: Double?
}
