import Datasets
import Engine
import Foundations
import Tensors

/// A copy of a model with an engine of its own, which computes one shard after the other on one thread.
// Sendable although unchecked: it is used by one thread at a time.
final class ShardWorker: @unchecked Sendable {
    private let engine = OneDNNEngine()
    private let model: any Module
    private let method: TrainingMethod
    private let step: ShardedStep
    private let state: TrainingState
    /// The copy's parameters, in the model's order, and the trained ones of every part.
    private let parameters: [NamedParameter]
    private let trained: [[Parameter]]
    /// What a parameter holds between two steps, so that the model alone has its numbers then.
    private let nothing = Tensor(0)

    init?(_ model: any Module, _ method: TrainingMethod, like state: TrainingState) {
        guard let step = method.shards else { return nil }
        (self.model, self.method, self.step) = (model, method, step)
        parameters = model.parameters
        trained = method.parts.map { $0.module.trainedParameters.map(\.parameter) }
        self.state = TrainingState(
            model: model, parts: method.parts, random: state.random, batchSize: state.batchSize, epochs: state.epochs,
            exampleCount: state.examplesPerEpoch)
    }

    /// Runs something on the worker's engine.
    func within<Result>(_ body: () throws -> Result) rethrows -> Result { try ComputeContext.with(engine, body) }

    /// Computes a shard's part of a phase.
    ///
    /// - Parameters:
    ///   - phase: the number of the phase.
    ///   - batch: the shard's examples.
    ///   - weight: their share of all examples of the step.
    ///   - parts: the shards that batches are normalized with; nil where each is normalized by itself.
    ///   - random: the shard's streams.
    ///   - carried: what the shard carries from step to step.
    ///   - source: the parameters of the model, in order.
    ///   - present: the state of the training.
    ///   - numbers: gets the weighted gradients, and then the weighted changes of the parameters that are not trained.
    /// - Returns: the loss and the figures, not weighted.
    func compute(
        _ phase: Int, _ batch: Batch, weight: Float, among parts: (any BatchParts)?,
        drawingFrom random: RandomStreams, carrying carried: inout [String: Tensor], from source: [Tensor],
        _ present: TrainingState, into numbers: UnsafeMutablePointer<Float>
    ) throws -> [Double] {
        try within {
            for (named, value) in zip(parameters, source) { named.parameter.value = value }
            defer { for named in parameters { named.parameter.value = nothing } }
            state.follow(present, drawingFrom: random, carrying: carried)
            let own = step.phases[phase]
            var figures = [Double](repeating: 0, count: own.figures)
            let (loss, gradients) = try valueAndGradients(
                of: trained[own.part], in: .training(drawingFrom: random, parts: parts)
            ) { try own.loss(batch, state, &figures) }
            carried = state.carried
            var place = numbers
            for gradient in gradients.tensors { place += gradient.copy(to: place, times: weight) }
            for (named, value) in zip(parameters, source) where own.isFollowed(named) {
                place += named.parameter.value.copyChange(from: value, to: place, times: weight)
            }
            return [loss.item] + figures
        }
    }
}

extension ShardedStep.Phase {
    /// Whether the average over all shards of a parameter that is not trained is kept.
    func isFollowed(_ named: NamedParameter) -> Bool { !named.parameter.isTrained && follows(named.name) }
}

extension Tensor {
    /// Writes the numbers times a factor, in row-major order, and returns how many there are.
    fileprivate func copy(to place: UnsafeMutablePointer<Float>, times factor: Float) -> Int {
        let buffer = buffer
        withExtendedLifetime(buffer) {
            let numbers = buffer.rowMajor(Float.self)
            for index in 0..<buffer.count { place[index] = numbers[index] * factor }
        }
        return count
    }

    /// The same for the differences from earlier numbers of the same type.
    fileprivate func copyChange(
        from earlier: Tensor, to place: UnsafeMutablePointer<Float>, times factor: Float
    ) -> Int {
        if buffer === earlier.buffer {
            place.update(repeating: 0, count: count)
        } else if type == .float32 {
            let (new, old) = (buffer, earlier.buffer)
            withExtendedLifetime((new, old)) {
                let (a, b) = (new.rowMajor(Float.self), old.rowMajor(Float.self))
                for index in 0..<new.count { place[index] = (a[index] - b[index]) * factor }
            }
        } else {
            for (index, (a, b)) in zip(doubles, earlier.doubles).enumerated() {
                place[index] = Float(a - b) * factor
            }
        }
        return count
    }
}
