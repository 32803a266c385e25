import Datasets
import Engine
import Foundations
import Synchronization
import Tensors

/// A shard of this rank, in a step.
struct OwnShard {
    let numbers: ArraySlice<Int32>
    let weight: Float
    let random: RandomStreams
    var carried: [String: Tensor]
    /// Made at the first phase.
    var batch: Batch?

    init(numbers: ArraySlice<Int32>, of count: Int, random: RandomStreams, carried: [String: Tensor]) {
        (self.numbers, self.random, self.carried) = (numbers, random, carried)
        weight = Float(numbers.count) / Float(count)
    }
}

/// The shards of a phase, which several workers take one by one.
// Sendable although unchecked: every shard is taken by one worker, and the rest is only read.
final class ShardWork: @unchecked Sendable {
    private var shards: [OwnShard]
    private var figures: [[Double]]
    private var failures: [(any Error)?]
    private let source: [Tensor]
    private let state: TrainingState
    private let examples: any ExampleSource
    private let numbers: [UnsafeMutablePointer<Float>]
    private let count: Int
    private let next = Atomic<Int>(0)
    private let done = Mutex<Void>(())

    init(
        _ shards: [OwnShard], _ source: [Tensor], _ state: TrainingState, _ examples: any ExampleSource,
        _ numbers: [UnsafeMutablePointer<Float>], _ count: Int
    ) {
        (self.shards, self.source, self.state, self.examples) = (shards, source, state, examples)
        (self.numbers, self.count) = (numbers, count)
        figures = shards.map { _ in [] }
        failures = shards.map { _ in nil }
    }

    /// Computes shards until none is left.
    func run(_ phase: Int, on worker: ShardWorker) {
        while true {
            let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard place < numbers.count else { return }
            run(phase, place, on: worker, among: nil)
        }
    }

    /// Computes a shard, by its place among those of this rank.
    ///
    /// - Parameters:
    ///   - phase: the number of the phase.
    ///   - place: of the shard.
    ///   - worker: what computes it.
    ///   - parts: the shards that batches are normalized with; nil where each is normalized by itself.
    func run(_ phase: Int, _ place: Int, on worker: ShardWorker, among parts: (any BatchParts)?) {
        var shard = done.withLock { _ in shards[place] }
        let result = Result { try compute(phase, &shard, into: numbers[place], on: worker, among: parts) }
        done.withLock { _ in
            shards[place] = shard
            switch result {
            case .success(let known): figures[place] = known
            case .failure(let error): failures[place] = error
            }
        }
    }

    private func compute(
        _ phase: Int, _ shard: inout OwnShard, into numbers: UnsafeMutablePointer<Float>, on worker: ShardWorker,
        among parts: (any BatchParts)?
    ) throws -> [Double] {
        // The last batch of an epoch may have fewer examples than shards.
        guard !shard.numbers.isEmpty else {
            numbers.update(repeating: 0, count: count)
            return []
        }
        let batch = shard.batch ?? worker.within { examples.batch(shard.numbers, epoch: state.epoch) }
        shard.batch = batch
        return try worker.compute(
            phase, batch, weight: shard.weight, among: parts, drawingFrom: shard.random, carrying: &shard.carried,
            from: source, state, into: numbers)
    }

    /// The shards and their figures, in order.
    ///
    /// - Throws: what the first of them has thrown.
    func result() throws -> (shards: [OwnShard], figures: [[Double]]) {
        if let error = failures.lazy.compactMap({ $0 }).first { throw error }
        return (shards, figures)
    }
}
