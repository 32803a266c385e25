import ArgumentParser
import CommandLineSupport
import Core

/// Options of commands that compute.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Seed of all random numbers. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    var seed: UInt64 = 0

    @OptionGroup var threads: ThreadsOption

    @Option(
        help: ArgumentHelp("Name or folder of the run. (default: a new one under runs/)", valueName: "name"),
        transform: OptionValue.runName)
    var run: String?
}
