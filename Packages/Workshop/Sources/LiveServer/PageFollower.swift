import Core
import NIOCore

/// The page of runs, read again when their files change, and the browsers that wait for it.
///
/// Nothing is read while no browser looks. Reading and writing take a fiftieth of one processor's time, because a training
/// uses the same machine: the larger the page, the longer the pauses, up to ten seconds.
public actor PageFollower {
    /// A state of the page for a browser that has none or an earlier one.
    struct Update: Sendable {
        /// The name of the state.
        let state: String
        /// The message that takes a browser to it.
        let message: ByteBuffer
    }

    /// The shortest and the longest time between two looks at the files.
    static let pauses = Duration.milliseconds(250)...Duration.seconds(10)
    /// The time after which a browser gets a sign of life, by which either side notices that the other has gone.
    private static let beat = Duration.seconds(15)

    private let choose: @Sendable () -> [RunFolder]
    private let title: String?
    /// Tells the states of this server from those of an earlier one at the same address.
    private let identity = String(UInt32.random(in: 0 ... .max), radix: 36)
    private var number = 0
    private var stamps: RunStamps?
    private var page: RunPage?
    private var earlier: RunPage?
    private var forms = Forms()

    /// The present state as browsers get it: the page, and the messages for a browser with no state and for one with the
    /// earlier state.
    private struct Forms { var html, whole, change: ByteBuffer? }

    private let pauses: ClosedRange<Duration>
    /// The processor time that reading and writing the present state has taken so far.
    private var cost = Duration.zero
    private var pause: Duration { min(max(cost * 50, pauses.lowerBound), pauses.upperBound) }
    private var latestLook: ContinuousClock.Instant?
    private var latestBeat = ContinuousClock.now
    private var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    private var latestListener = 0
    /// The last words, once the server ends.
    private var ending: String?

    /// - Parameters:
    ///   - title: the page's title; nil for one that says what is trained.
    ///   - choose: the runs to show; asked at every look, so it may follow the latest one.
    public init(title: String? = nil, runs choose: @escaping @Sendable () -> [RunFolder]) {
        self.init(title: title, pauses: Self.pauses, runs: choose)
    }

    init(title: String? = nil, pauses: ClosedRange<Duration>, runs choose: @escaping @Sendable () -> [RunFolder]) {
        (self.title, self.pauses, self.choose) = (title, pauses, choose)
    }

    // MARK: - States

    private var state: String { "\(identity)-\(number)" }

    /// The page as it is now: who opens it does not wait for the end of a pause.
    func currentPage() -> ByteBuffer {
        lookIfDue(after: pauses.lowerBound)
        return made(\.html) { page?.html(followedFrom: state) ?? "" }
    }

    /// What takes a browser to the present state; nil where it has that.
    ///
    /// - Parameter known: the state that the browser has; nil for none.
    func update(after known: String?) -> Update? {
        lookIfDue()
        guard known != state else { return nil }
        if let earlier, number > 1, known == "\(identity)-\(number - 1)" {
            return Update(state: state, message: made(\.change) { message(page?.data(after: earlier) ?? "{}") })
        }
        return Update(state: state, message: made(\.whole) { message(page?.data ?? "{}") })
    }

    private func message(_ data: String) -> String { "id: \(state)\ndata: \(data)\n\n" }

    /// A form of the present state, made once for all browsers.
    private func made(_ form: WritableKeyPath<Forms, ByteBuffer?>, _ text: () -> String) -> ByteBuffer {
        if let known = forms[keyPath: form] { return known }
        let start = ProcessorTime.now
        let bytes = ByteBuffer(string: text())
        forms[keyPath: form] = bytes
        cost += ProcessorTime.now - start
        return bytes
    }

    /// The last message of a stream.
    var farewell: ByteBuffer { ByteBuffer(string: "event: end\ndata: \(ending ?? "")\n\n") }

    private func lookIfDue(after pause: Duration? = nil) {
        if let latestLook, ContinuousClock.now - latestLook < pause ?? self.pause { return }
        look()
    }

    private func look() {
        let start = ProcessorTime.now
        let runs = choose()
        let stamps = RunStamps(runs, after: stamps)
        if stamps != self.stamps || page == nil {
            // Read after the stamps: what changes in between is noticed the next time.
            (earlier, page, self.stamps) = (page, RunPage(runs, title: title), stamps)
            forms = Forms()
            number += 1
            for listener in listeners.values { listener.yield() }
        }
        (latestLook, cost) = (ContinuousClock.now, ProcessorTime.now - start)
    }

    // MARK: - Browsers

    /// Signals to look for an update: one now, one after every change, and others as signs of life. A browser that is
    /// slow gets fewer; the stream ends with the server.
    func listen() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
        guard ending == nil else {
            continuation.finish()
            return stream
        }
        latestListener += 1
        let key = latestListener
        listeners[key] = continuation
        continuation.onTermination = { [weak self] _ in
            Task { await self?.forget(key) }
        }
        return stream
    }

    private func forget(_ key: Int) { listeners[key] = nil }

    /// Looks for changes until the task is canceled.
    func follow() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            guard !listeners.isEmpty, ending == nil else { continue }
            lookIfDue()
            guard ContinuousClock.now - latestBeat > Self.beat else { continue }
            latestBeat = ContinuousClock.now
            for listener in listeners.values { listener.yield() }
        }
    }

    /// Looks for the last time and ends all streams.
    ///
    /// - Parameter words: what the pages say then.
    func end(saying words: String) {
        guard ending == nil else { return }
        if !listeners.isEmpty { look() }
        ending = words
        for listener in listeners.values { listener.finish() }
    }
}
