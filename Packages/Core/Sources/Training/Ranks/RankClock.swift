import Foundations

/// How long the ranks of a training compute, and how long they wait for each other.
struct RankClock {
    private let communicator: Communicator
    private let start = ContinuousClock.now
    private let waited: Double

    init(_ communicator: Communicator) {
        (self.communicator, waited) = (communicator, communicator.secondsWaited)
    }

    /// Says the times of all ranks; warns where one of them waits more than it computes.
    ///
    /// - Parameters:
    ///   - console: where rank 0 says them.
    ///   - training: what takes the steps by shards; nil where batches are not divided.
    /// - Returns: what the divided steps have taken; nil where batches are not divided.
    /// - Throws: `ToolError` where another rank's times cannot be read.
    func report(on console: Console, of training: ShardedTraining?) throws(ToolError) -> RankReport? {
        guard let training else { return nil }
        let report = RankReport(
            try communicator.values(training.times), shards: training.exchange.tree.shards, threads: training.threads)
        guard communicator.size > 1 else { return report }
        let all = (ContinuousClock.now - start) / .seconds(1)
        let own = RankTimes(all: all, waiting: communicator.secondsWaited - waited)
        let ranks = try communicator.values(own)
        console.note(RankTimes.line(ranks))
        if let warning = RankTimes.warning(ranks) { console.warning(warning) }
        return report
    }
}

/// The seconds of a rank's training, and those of them that it waited for others.
struct RankTimes: Codable, Equatable, Sendable {
    var all: Double
    var waiting: Double

    /// One line: computing and waiting, averaged over the ranks.
    static func line(_ ranks: [RankTimes]) -> String {
        let count = Double(max(1, ranks.count))
        let (all, waiting) = (ranks.reduce(0) { $0 + $1.all } / count, ranks.reduce(0) { $0 + $1.waiting } / count)
        return "ranks: \(Readable.duration(all - waiting)) computing and \(Readable.duration(waiting)) waiting for "
            + "others, on average"
    }

    /// What is wrong where a rank waits more than it computes; nil where none does.
    static func warning(_ ranks: [RankTimes]) -> String? {
        guard let rank = ranks.firstIndex(where: { $0.waiting > $0.all / 2 }) else { return nil }
        return "rank \(rank) waits more than half of the time: fewer ranks, or a larger --batch-size, use them better"
    }
}
