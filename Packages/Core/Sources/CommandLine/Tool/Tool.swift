import ArgumentParser
import Datasets
import Figures
import Files
import Foundations
import Tensors
import Training

/// The root command of a command-line tool. Mark it `@main`; every error of `run()` becomes one line on standard error
/// and the right exit code (see `ExitStatus`).
///
/// ```swift
/// import ArgumentParser
///
/// @main
/// struct KMNISTTrain: Tool {
///     static let configuration = CommandConfiguration.tool("kmnist-train", abstract: "Train on characters.")
///     @OptionGroup(title: "Output") var output: OutputOptions
///     func run() throws { try output.console().result("done") }
/// }
/// ```
///
/// Subcommands are ordinary `ParsableCommand`s. Every error of `validate()` is a usage error (64); files are opened in
/// `run()`.
public protocol Tool: ParsableCommand {}

/// A command that all ranks of an MPI launch run together. Rank 0 alone runs the others.
public protocol SharedCommand: ParsableCommand {}

extension Tool {
    /// Runs the tool with the process's arguments and ends the process.
    public static func main() {
        Platform.prepareStandardStreams()
        if !CommandLine.arguments.contains(where: ["-h", "--help", "--version"].contains) { OpenMPSettings.apply() }
        Platform.end(Ranks.end(deliver(outcome(of: Array(CommandLine.arguments.dropFirst())))))
    }

    /// Ends the process with an error that is known before the arguments are parsed.
    public static func fail(_ error: any Error) -> Never {
        Platform.prepareStandardStreams()
        Platform.end(deliver(outcome(ofRunning: error)))
    }

    /// Parses the arguments, runs the command, and returns how the process should end, instead of ending it.
    ///
    /// - Parameter arguments: the arguments, without the tool's name.
    public static func outcome(of arguments: [String]) -> ToolOutcome {
        var command: ParsableCommand
        do {
            command = try parseAsRoot(NegativeNumbers.joined(arguments))
        } catch {
            return unknownCommand(in: arguments) ?? outcome(ofParsing: error)
        }
        // What is not shared among ranks, rank 0 does alone.
        if !Ranks.isFirst, !(command is any SharedCommand) { return ToolOutcome(exitCode: ExitStatus.success) }
        if let problem = Platform.memoryProblem {
            return ToolOutcome(exitCode: ExitStatus.software, message: errorLine(problem))
        }
        do {
            try command.run()
            return ToolOutcome(exitCode: ExitStatus.success)
        } catch {
            return outcome(ofRunning: error)
        }
    }

    /// A request for help or the version, or a usage error. Every other error of `validate()` is one, too.
    private static func outcome(ofParsing error: Error) -> ToolOutcome {
        let text = fullMessage(for: error)
        if exitCode(for: error).isSuccess {
            return ToolOutcome(exitCode: ExitStatus.success, output: UsageText.wrapped(text) + "\n")
        }
        let line = UsageText.line(message(for: error))
        let hint = UsageText.hint(in: text).map { $0 + "\n" } ?? ""
        return ToolOutcome(exitCode: ExitStatus.usage, message: errorLine(line) + hint)
    }

    /// A first argument that is similar to a subcommand. The parser would take it for an argument of the default one.
    private static func unknownCommand(in arguments: [String]) -> ToolOutcome? {
        let known = configuration.subcommands.map { $0._commandName }
        guard let typed = arguments.first, !typed.hasPrefix("-"), !known.contains(typed),
            Suggestions.nearest(to: typed, in: known) != nil
        else { return nil }
        let line = Suggestions.message(unknown: typed, kind: "command", known: known)
        return ToolOutcome(
            exitCode: ExitStatus.usage,
            message: errorLine(line) + "See '\(_commandName) --help' for more information.\n")
    }

    private static func outcome(ofRunning error: Error) -> ToolOutcome {
        switch error {
        case let failure as OutputFailure where failure.isClosedPipe:
            return ToolOutcome(exitCode: ExitStatus.success)
        case let error as any ExitCodeProviding:
            return ToolOutcome(exitCode: error.exitCode, message: errorLine(error.description, code: error.exitCode))
        case let code as ExitCode:
            return ToolOutcome(exitCode: code.rawValue)
        // The parser's own: a request for help, which it answers only now, or a late `ValidationError`.
        case let error where exitCode(for: error) != .failure:
            return outcome(ofParsing: error)
        default:
            return ToolOutcome(exitCode: ExitStatus.software, message: errorLine(String(describing: error)))
        }
    }

    /// The one line of an error. An interruption is not called an error.
    private static func errorLine(_ message: String, code: Int32 = ExitStatus.software) -> String {
        let label = code > 128 ? "" : "error: "
        return "\(_commandName): \(label)\(UsageText.oneLine(message))\n"
    }

    /// Writes the remaining text and returns the exit code.
    private static func deliver(_ outcome: ToolOutcome) -> Int32 {
        guard Ranks.isFirst else {
            Ranks.report(outcome.message)
            return outcome.exitCode
        }
        var (code, message) = (outcome.exitCode, outcome.message)
        do {
            try StandardStream.flushPrinted()
            try StandardStream.output.write(outcome.output)
        } catch let failure where !failure.isClosedPipe && code == ExitStatus.success {
            (code, message) = (failure.exitCode, errorLine(failure.description))
        } catch {
            // A reader that closed the pipe needs no message, and an earlier error is the one to report.
        }
        try? StandardStream.error.write(message)
        return code
    }
}
