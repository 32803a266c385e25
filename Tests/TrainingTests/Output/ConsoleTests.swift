import Core
import TestSupport
import Testing

/// Which words go where.
@Suite struct ConsoleTests {
    @Test func resultsAndMessagesPart() throws {
        let captured = CapturedConsole()
        try captured.console.result("accuracy 98.5 %")
        captured.console.note("reading")
        captured.console.warning("the built-in set is used")
        #expect(captured.results.text == "accuracy 98.5 %\n")
        #expect(captured.messages.text == "reading\nwarning: the built-in set is used\n")
    }

    @Test func quietKeepsResultsAndWarnings() throws {
        let captured = CapturedConsole(isQuiet: true)
        try captured.console.result("accuracy 98.5 %")
        captured.console.note("reading")
        captured.console.warning("careful")
        #expect(captured.results.text == "accuracy 98.5 %\n")
        #expect(captured.messages.text == "warning: careful\n")
    }

    @Test func withJSONStandardOutputHoldsTheObjectAlone() throws {
        let captured = CapturedConsole(isJSON: true)
        try captured.console.result("accuracy 98.5 %")
        var summary = RunSummary(tool: "sample")
        summary.peakMemoryBytes = nil
        try captured.console.summary(summary)
        #expect(captured.results.text == "{\"tool\":\"sample\",\"version\":\"0.2.0-dev\"}\n")
        #expect(captured.messages.text == "accuracy 98.5 %\n")
    }

    @Test func withoutJSONTheSummaryIsWords() throws {
        let captured = CapturedConsole()
        var summary = RunSummary(tool: "sample")
        summary.peakMemoryBytes = 47_000_000
        summary.testAccuracy = 0.985
        try captured.console.summary(summary)
        #expect(captured.results.text == "accuracy  98.5 % test\nmemory    47.0 MB at most\n")
    }

    @Test func aFailingStandardOutputIsAnError() {
        let captured = CapturedConsole()
        let failure = OutputFailure(stream: "standard output", code: 28)
        captured.results.failure = failure
        #expect(throws: failure) { try captured.console.result("lost") }
        #expect(failure.exitCode == 74 && !failure.isClosedPipe)
    }

    @Test func aFailingStandardErrorIsNone() throws {
        let captured = CapturedConsole()
        captured.messages.failure = OutputFailure(stream: "standard error", code: 32)
        captured.console.note("lost")
        try captured.console.result("kept")
        #expect(captured.results.text == "kept\n")
    }

    @Test func whatWouldSteerATerminalIsShownAsAnEscape() throws {
        let name = "a\u{1B}[2Jb\u{202E}c\nd"
        let shown = "a\\u{1b}[2Jb\\u{202e}c\\u{a}d"
        let captured = CapturedConsole()
        try captured.console.result(name)
        try captured.console.result([name, "x"])
        captured.console.note(name)
        captured.console.warning(name)
        captured.console.progress(name)
        #expect(captured.results.text == "\(shown)\n\(shown)\nx\n")
        #expect(captured.messages.text == "\(shown)\nwarning: \(shown)\n\(shown)\n")
        let live = CapturedConsole(terminal: Terminal(isInteractive: true))
        live.console.progress(name)
        #expect(live.messages.text == "\r\(shown)\u{1B}[K")
    }

    @Test func cellsOfATableAreOneLineEachAndAligned() throws {
        var table = TextTable([.left("class\u{9B}"), .right("n")])
        table.add(["a\u{1B}\nb", "1"])
        table.add(["お", "20"])
        let captured = CapturedConsole()
        try captured.console.result(table)
        #expect(
            captured.results.text == """
                class\\u{9b}     n
                a\\u{1b}\\u{a}b   1
                お             20

                """)
    }

    @Test func textThatIsTheResultIsRawInAPipeAndEscapedOnATerminal() throws {
        let text = "a\u{1B}[2J\tお\r\n\nb\n"
        let pipe = CapturedConsole()
        try pipe.console.text(text)
        #expect(pipe.results.text == text)
        let terminal = CapturedConsole(showsResults: true)
        try terminal.console.text(text)
        #expect(terminal.results.text == "a\\u{1b}[2J\tお\n\nb\n")
        let json = CapturedConsole(isJSON: true)
        try json.console.text(text)
        #expect(json.results.text.isEmpty && json.messages.text == "a\\u{1b}[2J\\u{9}お\nb\n")
    }

    @Test func jsonHasNothingThatSteers() throws {
        let captured = CapturedConsole(isJSON: true)
        var summary = RunSummary(tool: "sample")
        (summary.peakMemoryBytes, summary.dataset) = (nil, "a\u{9B}\u{202E}\u{1B}お")
        try captured.console.summary(summary)
        #expect(captured.results.text.contains("\"dataset\":\"a\\u009b\\u202e\\u001bお\""))
    }
}
