import ArgumentParser
import Engine

/// `--threads`, of commands that compute but do not train by epochs.
public struct ThreadsOption: ParsableArguments {
    /// The number of threads, at least 1; nil where the user did not give it.
    @Option(
        name: .customLong("threads"),
        help: ArgumentHelp("Number of threads. (default: one per core)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 4096))
    public var count: Int?

    public init() {}

    /// Makes the engine use the requested number of threads.
    public func apply() { if let count { ComputeContext.threads = count } }
}
