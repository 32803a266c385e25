import Datasets
import Foundations
import Tensors

/// Trains a model by steps over shuffled batches; hooks do everything else.
///
/// The order of an epoch's examples depends only on the seed and the epoch's number, so a training that continues from
/// a checkpoint takes the same steps as an uninterrupted one.
public final class Trainer<Model: Module> {
    /// The model.
    public let model: Model
    /// The state of the training.
    public let state: TrainingState
    private let hooks: [any TrainingHook]
    private let takeStep: (TrainingState, Batch) throws -> Double
    /// Takes the steps instead where batches are divided.
    var shards: ShardedTraining?

    /// - Parameters:
    ///   - model: what is trained.
    ///   - optimizer: updates all trained parameters.
    ///   - random: the run's random streams, for the order of examples and for layers that draw.
    ///   - epochs: of the whole training.
    ///   - batchSize: examples a step.
    ///   - exampleCount: the number of examples in an epoch.
    ///   - hooks: called in this order.
    ///   - filter: changes the gradients for the optimizer, for example by clipping.
    ///   - loss: the loss of a batch, a single number, averaged over its examples.
    public convenience init(
        _ model: Model, optimizer: Optimizer, random: RandomStreams, epochs: Int, batchSize: Int, exampleCount: Int,
        hooks: [any TrainingHook], filter: ((Gradients) -> Gradients)? = nil, loss: @escaping (Model, Batch) -> Tensor
    ) {
        self.init(
            model, method: .descent(model, optimizer, filter: filter) { batch, _ in loss(model, batch) },
            random: random, epochs: epochs, batchSize: batchSize, exampleCount: exampleCount, hooks: hooks)
    }

    /// A trainer that takes steps of any kind.
    ///
    /// - Parameters:
    ///   - model: what is trained.
    ///   - method: how a step is taken.
    ///   - random: the run's random streams, for the order of examples and for layers that draw.
    ///   - epochs: of the whole training.
    ///   - batchSize: examples a step.
    ///   - exampleCount: the number of examples in an epoch.
    ///   - hooks: called in this order.
    public init(
        _ model: Model, method: TrainingMethod, random: RandomStreams, epochs: Int, batchSize: Int, exampleCount: Int,
        hooks: [any TrainingHook]
    ) {
        self.model = model
        self.hooks = hooks
        takeStep = method.step
        state = TrainingState(
            model: model, parts: method.parts, random: random, batchSize: batchSize, epochs: epochs,
            exampleCount: exampleCount)
    }

    /// Trains until the last epoch is complete or a hook stops it.
    ///
    /// - Throws: the errors of the hooks.
    public func train(on examples: some ExampleSource) throws {
        try hooks.forEach { try $0.trainingWillBegin(state) }
        while !state.isFinished && state.stopReason == nil {
            try trainEpoch(on: examples)
            if state.stepInEpoch == 0 { try hooks.forEach { try $0.epochDidEnd(state) } }
        }
        try hooks.forEach { try $0.trainingDidEnd(state) }
    }

    /// The rest of the current epoch.
    private func trainEpoch(on examples: some ExampleSource) throws {
        if state.stepInEpoch == 0 { state.beginEpoch() }
        try hooks.forEach { try $0.epochWillBegin(state) }
        let clock = ContinuousClock()
        let start = clock.now
        defer { state.trainingSeconds += (clock.now - start) / .seconds(1) }
        var shuffle = RandomStream(seed: state.random.seed, name: .shuffle(epoch: state.epoch))
        let order = examples.order(&shuffle)
        if let shards { return try train(shards, order) }
        let batches = Batches(
            of: examples, size: state.batchSize, order: order, from: state.stepInEpoch, epoch: state.epoch)
        for batch in batches {
            try step(batch.count) { try takeStep(state, batch) }
            if state.stopReason != nil && state.stepInEpoch < state.stepsPerEpoch { return }
        }
        state.finishEpoch()
    }

    /// The rest of the current epoch, by shards of its batches.
    private func train(_ shards: ShardedTraining, _ order: [Int32]) throws {
        for start in stride(from: state.stepInEpoch * state.batchSize, to: order.count, by: state.batchSize) {
            let numbers = order[start..<min(start + state.batchSize, order.count)]
            try step(numbers.count) {
                try shards.times.measure(shards.exchange.communicator) { try shards.take(numbers) }
            }
            if state.stopReason != nil && state.stepInEpoch < state.stepsPerEpoch { return try shards.collect() }
        }
        state.finishEpoch()
    }

    private func step(_ count: Int, _ take: () throws -> Double) throws {
        for hook in hooks { try hook.stepWillBegin(state) }
        state.count(try take(), examples: count)
        for hook in hooks { try hook.stepDidEnd(state) }
    }
}
