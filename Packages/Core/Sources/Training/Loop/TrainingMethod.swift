import Datasets
import Tensors

/// How a training step changes a model.
public struct TrainingMethod {
    /// The model's parts and their optimizers, at least one; together they have all of its trained parameters.
    public let parts: [TrainedPart]
    /// Changes the model by a batch; returns the loss to report, averaged over the batch's examples.
    ///
    /// The state carries values from one step to the next: see `TrainingState.carried`.
    public let step: (TrainingState, Batch) throws -> Double
    /// How a step is made of shards of its batch; nil where it cannot be divided.
    public let shards: ShardedStep?
    /// Why it cannot be divided; nil where it can, or where no more is known.
    let obstacle: String?

    /// - Parameters:
    ///   - parts: the model's parts and their optimizers, at least one.
    ///   - shards: how a step is made of shards of its batch; nil where it cannot be divided.
    ///   - step: changes the model by a batch.
    public init(
        parts: [TrainedPart], shards: ShardedStep? = nil, step: @escaping (TrainingState, Batch) throws -> Double
    ) {
        self.init(parts: parts, shards: shards, obstacle: nil, step: step)
    }

    private init(
        parts: [TrainedPart], shards: ShardedStep?, obstacle: String?,
        step: @escaping (TrainingState, Batch) throws -> Double
    ) {
        (self.parts, self.shards, self.obstacle, self.step) = (parts, shards, obstacle, step)
    }

    /// Descent along the gradient of a loss with respect to all of a model's parameters.
    ///
    /// - Parameters:
    ///   - model: all its trained parameters are updated.
    ///   - optimizer: makes the updates from the gradients.
    ///   - filter: changes the gradients for the optimizer, for example by clipping.
    ///   - obstacle: why the loss of a batch is not the average of those of its shards; nil where it is.
    ///   - loss: the loss of a batch, a single number, averaged over its examples.
    public static func descent(
        _ model: some Module, _ optimizer: Optimizer, filter: ((Gradients) -> Gradients)? = nil,
        undivided obstacle: String? = nil, loss: @escaping (Batch, TrainingState) -> Tensor
    ) -> TrainingMethod {
        // Listed once, because a small model's step takes less time than making the names of its parameters.
        let parameters = model.trainedParameters.map(\.parameter)
        let phase = ShardedStep.Phase(filter: filter) { batch, state, _ in loss(batch, state) }
        return TrainingMethod(
            parts: [TrainedPart(model, optimizer: optimizer)], shards: obstacle == nil ? ShardedStep([phase]) : nil,
            obstacle: obstacle
        ) { state, batch in
            optimizer.takeStep(of: parameters, drawingFrom: state.random, filter: filter) { loss(batch, state) }
        }
    }
}
