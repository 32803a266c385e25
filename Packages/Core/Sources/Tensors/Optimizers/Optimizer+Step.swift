import Foundations

extension Optimizer {
    /// One whole step of training: the loss, its gradients, and the update along them.
    ///
    /// - Parameters:
    ///   - model: its trained parameters are updated.
    ///   - random: the run's random streams, for layers that draw from them.
    ///   - filter: makes of the gradients what the optimizer is to see, such as clipped ones.
    ///   - loss: the loss of a batch, a single number.
    /// - Returns: the loss before the update.
    @discardableResult public func takeStep(
        of model: some Module, drawingFrom random: RandomStreams? = nil, filter: ((Gradients) -> Gradients)? = nil,
        _ loss: () throws -> Tensor
    ) rethrows -> Double {
        try takeStep(of: model.trainedParameters.map(\.parameter), drawingFrom: random, filter: filter, loss)
    }

    /// The same for a model's parameters, listed once for many steps.
    @discardableResult public func takeStep(
        of parameters: [Parameter], drawingFrom random: RandomStreams?, filter: ((Gradients) -> Gradients)?,
        _ loss: () throws -> Tensor
    ) rethrows -> Double {
        let (value, gradients) = try valueAndGradients(of: parameters, in: .training(drawingFrom: random), loss)
        update(parameters, along: filter?(gradients) ?? gradients)
        return value.item
    }
}
