import CommandLineSupport

/// A sink that keeps what it was given, and can be told to fail.
final class Captured: TextSink {
    var writes: [String] = []
    var failure: OutputFailure?

    var text: String { writes.joined() }

    func write(_ text: String) throws(OutputFailure) {
        if let failure { throw failure }
        writes.append(text)
    }
}

/// A clock that stands still until it is told otherwise.
final class FakeClock {
    var time = Duration.zero

    func pass(_ milliseconds: Int) { time += .milliseconds(milliseconds) }
}

/// A console whose two streams are captured.
struct CapturedConsole {
    let results = Captured()
    let messages = Captured()
    let clock = FakeClock()
    let console: Console

    init(
        isQuiet: Bool = false, isJSON: Bool = false, terminal: Terminal = Terminal(isInteractive: false),
        showsResults: Bool = false
    ) {
        let clock = clock
        console = Console(
            isQuiet: isQuiet, isJSON: isJSON, results: results, messages: messages, terminal: terminal,
            showsResults: showsResults, now: { clock.time })
    }
}
