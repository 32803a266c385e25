/// An error that knows how a command-line tool should end: its description is the one line shown, its code the
/// process's. Errors of `Core` and of the packages conform, so that a tool can let them through.
public protocol ExitCodeProviding: Error, CustomStringConvertible {
    /// The exit code, from `sysexits.h`; see ``ExitStatus``.
    var exitCode: Int32 { get }
}

/// The exit codes of the tools: those of BSD's `sysexits.h`, and 128 plus the signal's number after an interruption.
public enum ExitStatus {
    /// All went well.
    public static let success: Int32 = 0
    /// The command line is wrong.
    public static let usage: Int32 = 64
    /// An input file holds bad data.
    public static let badData: Int32 = 65
    /// An input file does not exist or cannot be read.
    public static let noInput: Int32 = 66
    /// A mistake inside the tool.
    public static let software: Int32 = 70
    /// An output file cannot be made.
    public static let cannotCreate: Int32 = 73
    /// Writing failed: a full disk, a closed stream.
    public static let ioError: Int32 = 74
    /// Ended by Ctrl-C (128 + SIGINT).
    public static let interrupted: Int32 = 130
}

/// An error that ends a tool: one line for the user, and the exit code.
public struct ToolError: ExitCodeProviding, Equatable {
    /// What went wrong, where, and what was expected, in one line.
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
    /// An input file holds bad data: 65.
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
