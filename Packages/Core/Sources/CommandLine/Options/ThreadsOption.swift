import ArgumentParser
import Engine

/// `--threads`, of commands that compute but do not train by epochs.
public struct ThreadsOption: ParsableArguments {
    /// Threads to compute with, at least 1; nil where the user gave none.
    @Option(
        name: .customLong("threads"),
        help: ArgumentHelp("Threads to compute with. (default: one per core)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 4096))
    public var count: Int?

    public init() {}

    /// Makes the engine use the threads that the user asked for.
    public func apply() { if let count { ComputeContext.threads = count } }
}
