import Engine
import Foundations

/// The mode of layers that behave differently in training and in use: dropout and batch normalization.
public enum ForwardMode {
    /// Dropout is active, and batches are normalized by their own statistics.
    ///
    /// - Parameters:
    ///   - drawingFrom: the streams that dropout draws from; nil where no layer draws.
    ///   - parts: the parts of the batch, where they are computed at the same time and normalized together.
    case training(drawingFrom: RandomStreams? = nil, parts: (any BatchParts)? = nil)
    /// Nothing is dropped out, and batches are normalized by the running statistics.
    case evaluation

    fileprivate var phase: TrainingPhase? {
        if case .training(let random, let parts) = self { TrainingPhase(random: random, parts: parts) } else { nil }
    }
}

/// The loss that `body` computes with `model`, and its gradients with respect to the model's parameters.
///
/// A tape exists only while `body` runs: all computations outside it are plain arithmetic, in evaluation mode.
///
/// - Parameters:
///   - model: its trained parameters get gradients.
///   - mode: how dropout and batch normalization behave inside `body`.
///   - body: computes the loss.
/// - Shapes: `body` returns a single number.
public func valueAndGradients(
    of model: some Module, in mode: ForwardMode, _ body: () throws -> Tensor
) rethrows -> (value: Tensor, gradients: Gradients) {
    try valueAndGradients(of: model.trainedParameters.map(\.parameter), in: mode, body)
}

/// The same for a model's parameters, which a caller that takes many steps lists once.
package func valueAndGradients(
    of parameters: [Parameter], in mode: ForwardMode, _ body: () throws -> Tensor
) rethrows -> (value: Tensor, gradients: Gradients) {
    let tape = Tape()
    for parameter in parameters { parameter.value = tape.watch(parameter.value) }
    defer {
        // Also where `body` throws: a tensor that it stored somewhere must count as a constant.
        tape.forget()
        for parameter in parameters { parameter.value = parameter.value.detached }
    }
    let loss = try TrainingPhase.$current.withValue(mode.phase, operation: body)
    Contract.require(loss.count == 1, "valueAndGradients", "the loss has shape \(loss.shape), expected one number")
    tape.run(backwardsFrom: loss)
    let gradients = parameters.map { parameter in
        tape.gradient(of: parameter.value) ?? .zeros(parameter.value.shape, type: parameter.value.type)
    }
    return (loss.detached, Gradients(tensors: gradients))
}

/// The value that `body` computes from `inputs`, and its gradients with respect to each of them.
///
/// - Parameters:
///   - inputs: what the value is differentiated by.
///   - mode: how dropout and batch normalization behave inside `body`.
///   - body: computes the value from tensors like `inputs`, in their order.
/// - Shapes: `body` returns a single number; gradient i has the shape of input i.
public func valueAndGradients(
    at inputs: [Tensor], in mode: ForwardMode, _ body: ([Tensor]) throws -> Tensor
) rethrows -> (value: Tensor, gradients: [Tensor]) {
    let tape = Tape()
    let watched = inputs.map(tape.watch)
    defer { tape.forget() }
    let value = try TrainingPhase.$current.withValue(mode.phase) { try body(watched) }
    Contract.require(value.count == 1, "valueAndGradients", "the value has shape \(value.shape), expected one number")
    tape.run(backwardsFrom: value)
    let gradients = watched.map { tape.gradient(of: $0) ?? .zeros($0.shape, type: $0.type) }
    return (value.detached, gradients)
}

/// Present while a training step's forward pass runs.
// Sendable although unchecked: the value is bound to the task that runs the step and never leaves it.
struct TrainingPhase: @unchecked Sendable {
    let random: RandomStreams?
    let parts: (any BatchParts)?

    @TaskLocal static var current: TrainingPhase?
}
