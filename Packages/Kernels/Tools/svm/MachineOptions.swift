import ArgumentParser
import Core
import KernelMachines

/// The options of a kernel except γ, which `grid` searches for, and of its features.
struct KernelOptions: ParsableArguments {
    private static let usual = MachineSettings()

    @Option(
        help: ArgumentHelp(
            "Kernel: \(Kernel.Kind.allCases.map(\.rawValue).joined(separator: ", ")). (default: \(Self.usual.kernel))",
            valueName: "name"),
        transform: OptionValue.name(of: "kernel", in: Kernel.Kind.allCases.map(\.rawValue)))
    var kernel: String?

    @Option(
        help: ArgumentHelp(
            "Constant of the polynomial and the sigmoid kernel. (default: \(Readable.shortest(Self.usual.coef0)))",
            valueName: "number"), transform: OptionValue.finiteNumber)
    var coef0: Double?

    @Option(
        help: ArgumentHelp("Degree of the polynomial kernel. (default: \(Self.usual.degree))", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: MachineSettings.degrees.upperBound))
    var degree: Int?

    @Option(
        help: ArgumentHelp(
            "Columns of a table to predict from, by their names; or φ: features made of x1, x2, …, separated by commas, such "
                + "as 'x1*x2, x1^2'; with numbers, + - * / ^, brackets, abs exp log sqrt sin cos tanh min max. "
                + "(default: all features as they are)", valueName: "column,…|φ"))
    var features: String?

    @Option(
        help: ArgumentHelp(
            "Scaling of the features before the kernel: "
                + "\(FeatureScaling.Kind.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "(default: \(Self.usual.scale); bytes of images become 0 to 1)", valueName: "name"),
        transform: OptionValue.name(of: "scaling", in: FeatureScaling.Kind.allCases.map(\.rawValue)))
    var scale: String?

    /// The columns that `--features` names; nil where it is an expression.
    var columns: [String]? {
        guard let features, (try? FeatureMap(features, width: LIBSVMText.greatestIndex)) == nil else { return nil }
        let isExpression = features.contains { "+-*/^()".contains($0) }
        return isExpression ? nil : try? OptionValue.columnNames(features)
    }

    /// Applies the options that are given.
    ///
    /// - Parameter gamma: whether γ was given.
    /// - Throws: `ToolError` for options that have no effect together with others.
    func apply(to settings: inout MachineSettings, gamma: Bool) throws(ToolError) {
        settings.kernel = kernel ?? settings.kernel
        settings.coef0 = coef0 ?? settings.coef0
        settings.degree = degree ?? settings.degree
        if columns == nil { settings.features = features ?? settings.features }
        settings.scale = scale ?? settings.scale
        try refuseIdle(settings, gamma: gamma)
    }

    private func refuseIdle(_ settings: MachineSettings, gamma: Bool) throws(ToolError) {
        func refuse(_ option: String, _ isIdle: Bool, _ reason: String) throws(ToolError) {
            if isIdle { throw ToolError.usage("\(option): \(reason)") }
        }
        let (none, isPrecomputed) = ("the \(settings.kernel) kernel has none", settings.isPrecomputed)
        try refuse("--gamma", gamma && !settings.hasGamma, none)
        try refuse("--features", features != nil && isPrecomputed, "kernel values are given, so there are no features")
        try refuse(
            "--scale", settings.scale != "none" && isPrecomputed, "kernel values are given, so there are no features")
        try refuse("--degree", degree != nil && settings.kind != .polynomial, none)
        try refuse("--coef0", coef0 != nil && ![.polynomial, .sigmoid].contains(settings.kind), none)
    }
}

/// The options of a machine except C and γ, which `grid` searches for.
struct MachineOptions: ParsableArguments {
    private static let usual = MachineSettings()

    @OptionGroup var kernelOptions: KernelOptions

    @Option(
        help: ArgumentHelp(
            "Factors of C for some classes, such as rare=5,other=0.5. (default: 1)", valueName: "class=w,…"),
        transform: OptionValue.parser(of: ClassWeights.expected) { ClassWeights($0) })
    var classWeight: ClassWeights?

    @Option(
        help: ArgumentHelp(
            "Largest accepted violation of the optimality conditions. "
                + "(default: \(Readable.shortest(Self.usual.tolerance)))", valueName: "number"),
        transform: OptionValue.positiveNumber)
    var tolerance: Double?

    @Option(
        help: ArgumentHelp(
            "Maximum number of steps for a pair of classes. (default: 10 million, or 100 per example)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: MachineSettings.iterations.upperBound))
    var maxIterations: Int?

    @Option(
        help: ArgumentHelp("Memory for kernel values in megabytes. (default: \(Self.usual.cache))", valueName: "MB"),
        transform: OptionValue.wholeNumber(atMost: MachineSettings.megabytes.upperBound))
    var cache: Int?

    @Flag(help: "Optimize all variables to the end, including those that stay at their bounds.")
    var noShrinking = false

    /// Applies the options that are given.
    ///
    /// - Parameter gamma: whether γ was given.
    /// - Throws: `ToolError` for options that have no effect together with others.
    func apply(to settings: inout MachineSettings, gamma: Bool) throws(ToolError) {
        settings.classWeight = classWeight ?? settings.classWeight
        settings.tolerance = tolerance ?? settings.tolerance
        settings.maxIterations = maxIterations ?? settings.maxIterations
        settings.cache = cache ?? settings.cache
        if noShrinking { settings.shrinks = false }
        try kernelOptions.apply(to: &settings, gamma: gamma)
    }
}

/// The options of a command that keeps a run.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Seed of all random numbers. (default: \(FitExperiment().seed))", valueName: "n"),
        transform: OptionValue.seed)
    var seed: UInt64?

    @OptionGroup var threads: ThreadsOption

    /// The threads that were asked for, or a rank's share of its host's cores; nil for a run's own number.
    var ownThreads: Int? { threads.count ?? (Ranks.world.size > 1 ? ComputeContext.threads : nil) }

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Name or folder of the run. (default: a new one under runs/)", valueName: "name"),
        transform: OptionValue.runName)
    var name: String?
}
