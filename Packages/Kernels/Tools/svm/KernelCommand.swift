import ArgumentParser
import Core
import KernelMachines

struct KernelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernel", abstract: "Show the kernel matrix of examples, with its eigenvalues.",
        discussion: """
            K[i, j] = k(xᵢ, xⱼ) of at most \(Readable.count(KernelExperiment.most)) examples, written as kernel.csv in \
            the order of the examples' file, and drawn as kernel.png and kernel.svg in the order of their classes; \
            with few examples it is also printed. Up to \(KernelMatrix.mostDecomposed) examples it computes the \
            eigenvalues: a kernel is an inner product where none is negative, so that K is positive semidefinite.

            svm kernel --dataset points.csv --kernel linear --features 'x1*x2, x1^2'
            svm kernel --dataset mnist --examples 100 --gamma 0.02
            """)

    @OptionGroup(title: "Examples") var examples: ExampleOptions
    @OptionGroup(title: "Kernel") var options: KernelMatrixOptions
    @OptionGroup(title: "Run") var threads: ThreadsOption
    @OptionGroup(title: "Output") var files: KernelFileOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        threads.apply()
        let console = output.console()
        var experiment = KernelExperiment()
        examples.apply(to: &experiment.examples, features: options.kernel.columns)
        try options.kernel.apply(to: &experiment.machine, gamma: options.gamma != nil)
        (experiment.gamma, experiment.seed) = (options.gamma, options.seed ?? experiment.seed)
        do { try experiment.check() } catch let error as SettingError { throw error.usage }
        if examples.dataset == nil {
            console.note(
                "no --dataset: the built-in '\(experiment.examples.dataset)', random points of the plane")
        }
        let set = try experiment.read()
        let report: KernelReport
        do { report = try experiment.report(set) } catch let error as SettingError { throw error.usage }
        let (folder, base) = (files.folder, "\(files.folder)/kernel")
        try AtomicFile.createFolder(folder)
        try AtomicFile.write(Array(report.csv.utf8), to: base + ".csv")
        try report.figure.write(to: base)
        try console.result(report.lines)
        try console.result("files: \(base).csv, \(base).png, \(base).svg")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: SVM.name)
        (summary.dataset, summary.threads) = (experiment.examples.dataset, ComputeContext.threads)
        for member in report.summary.members { summary.extra[member.key] = member.value }
        (summary.extra["csv"], summary.extra["picture"]) = (.string(base + ".csv"), .string(base + ".png"))
        try console.summary(summary)
    }
}

/// The kernel, and the seed of random examples.
struct KernelMatrixOptions: ParsableArguments {
    @OptionGroup var gammaOption: GammaOption
    @OptionGroup var kernel: KernelOptions

    @Option(
        help: ArgumentHelp("Seed of the built-in points. (default: \(KernelExperiment().seed))", valueName: "n"),
        transform: OptionValue.seed)
    var seed: UInt64?

    var gamma: Double? { gammaOption.gamma }
}

/// The options for the output.
struct KernelFileOptions: ParsableArguments {
    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("Folder for the matrix and its picture. (default: svm-kernel)", valueName: "folder"),
        completion: .directory, transform: OptionValue.parser(of: "a folder") { $0.isEmpty ? nil : $0 })
    var folder = "svm-kernel"
}
