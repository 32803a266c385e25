/// The loss that `body` computes with `model`, and its gradients by the model's parameters.
///
/// A tape exists only while `body` runs: everything computed outside it is plain arithmetic. Layers that behave
/// differently in training (dropout) do so inside `body` alone, and draw from `random`.
///
/// - Shapes: `body` returns a single number.
public func valueAndGradients(
    of model: some Module, drawingFrom random: RandomStreams? = nil, _ body: () throws -> Tensor
) rethrows -> (value: Tensor, gradients: Gradients) {
    try valueAndGradients(of: model.trainedParameters.map(\.parameter), drawingFrom: random, body)
}

/// The same for a model's parameters, which whoever takes many steps lists once.
func valueAndGradients(
    of parameters: [Parameter], drawingFrom random: RandomStreams?, _ body: () throws -> Tensor
) rethrows -> (value: Tensor, gradients: Gradients) {
    let tape = Tape()
    for parameter in parameters { parameter.value = tape.watch(parameter.value) }
    defer {
        // Also where `body` throws: a tensor that it left somewhere must count as a constant.
        tape.stopRecording()
        for parameter in parameters { parameter.value = parameter.value.detached }
    }
    let loss = try TrainingPhase.$current.withValue(TrainingPhase(random: random), operation: body)
    Contract.require(loss.count == 1, "valueAndGradients", "the loss has shape \(loss.shape), expected one number")
    tape.run(backwardsFrom: loss)
    let gradients = parameters.map { parameter in
        tape.gradient(of: parameter.value) ?? .zeros(parameter.value.shape, type: parameter.value.type)
    }
    return (loss.detached, Gradients(tensors: gradients))
}

/// The value that `body` computes from `inputs`, and its gradients by each of them.
///
/// - Shapes: `body` returns a single number; gradient i has the shape of input i.
public func valueAndGradients(
    at inputs: [Tensor], _ body: ([Tensor]) throws -> Tensor
) rethrows -> (value: Tensor, gradients: [Tensor]) {
    let tape = Tape()
    let watched = inputs.map(tape.watch)
    defer { tape.stopRecording() }
    let value = try body(watched)
    Contract.require(value.count == 1, "valueAndGradients", "the value has shape \(value.shape), expected one number")
    tape.run(backwardsFrom: value)
    let gradients = watched.map { tape.gradient(of: $0) ?? .zeros($0.shape, type: $0.type) }
    return (value.detached, gradients)
}

/// Present while a training step's forward pass runs.
struct TrainingPhase: @unchecked Sendable {
    // Sendable although unchecked: the value is bound to the task that runs the step and never leaves it.

    let random: RandomStreams?

    @TaskLocal static var current: TrainingPhase?
}
