/// An error that knows how a command-line tool should end: its description is the one line shown, its code the
/// process's. Errors of `Core` and of the packages conform, so that a tool can let them through.
public protocol ExitCodeProviding: Error, CustomStringConvertible {
    /// The exit code, from `sysexits.h`; see ``ExitStatus``.
    var exitCode: Int32 { get }
}

/// The exit codes of the tools: those of BSD's `sysexits.h`, and 128 plus the signal's number after an interruption.
public enum ExitStatus {
    /// Success.
    public static let success: Int32 = 0
    /// The command line is wrong.
    public static let usage: Int32 = 64
    /// An input file contains bad data.
    public static let badData: Int32 = 65
    /// An input file does not exist or cannot be read.
    public static let noInput: Int32 = 66
    /// Something that the tool needs is missing on this machine.
    public static let unavailable: Int32 = 69
    /// A mistake inside the tool.
    public static let software: Int32 = 70
    /// An output file cannot be made.
    public static let cannotCreate: Int32 = 73
    /// Writing failed: a full disk, a closed stream.
    public static let ioError: Int32 = 74
    /// Ended by Ctrl-C (128 + SIGINT).
    public static let interrupted: Int32 = 130
}
