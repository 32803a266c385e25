import CommandLineSupport
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
}
