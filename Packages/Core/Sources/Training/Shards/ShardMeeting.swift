import Dispatch
import Engine
import Foundations
import Synchronization

/// Where all shards of a phase meet at every batch normalization: each brings its numbers, and all get those of the batch.
///
/// Each shard of this rank has a thread of its own, because it waits for the others in the middle of its work; a few of them
/// compute at the same time. The main thread alone speaks with the other ranks.
final class ShardMeeting: Sendable {
    /// What is made of the numbers that the shards bring.
    enum Purpose {
        /// Means and biased variances of the batch, of those of the shards.
        case statistics
        /// The average of the shards' numbers.
        case average
    }

    private struct Hall {
        /// What the waiting shards have brought, by their places on this rank.
        var brought: [Int: [Double]] = [:]
        var purpose = Purpose.average
        /// The shards that have ended.
        var ended = 0
        var result: [Double] = []
    }

    private let communicator: Communicator
    /// The shards of this rank.
    private let own: Range<Int>
    /// The examples of every shard of the step.
    private let counts: [Int]
    /// The places of this rank's shards with examples.
    let places: [Int]
    private let hall = Mutex(Hall())
    /// As many shards as may compute at the same time.
    private let desks: DispatchSemaphore
    private let isQuiet = DispatchSemaphore(value: 0)
    private let turns: [DispatchSemaphore]

    /// - Parameters:
    ///   - communicator: the ranks.
    ///   - tree: the shards.
    ///   - examples: those of the step.
    ///   - threads: how many shards of this rank compute at the same time.
    init(_ communicator: Communicator, _ tree: ShardTree, of examples: Int, threads: Int) {
        let own = tree.shards(of: communicator.rank, among: communicator.size)
        let counts = (0..<tree.shards).map { tree.examples(of: $0, among: examples).count }
        (self.communicator, self.own, self.counts) = (communicator, own, counts)
        places = own.filter { counts[$0] > 0 }.map { $0 - own.lowerBound }
        desks = DispatchSemaphore(value: threads)
        turns = own.map { _ in DispatchSemaphore(value: 0) }
    }

    /// Runs `body` for the place of every shard with examples; returns when those of all ranks have ended.
    ///
    /// - Throws: `ToolError` where the machine gives too few threads.
    func hold(_ body: @Sendable (_ place: Int, _ parts: any BatchParts) -> Void) throws(ToolError) {
        let isHeld = Parallel.together(places.count) { number in
            let place = places[number]
            desks.wait()
            body(place, seat(of: place))
            let isLast = hall.withLock { hall in
                hall.ended += 1
                return isComplete(hall)
            }
            desks.signal()
            if isLast { isQuiet.signal() }
        } meanwhile: {
            preside()
        }
        if !isHeld {
            throw ToolError(
                "--sync-batchnorm: \(Readable.count(places.count, "thread")) for as many shards could not be started; "
                    + "fewer --shards or more ranks need fewer", exitCode: ExitStatus.unavailable)
        }
    }

    private func seat(of place: Int) -> any BatchParts {
        ShardSeat(
            meeting: self, place: place, examples: counts[own.lowerBound + place], all: counts.reduce(0, +))
    }

    private func isComplete(_ hall: Hall) -> Bool { hall.brought.count + hall.ended == places.count }

    // MARK: - A shard

    /// Brings a shard's numbers, and waits for the result of all shards.
    fileprivate func meet(_ place: Int, _ purpose: Purpose, _ numbers: [Double]) -> [Double] {
        let isLast = hall.withLock { hall in
            hall.brought[place] = numbers
            hall.purpose = purpose
            return isComplete(hall)
        }
        desks.signal()
        if isLast { isQuiet.signal() }
        turns[place].wait()
        desks.wait()
        return hall.withLock(\.result)
    }

    // MARK: - The main thread

    /// Lets the shards of all ranks meet until all have ended.
    private func preside() {
        while true {
            if hall.withLock({ $0.ended < places.count }) { isQuiet.wait() }
            let (brought, purpose) = hall.withLock { ($0.brought, $0.purpose) }
            var all: [Int: [Double]] = [:]
            for (place, numbers) in brought { all[own.lowerBound + place] = numbers }
            all = communicator.gather(all)
            if all.isEmpty { return }
            var result = combined(0..<counts.count, all, purpose).numbers
            if purpose == .average { result = result.map { $0 / Double(counts.reduce(0, +)) } }
            hall.withLock { ($0.result, $0.brought) = (result, [:]) }
            for place in brought.keys { turns[place].signal() }
        }
    }

    /// A node's numbers, in the tree's order; the average is not divided yet.
    private func combined(
        _ node: Range<Int>, _ all: [Int: [Double]], _ purpose: Purpose
    ) -> (numbers: [Double], count: Double) {
        guard let middle = ShardTree.middle(of: node) else {
            let count = Double(counts[node.lowerBound])
            guard let numbers = all[node.lowerBound] else { return ([], 0) }
            return (purpose == .average ? numbers.map { $0 * count } : numbers, count)
        }
        let left = combined(node.lowerBound..<middle, all, purpose)
        let right = combined(middle..<node.upperBound, all, purpose)
        if left.count == 0 { return right }
        if right.count == 0 { return left }
        let count = left.count + right.count
        if purpose == .average { return (zip(left.numbers, right.numbers).map { $0 + $1 }, count) }
        return (ChannelStatistics.combined(left, right, of: count), count)
    }
}

/// Means and variances of parts, channel by channel.
private enum ChannelStatistics {
    /// Means, then biased variances, of two parts together (Chan, Golub, LeVeque 1979).
    static func combined(
        _ a: (numbers: [Double], count: Double), _ b: (numbers: [Double], count: Double), of count: Double
    ) -> [Double] {
        let channels = a.numbers.count / 2
        var numbers = a.numbers
        for channel in 0..<channels {
            let difference = b.numbers[channel] - a.numbers[channel]
            numbers[channel] += difference * (b.count / count)
            let (first, second) = (a.numbers[channels + channel], b.numbers[channels + channel])
            numbers[channels + channel] =
                (first * a.count + second * b.count) / count
                + difference * difference * (a.count / count) * (b.count / count)
        }
        return numbers
    }
}

/// A shard's place at a meeting.
private struct ShardSeat: BatchParts {
    let meeting: ShardMeeting
    let place: Int
    let examples: Int
    let all: Int

    func numbers(where count: Int) -> Int { count / max(1, examples) * all }
    func statistics(_ own: Buffer) -> Buffer { meet(.statistics, own) }
    func sums(_ own: Buffer) -> Buffer { meet(.average, own) }

    private func meet(_ purpose: ShardMeeting.Purpose, _ own: Buffer) -> Buffer {
        let all = Buffer(shape: own.shape, type: own.type)
        let count = own.count
        withExtendedLifetime((own, all)) {
            if own.type == .float64 {
                let numbers = Array(UnsafeBufferPointer(start: own.rowMajor(Double.self), count: count))
                let result = meeting.meet(place, purpose, numbers)
                all.rowMajor(Double.self).update(from: result, count: min(count, result.count))
            } else {
                let numbers = UnsafeBufferPointer(start: own.rowMajor(Float.self), count: count).map(Double.init)
                let result = meeting.meet(place, purpose, numbers).map(Float.init)
                all.rowMajor(Float.self).update(from: result, count: min(count, result.count))
            }
        }
        return all
    }
}

extension Communicator {
    /// Numbers of all ranks by the shards that they belong to.
    fileprivate func gather(_ own: [Int: [Double]]) -> [Int: [Double]] {
        if size == 1 { return own }
        // Every entry: the shard, how many numbers, the numbers.
        let words = own.sorted { $0.key < $1.key }.flatMap { [Double($0.key), Double($0.value.count)] + $0.value }
        var all: [Int: [Double]] = [:]
        for words in gather(numbers: words) {
            var place = 0
            while place + 1 < words.count {
                let end = place + 2 + Int(words[place + 1])
                all[Int(words[place])] = Array(words[place + 2..<end])
                place = end
            }
        }
        return all
    }
}
