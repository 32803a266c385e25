import Foundations

/// What the divided steps of a training have taken: the member `ranks` of its summary.
///
/// Seconds and bytes are averaged over the ranks, and are those of the steps that the last process of the run has taken:
/// without its evaluations, checkpoints and figures, and without what was trained before `--resume`.
public struct RankReport: Equatable, Sendable {
    /// The number of ranks.
    public var count: Int
    /// V, the number of shards of a step.
    public var shards: Int
    /// The number of shards that rank 0 computes at the same time.
    public var threads: Int
    /// The number of steps.
    public var steps: Int
    /// Seconds of computing, in all steps.
    public var secondsComputing: Double
    /// Seconds of waiting for other ranks and for the network, in all steps; 0 on one rank.
    public var secondsWaiting: Double
    /// Bytes that a rank sends to others in a step; 0 on one rank.
    public var bytesSentPerStep: Int

    /// The report of some ranks.
    ///
    /// - Parameters:
    ///   - ranks: what each has measured, one or more.
    ///   - shards: of a step.
    ///   - threads: the number of shards that rank 0 computes at the same time.
    init(_ ranks: [StepTimes], shards: Int, threads: Int) {
        let count = Double(ranks.count)
        (self.count, self.shards, self.threads, steps) = (ranks.count, shards, threads, ranks[0].steps)
        secondsWaiting = ranks.reduce(0) { $0 + $1.waiting } / count
        secondsComputing = ranks.reduce(0) { $0 + $1.seconds } / count - secondsWaiting
        let sent = Double(ranks.reduce(0) { $0 + $1.bytes }) / count
        bytesSentPerStep = Int((sent / Double(max(1, steps))).rounded())
    }

    /// The member of a summary.
    var json: JSONValue {
        .object([
            "count": .integer(count), "shards": .integer(shards), "threads": .integer(threads),
            "steps": .integer(steps), "seconds_computing": .number(secondsComputing),
            "seconds_waiting": .number(secondsWaiting), "bytes_sent_per_step": .integer(bytesSentPerStep),
        ])
    }
}
