import Engine
import Foundations

/// Evaluations of a training whose steps are divided into shards: their batches are divided among the ranks, and those of a
/// rank among its threads. Every batch has one thread, so that the results do not depend on who computes them.
final class DividedEvaluation: Sendable {
    /// That of the training whose model is scored; nil where evaluations are not divided.
    @TaskLocal static var current: DividedEvaluation?

    private let communicator: Communicator
    /// As many as the rank has threads; each keeps what it has compiled.
    private let engines: [OneDNNEngine]

    /// - Parameters:
    ///   - communicator: the ranks that evaluate together.
    ///   - threads: how many batches this rank evaluates at the same time.
    init(_ communicator: Communicator, threads: Int) {
        self.communicator = communicator
        engines = (0..<max(1, threads)).map { _ in OneDNNEngine() }
    }

    /// The same on this rank alone, for what not all ranks do.
    func alone() -> DividedEvaluation { DividedEvaluation(.alone, threads: engines.count) }

    /// The results of `count` batches, in order.
    ///
    /// - Parameters:
    ///   - count: the same on all ranks.
    ///   - result: what a batch, by its number, results in, as words; it is called by several threads at the same time.
    func results(of count: Int, _ result: @Sendable (Int) -> [UInt32]) -> [[UInt32]] {
        let own = (0..<count).filter { $0 % communicator.size == communicator.rank }
        var known = [[UInt32]](repeating: [], count: own.count)
        known.withUnsafeMutableBufferPointer { known in
            guard let start = known.baseAddress else { return }
            let (results, engines, threads) = (ParallelOutput(start), engines, min(engines.count, own.count))
            Parallel.threads = threads
            Parallel.each(threads) { thread in
                // Every operation of a batch has one thread, on any number of threads.
                Parallel.threads = 1
                ComputeContext.with(engines[thread]) {
                    for place in stride(from: thread, to: own.count, by: threads) {
                        results[place] = result(own[place])
                    }
                }
            }
            Parallel.threads = 1
        }
        guard communicator.size > 1 else { return known }
        // Each result after its length.
        let words = known.flatMap { [UInt32($0.count)] + $0 }
        var all = [[UInt32]](repeating: [], count: count)
        for (rank, words) in communicator.gather(numbers: words).enumerated() {
            var place = 0
            for number in stride(from: rank, to: count, by: communicator.size) {
                let end = place + 1 + Int(words[place])
                all[number] = Array(words[place + 1..<end])
                place = end
            }
        }
        return all
    }
}
