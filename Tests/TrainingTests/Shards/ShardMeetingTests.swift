import Core
import Synchronization
import TestSupport
import Testing

@testable import Engine
@testable import Tensors
@testable import Training

@Suite("Shards that are normalized together") struct ShardMeetingTests {
    private struct Network: Module {
        let layers: Sequential

        init() {
            var random = RandomStream(seed: 3, name: .initialization)
            layers = Sequential(
                Conv2D(2, 8, kernelSize: 3, padding: 1, random: &random), BatchNorm2D(8, random: &random),
                Conv2D(8, 8, kernelSize: 3, padding: 1, random: &random), BatchNorm2D(8, random: &random))
        }

        var parameters: [NamedParameter] { layers.parameters }
    }

    /// What a new network computes of some examples.
    private struct Outcome {
        let loss: Double
        let gradients: [[Double]]
        /// The running values afterwards.
        let running: [[Double]]

        init(_ examples: Range<Int>, _ parts: (any BatchParts)?) {
            let (x, y) = (randomTensor([11, 2, 5, 5]), randomTensor([11, 8, 5, 5], seed: 9))
            let network = Network()
            let (loss, gradients) = valueAndGradients(of: network, in: .training(parts: parts)) {
                square(network.layers(x.sliced(examples)) - y.sliced(examples)).mean()
            }
            self.loss = loss.item
            self.gradients = gradients.tensors.map(\.doubles)
            running = network.parameters.filter { !$0.parameter.isTrained }.map(\.parameter.value.doubles)
        }
    }

    /// What the shards of a batch compute, in order, with their shares of the examples.
    private func outcomes(shards: Int, examples: Int, threads: Int) throws -> [(share: Double, outcome: Outcome)] {
        let tree = ShardTree(shards: shards)
        let ranges = (0..<shards).map { tree.examples(of: $0, among: examples) }
        let meeting = ShardMeeting(.alone, tree, of: examples, threads: threads)
        let known = Mutex<[Int: Outcome]>([:])
        try meeting.hold { place, parts in
            let outcome = ComputeContext.with(OneDNNEngine()) { Outcome(ranges[place], parts) }
            known.withLock { $0[place] = outcome }
        }
        #expect(meeting.places.count == min(shards, examples))
        let outcomes = known.withLock(\.self)
        return meeting.places.compactMap { place in
            outcomes[place].map { (Double(ranges[place].count) / Double(examples), $0) }
        }
    }

    @Test(
        "losses, gradients and running values are those of the batch, also with fewer examples than shards",
        arguments: [(1, 11), (2, 11), (4, 11), (8, 5)])
    func wholes(shards: Int, examples: Int) throws {
        let whole = Outcome(0..<examples, nil)
        let parts = try outcomes(shards: shards, examples: examples, threads: 2)
        #expect(abs(parts.reduce(0) { $0 + $1.share * $1.outcome.loss } - whole.loss) < 1e-5)
        for (place, gradient) in whole.gradients.enumerated() {
            for (index, number) in gradient.enumerated() {
                let sum = parts.reduce(0) { $0 + $1.share * $1.outcome.gradients[place][index] }
                #expect(abs(sum - number) < 1e-4, "\(place) \(index)")
            }
        }
        for part in parts {
            for (own, value) in zip(part.outcome.running, whole.running) {
                #expect(zip(own, value).allSatisfy { abs($0 - $1) < 1e-5 })
            }
        }
    }

    @Test("the same bits on any number of threads")
    func threads() throws {
        let one = try outcomes(shards: 5, examples: 11, threads: 1)
        for threads in [2, 5] {
            let other = try outcomes(shards: 5, examples: 11, threads: threads)
            #expect(one.map(\.outcome.gradients) == other.map(\.outcome.gradients))
            #expect(one.map(\.outcome.running) == other.map(\.outcome.running))
        }
    }

    @Test("a shard that ends early does not stop the others")
    func early() throws {
        let meeting = ShardMeeting(.alone, ShardTree(shards: 4), of: 8, threads: 1)
        let finished = Mutex(0)
        try meeting.hold { place, parts in
            if place == 2 { return }
            _ = Outcome(0..<2, parts)
            finished.withLock { $0 += 1 }
        }
        #expect(finished.withLock(\.self) == 3)
    }
}
