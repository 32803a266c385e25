import ArgumentParser
import Core
import KernelMachines

/// C and γ of one fit.
struct FitOptionGroup: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("cost")],
        help: ArgumentHelp(
            "C, the cost of slack; above 0. (default: \(Readable.shortest(FitExperiment().cost)))", valueName: "C"),
        transform: OptionValue.positiveNumber)
    var cost: Double?

    @OptionGroup var gammaOption: GammaOption

    var gamma: Double? { gammaOption.gamma }
}

/// γ of one kernel.
struct GammaOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("γ of the kernel, above 0. (default: 1 / features)", valueName: "γ"),
        transform: OptionValue.positiveNumber)
    var gamma: Double?
}

/// Whether a machine predicts probabilities.
struct CalibrationOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Calibrate probabilities on examples that are not in training: those of --calibrate, otherwise a fifth."))
    var probability = false

    @Option(
        help: ArgumentHelp("Examples to calibrate probabilities on.", valueName: "file"), completion: .file())
    var calibrate: String?
}

/// How a fit is tested, repeated and stored.
struct RepetitionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Share of the examples that is held out of the fit and reported as validation accuracy. (default: 0)",
            valueName: "share"), transform: OptionValue.number(in: 0...0.9))
    var validation: Double?

    @Option(
        help: ArgumentHelp(
            "Total number of fits, with one seed after the other, for mean and standard deviation; the first is kept. "
                + "(default: 1)",
            valueName: "n"), transform: OptionValue.wholeNumber(atMost: 10_000))
    var runs: Int?

    @Option(
        help: ArgumentHelp("Also write the model to this file.", valueName: "file"), completion: .file())
    var model: String?

    @Flag(help: "Read the examples, take one step, report it and stop.")
    var dryRun = false
}

/// Whether fits are continued.
struct FitResumeOption: ParsableArguments {
    @Flag(help: "Continue the unfinished fits of --runs, in --run or otherwise in the latest run.")
    var resume = false
}
