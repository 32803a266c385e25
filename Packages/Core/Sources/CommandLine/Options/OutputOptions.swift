import ArgumentParser
import Training

/// The options for a tool's output.
public struct OutputOptions: ParsableArguments {
    /// Whether standard output contains only one JSON object.
    @Flag(help: "Print the results as one JSON object; text goes to standard error.")
    public var json = false

    /// Whether progress and notes are left out.
    @Flag(help: "Show no progress.")
    public var quiet = false

    public init() {}

    /// The console with these options, on the standard streams.
    public func console() -> Console {
        // Of several ranks, only the first one speaks.
        guard Ranks.isFirst else { return Console(isQuiet: true, results: NoText(), messages: NoText()) }
        return Console(isQuiet: quiet, isJSON: json)
    }
}
