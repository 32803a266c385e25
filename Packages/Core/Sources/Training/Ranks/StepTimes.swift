/// What the divided steps of this process have taken, on this rank.
struct StepTimes: Codable, Equatable, Sendable {
    /// The number of steps.
    private(set) var steps = 0
    /// Seconds of all of them, waiting included.
    private(set) var seconds = 0.0
    /// Seconds of waiting for other ranks.
    private(set) var waiting = 0.0
    /// Bytes that the rank has sent to others.
    private(set) var bytes = 0

    /// Times of no step.
    init() {}

    /// Times as they were measured.
    init(steps: Int, seconds: Double, waiting: Double, bytes: Int) {
        (self.steps, self.seconds, self.waiting, self.bytes) = (steps, seconds, waiting, bytes)
    }

    /// Adds a step.
    ///
    /// - Parameters:
    ///   - communicator: the ranks of the step.
    ///   - step: takes it.
    /// - Throws: what the step throws, which then is not counted.
    mutating func measure<Result>(_ communicator: Communicator, _ step: () throws -> Result) rethrows -> Result {
        let (start, waited, sent) = (ContinuousClock.now, communicator.secondsWaited, communicator.bytesSent)
        let result = try step()
        steps += 1
        seconds += (ContinuousClock.now - start) / .seconds(1)
        waiting += communicator.secondsWaited - waited
        bytes += communicator.bytesSent - sent
        return result
    }
}
