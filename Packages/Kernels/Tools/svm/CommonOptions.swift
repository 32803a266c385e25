import ArgumentParser
import CommandLineSupport
import Core

/// Options of commands that compute.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Seed of all random numbers. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp("Threads to compute with. (default: one per core)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 4096))
    var threads: Int?

    @Option(
        help: ArgumentHelp("Name or folder of the run. (default: a new one under runs/)", valueName: "name"),
        transform: OptionValue.runName)
    var run: String?

    /// Makes the engine use the threads that the user asked for.
    func apply() { if let threads { ComputeContext.threads = threads } }
}
