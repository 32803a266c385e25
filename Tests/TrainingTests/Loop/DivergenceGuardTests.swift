import TestSupport
import Testing

@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("The guard against trainings that diverge") struct DivergenceGuardTests {
    /// Trains with losses as given, and says how that ended.
    private func end(of losses: [Double], stepsPerEpoch: Int = 10) -> (any Error)? {
        var rest = losses[...]
        let model = tinyNetwork()
        let trainer = Trainer(
            model,
            method: TrainingMethod(parts: [TrainedPart(model, optimizer: Optimizer(.sgd(), learningRate: 0.1))]) {
                _, _ in
                rest.removeFirst()
            }, random: RandomStreams(seed: 1), epochs: 1, batchSize: 1, exampleCount: losses.count,
            hooks: [DivergenceGuard()])
        do { try trainer.train(on: TinyExamples(count: losses.count)) } catch { return error }
        return nil
    }

    @Test("losses that rise and fall are let through")
    func calm() {
        #expect(end(of: [1, 100, 1e5, 0.1]) == nil)
        #expect(end(of: [-2, 3, -1]) == nil)
        // Of a first loss that is nearly nothing rounding makes multiples.
        #expect(end(of: [1e-12, 1e-3, 1e-5]) == nil)
        #expect(end(of: [0, 1, 10]) == nil)
    }

    @Test("a loss that has grown a million times above the first one ends at its step")
    func growth() {
        let message = end(of: [2, 3, 2.1e6, 1]).map { String(describing: $0) }
        #expect(
            message
                == "the training has diverged: the loss is 2100000.0, 2.0 at first, at step 3 of epoch 1; a smaller --lr may help"
        )
        #expect(end(of: [2, 1.9e6, 1]) == nil)
    }

    @Test("so does one that is no number", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(loss: Double) {
        let message = end(of: [2, loss, 1]).map { String(describing: $0) }
        #expect(message?.hasPrefix("the training has diverged: the loss is ") == true)
        #expect(message?.hasSuffix(" at step 2 of epoch 1; a smaller --lr may help") == true)
    }

    @Test("weights that are no numbers are found, numbers whose squares overflow are not taken for such")
    func weights() throws {
        let trainer = tinyTrainer()
        try DivergenceGuard.checkWeights(trainer.state)
        let parameter = trainer.model.parameters[0].parameter
        parameter.assign(Tensor(repeating: 1e30, shape: parameter.shape))
        try DivergenceGuard.checkWeights(trainer.state)
        var numbers = parameter.value.scalars(Float.self)
        numbers[3] = .nan
        parameter.assign(Tensor(numbers, shape: parameter.shape))
        #expect(throws: TrainingError.self) { try DivergenceGuard.checkWeights(trainer.state) }
    }
}
