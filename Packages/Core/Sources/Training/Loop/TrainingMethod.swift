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

    public init(parts: [TrainedPart], step: @escaping (TrainingState, Batch) throws -> Double) {
        (self.parts, self.step) = (parts, step)
    }

    /// Descent along the gradient of a loss with respect to all of a model's parameters.
    ///
    /// - Parameters:
    ///   - model: all its trained parameters are updated.
    ///   - optimizer: makes the updates from the gradients.
    ///   - filter: changes the gradients for the optimizer, for example by clipping.
    ///   - loss: the loss of a batch, a single number, averaged over its examples.
    public static func descent(
        _ model: some Module, _ optimizer: Optimizer, filter: ((Gradients) -> Gradients)? = nil,
        loss: @escaping (Batch, TrainingState) -> Tensor
    ) -> TrainingMethod {
        // Listed once, because a small model's step takes less time than making the names of its parameters.
        let parameters = model.trainedParameters.map(\.parameter)
        return TrainingMethod(parts: [TrainedPart(model, optimizer: optimizer)]) { state, batch in
            optimizer.takeStep(of: parameters, drawingFrom: state.random, filter: filter) { loss(batch, state) }
        }
    }
}
