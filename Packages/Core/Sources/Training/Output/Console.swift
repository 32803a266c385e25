import Foundations

/// A tool's output: results on standard output, everything else on standard error.
///
/// It writes lines: control characters in names and texts are shown as escapes (`String.displayed`). Text that is
/// itself the result goes through ``text(_:)``.
///
/// With `--json` standard output contains only the JSON object, and the results in words go to standard error. With
/// `--quiet` there is no progress and there are no notes; results, warnings and errors remain.
public final class Console {
    /// Whether progress and notes are left out.
    public let isQuiet: Bool
    /// Whether standard output contains only one JSON object.
    public let isJSON: Bool
    let terminal: Terminal
    private let showsResults: Bool
    let now: () -> Duration
    private let results: any TextSink
    private let messages: any TextSink
    private var hasLiveLine = false

    /// A console.
    ///
    /// - Parameters:
    ///   - isQuiet: whether progress and notes are left out.
    ///   - isJSON: whether standard output contains only one JSON object.
    ///   - results: the sink for results.
    ///   - messages: the sink for everything else.
    ///   - terminal: the capabilities of `messages`.
    ///   - showsResults: whether `results` is a terminal.
    ///   - now: the time since a fixed moment.
    public init(
        isQuiet: Bool = false, isJSON: Bool = false, results: any TextSink = StandardStream.output,
        messages: any TextSink = StandardStream.error, terminal: Terminal = .standardError,
        showsResults: Bool = Terminal.isStandardOutput,
        now: @escaping () -> Duration = Console.monotonicTime()
    ) {
        self.isQuiet = isQuiet
        self.isJSON = isJSON
        self.results = results
        self.messages = messages
        self.terminal = terminal
        self.showsResults = showsResults
        self.now = now
    }

    deinit { clearLiveLine() }

    /// Writes a line of results.
    ///
    /// - Throws: ``OutputFailure`` where standard output cannot be written; let it through.
    public func result(_ line: String = "") throws(OutputFailure) {
        if isJSON {
            note(line)
        } else {
            clearLiveLine()
            try results.write(line.displayed + "\n")
        }
    }

    /// Writes text that is the result itself, such as a sample or a table for other programs: to a file or pipe without
    /// changes, to a terminal with escapes for control characters. Its line ends stay.
    ///
    /// - Throws: ``OutputFailure`` where standard output cannot be written; let it through.
    public func text(_ text: String) throws(OutputFailure) {
        if isJSON {
            for line in text.split(whereSeparator: \.isNewline) { note(String(line)) }
            return
        }
        clearLiveLine()
        try results.write(showsResults ? text.displayedLines.joined(separator: "\n") : text)
    }

    /// Writes a table of results.
    ///
    /// - Throws: ``OutputFailure`` where standard output cannot be written; let it through.
    public func result(_ table: TextTable) throws(OutputFailure) {
        for line in table.lines { try result(line) }
    }

    /// Writes lines of results.
    ///
    /// - Throws: `OutputFailure` where standard output cannot be written; let it through.
    public func result(_ lines: [String]) throws(OutputFailure) {
        for line in lines { try result(line) }
    }

    /// Ends the results: the summary in words, or with `--json` as one JSON object on one line.
    ///
    /// - Throws: ``OutputFailure`` where standard output cannot be written; let it through.
    public func summary(_ summary: RunSummary) throws(OutputFailure) {
        guard isJSON else {
            for line in summary.lines { try result(line) }
            return
        }
        clearLiveLine()
        try results.write(JSONString.displayed(JSONValue.object(summary.json).text) + "\n")
    }

    /// Prints a note for the user; silent with `--quiet`.
    public func note(_ line: String) {
        if !isQuiet { say(line) }
    }

    /// Prints what the user has asked for, although it is no result; also with `--quiet`.
    public func announce(_ line: String) { say(line) }

    /// Prints a warning for the user.
    public func warning(_ line: String) { say("warning: " + line) }

    /// Whether a line can be redrawn.
    public var isInteractive: Bool { terminal.isInteractive }

    /// Shows progress: a line that the next one replaces on a terminal, a note elsewhere.
    public func progress(_ line: String) {
        if isQuiet { return }
        if isInteractive { draw(line.displayed) } else { say(line) }
    }

    /// Draws a line that the next one replaces. Training continues even if the terminal cannot be written to.
    func draw(_ line: String) {
        hasLiveLine = true
        try? messages.write("\r\(line)\u{1B}[K")
    }

    /// Wipes the line that is redrawn, if there is one.
    public func clearLiveLine() {
        guard hasLiveLine else { return }
        hasLiveLine = false
        try? messages.write("\r\u{1B}[K")
    }

    private func say(_ line: String) {
        clearLiveLine()
        try? messages.write(line.displayed + "\n")
    }

    /// A clock that runs on while the machine sleeps, counted from this call.
    public static func monotonicTime() -> () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }
}
