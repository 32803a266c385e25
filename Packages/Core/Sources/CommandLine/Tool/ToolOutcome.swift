/// How a tool ends: what remains to be written, and the exit code.
public struct ToolOutcome: Equatable, Sendable {
    /// The exit code; see `ExitStatus`.
    public var exitCode: Int32
    /// Text for standard output: the answer to `--help` or `--version`.
    public var output = ""
    /// Text for standard error: the line of an error.
    public var message = ""

    /// An outcome; tests compare with it.
    public init(exitCode: Int32, output: String = "", message: String = "") {
        self.exitCode = exitCode
        self.output = output
        self.message = message
    }
}
