import Datasets
import Engine
import Foundations
import Synchronization
import Tensors

/// Takes the steps of a training by shards of its batches: every rank computes its own, and all add them in one tree.
///
/// A shard is computed on one thread. Dropout and noise come from streams of the step and the shard, so that nothing
/// depends on the rank.
final class ShardedTraining {
    /// Steps from one comparison of the ranks' weights to the next.
    static let comparedEvery = 100

    let exchange: ShardExchange
    /// What the steps of this process have taken.
    var times = StepTimes()
    private let step: ShardedStep
    private let examples: any ExampleSource
    private let workers: [ShardWorker]
    /// How many shards this rank computes at the same time.
    let threads: Int
    /// Whether a batch is normalized as a whole, and not each shard by itself.
    let isNormalizedTogether: Bool
    private let state: TrainingState
    private let parameters: [NamedParameter]
    private let trained: [[Parameter]]
    /// The numbers of every shard of this rank.
    private let numbers: [UnsafeMutablePointer<Float>]
    private let counts: [Int]
    private var carried: [[String: Tensor]]
    /// Whether every phase has been computed once: what is made on first use is made by one thread.
    private var isWarm = false

    /// - Parameters:
    ///   - state: of the training, before its first step.
    ///   - step: how the model's method divides a step.
    ///   - shards: V.
    ///   - communicator: the ranks.
    ///   - examples: what batches are made of.
    ///   - threads: how many shards this rank computes at the same time.
    ///   - isNormalizedTogether: whether a batch is normalized as a whole.
    ///   - copy: makes an equal model and its method.
    init(
        _ state: TrainingState, _ step: ShardedStep, shards: Int, on communicator: Communicator,
        examples: any ExampleSource, threads: Int, isNormalizedTogether: Bool,
        copy: () throws -> (any Module, TrainingMethod)
    ) throws {
        (self.state, self.step, self.examples) = (state, step, examples)
        exchange = ShardExchange(communicator, ShardTree(shards: shards))
        let own = exchange.own.count
        (self.threads, self.isNormalizedTogether) = (min(threads, own), isNormalizedTogether)
        workers = try (0..<(isNormalizedTogether ? own : min(threads, own))).compactMap { _ in
            let (model, method) = try copy()
            return ShardWorker(model, method, like: state)
        }
        let parameters = state.model.parameters
        let trained = state.parts.map { $0.module.trainedParameters.map(\.parameter) }
        (self.parameters, self.trained) = (parameters, trained)
        counts = step.phases.map { phase in
            trained[phase.part].reduce(0) { $0 + $1.count }
                + parameters.filter(phase.isFollowed).reduce(0) { $0 + $1.parameter.count }
        }
        let most = counts.max() ?? 0
        numbers = (0..<own).map { _ in .allocate(capacity: max(1, most)) }
        carried = Array(repeating: [:], count: own)
    }

    deinit { numbers.forEach { $0.deallocate() } }

    /// Takes a step on the examples with these numbers; returns the loss to report.
    ///
    /// - Throws: `ToolError` where the weights of the ranks differ, and what the loss throws.
    func take(_ examples: ArraySlice<Int32>) throws -> Double {
        let tree = exchange.tree
        if state.stepInEpoch == 0 {
            carried = carried.map { _ in [:] }
        } else if !state.carried.isEmpty {
            for (place, shard) in exchange.own.enumerated() {
                carried[place] = state.carried.mapValues { $0.sliced(tree.examples(of: shard, among: examples.count)) }
            }
            state.carried = [:]
        }
        var shards = exchange.own.enumerated().map { place, shard in
            let range = tree.examples(of: shard, among: examples.count)
            let start = examples.startIndex
            return OwnShard(
                numbers: examples[start + range.lowerBound..<start + range.upperBound], of: examples.count,
                random: RandomStreams(seed: state.random.seed, part: "step \(state.step) shard \(shard)"),
                carried: carried[place])
        }
        let isCompared = exchange.communicator.size > 1 && state.step.isMultiple(of: Self.comparedEvery)
        let digest = isCompared ? digest : 0
        var averages: [[Double]] = []
        for phase in step.phases.indices {
            let figures = try compute(phase, &shards, of: examples.count)
            averages.append(try add(phase, figures, of: examples.count, phase == 0 ? digest : 0))
        }
        isWarm = true
        carried = shards.map(\.carried)
        return step.finish(state, averages, examples.count)
    }

    // MARK: - A phase

    /// Computes this rank's shards on its threads, and returns their figures in order.
    private func compute(_ phase: Int, _ shards: inout [OwnShard], of count: Int) throws -> [Double] {
        let width = 1 + step.phases[phase].figures
        let work = ShardWork(shards, parameters.map(\.parameter.value), state, examples, numbers, counts[phase])
        let threads = isWarm ? threads : 1
        let workers = workers
        if isNormalizedTogether {
            let meeting = ShardMeeting(exchange.communicator, exchange.tree, of: count, threads: threads)
            try meeting.hold { place, parts in work.run(phase, place, on: workers[place], among: parts) }
            for place in shards.indices where !meeting.places.contains(place) {
                work.run(phase, place, on: workers[place], among: nil)
            }
        } else {
            Parallel.threads = threads
            Parallel.each(threads) { worker in
                // Every operation of a shard has one thread, on any number of threads.
                Parallel.threads = 1
                work.run(phase, on: workers[worker])
            }
            Parallel.threads = 1
        }
        let done = try work.result()
        shards = done.shards
        return done.figures.flatMap { $0.isEmpty ? [Double](repeating: 0, count: width) : $0 }
    }

    /// Adds the numbers of all shards, and updates the phase's part; returns its figures, averaged over the batch.
    private func add(_ phase: Int, _ figures: [Double], of count: Int, _ digest: UInt64) throws -> [Double] {
        let message = ShardMessage(signal: Interruption.receivedSignal, digest: digest, figures: figures)
        let messages = exchange.sum(numbers, of: counts[phase], message)
        if let difference = ShardMessage.difference(messages, step: state.step) {
            Ranks.agree()
            throw difference
        }
        if let signal = messages.lazy.map(\.signal).first(where: { $0 != 0 }) { Interruption.agree(on: signal) }
        update(phase)
        let width = 1 + step.phases[phase].figures
        let all = messages.flatMap(\.figures)
        return (0..<width).map { figure in
            (0..<exchange.tree.shards).reduce(0) { sum, shard in
                let examples = exchange.tree.examples(of: shard, among: count).count
                return sum + all[shard * width + figure] * (Double(examples) / Double(count))
            }
        }
    }

    private func update(_ phase: Int) {
        let own = step.phases[phase]
        var place = UnsafePointer(numbers[0])
        let gradients = trained[own.part].map { parameter in
            defer { place += parameter.count }
            return Tensor(copying: place, shape: parameter.shape)
        }
        for named in parameters where own.isFollowed(named) {
            let change = Tensor(copying: place, shape: named.parameter.shape)
            place += named.parameter.count
            named.parameter.add(change)
        }
        let whole = Gradients(gradients)
        state.parts[own.part].optimizer.update(trained[own.part], along: own.filter?(whole) ?? whole)
    }

    /// Whether the model has values that follow the batches, as batch normalization does.
    var hasRunningValues: Bool { step.hasRunningValues(parameters) }

    // MARK: - All ranks

    /// A digest of all weights.
    var digest: UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for named in parameters {
            for number in named.parameter.value.bitPatterns { digest = (digest ^ UInt64(number)) &* 0x100_0000_01b3 }
        }
        return max(1, digest)
    }

    /// Gives the state what the shards of all ranks carry to the next step, so that a checkpoint can store it.
    func collect() throws {
        guard state.stepInEpoch > 0 else { return }
        let names = carried.flatMap(\.keys)
        let own = Dictionary(
            uniqueKeysWithValues: Set(names).map { name in
                let parts = carried.compactMap { $0[name] }
                return (name, CarriedPart(shape: parts.first?.shape ?? [], bits: parts.flatMap(\.bitPatterns)))
            })
        let all = try exchange.communicator.values(own)
        for name in Set(all.flatMap(\.keys)) {
            let parts = all.compactMap { $0[name] }
            let row = (parts.first?.shape ?? []).dropFirst()
            let numbers = parts.flatMap(\.bits).map { Float(bitPattern: $0) }
            state.carried[name] = Tensor(numbers, shape: [numbers.count / max(1, row.reduce(1, *))] + row)
        }
    }

    private struct CarriedPart: Codable {
        let shape: [Int]
        let bits: [UInt32]
    }
}
