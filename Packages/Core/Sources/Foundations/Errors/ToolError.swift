/// An error that ends a tool: one line for the user, and the exit code.
public struct ToolError: ExitCodeProviding, Equatable {
    /// The problem, its place, and what was expected, in one line.
    public let message: String
    /// The exit code; see ``ExitStatus``.
    public let exitCode: Int32

    /// An error with any code.
    public init(_ message: String, exitCode: Int32) {
        self.message = message
        self.exitCode = exitCode
    }

    public var description: String { message }

    /// The command line is wrong: 64.
    public static func usage(_ message: String) -> ToolError { ToolError(message, exitCode: ExitStatus.usage) }
    /// An input file contains bad data: 65.
    public static func badData(_ message: String) -> ToolError { ToolError(message, exitCode: ExitStatus.badData) }
    /// An input is missing: 66.
    public static func noInput(_ message: String) -> ToolError { ToolError(message, exitCode: ExitStatus.noInput) }
    /// A mistake inside the tool: 70.
    public static func software(_ message: String) -> ToolError { ToolError(message, exitCode: ExitStatus.software) }
    /// An output file cannot be made: 73.
    public static func cannotCreate(_ message: String) -> ToolError {
        ToolError(message, exitCode: ExitStatus.cannotCreate)
    }
    /// Writing failed: 74.
    public static func ioError(_ message: String) -> ToolError { ToolError(message, exitCode: ExitStatus.ioError) }
}
