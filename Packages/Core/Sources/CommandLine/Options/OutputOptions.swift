import ArgumentParser
import Training

/// How a tool speaks.
public struct OutputOptions: ParsableArguments {
    /// Whether standard output holds one JSON object and nothing else.
    @Flag(help: "Print the results as one JSON object; words go to standard error.")
    public var json = false

    /// Whether progress and notes are left out.
    @Flag(help: "Show no progress.")
    public var quiet = false

    public init() {}

    /// The console that speaks so, on the standard streams.
    public func console() -> Console { Console(isQuiet: quiet, isJSON: json) }
}
