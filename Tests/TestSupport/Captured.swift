import Core

/// A sink that keeps what it was given, and can be told to fail.
package final class Captured: TextSink {
    package init() {}

    package var writes: [String] = []
    package var failure: OutputFailure?

    package var text: String { writes.joined() }

    package func write(_ text: String) throws(OutputFailure) {
        if let failure { throw failure }
        writes.append(text)
    }
}

/// A clock that stands still until it is told otherwise.
package final class FakeClock {
    package init() {}

    package var time = Duration.zero

    package func pass(_ milliseconds: Int) { time += .milliseconds(milliseconds) }
}

/// A console whose two streams are captured.
package struct CapturedConsole {
    package let results = Captured()
    package let messages = Captured()
    package let clock = FakeClock()
    package let console: Console

    package init(
        isQuiet: Bool = false, isJSON: Bool = false, terminal: Terminal = Terminal(isInteractive: false),
        showsResults: Bool = false
    ) {
        let clock = clock
        console = Console(
            isQuiet: isQuiet, isJSON: isJSON, results: results, messages: messages, terminal: terminal,
            showsResults: showsResults, now: { clock.time })
    }
}
