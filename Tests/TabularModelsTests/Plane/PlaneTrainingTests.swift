import Core
import Foundation
import Testing

@testable import TabularModels

@Suite("Training on points of the plane") struct PlaneTrainingTests {
    private let grid = PlaneTask.grid.points(seed: 0)

    private func numbers(_ training: PlaneTraining) -> [[Double]] {
        training.network.parameters.map { $0.parameter.value.doubles }
    }

    @Test("the hand-made weights, scaled, are learnt from in a moment")
    func fromGiven() throws {
        var recipe = PlaneRecipe.grid
        (recipe.hidden, recipe.restartInterval) = ([4], 0)
        let training = PlaneTraining(recipe, training: grid, seed: 0, givenScale: 4)
        let trainer = training.trainer()
        try trainer.train(on: training.examples)
        #expect(trainer.state.epoch < 400 && trainer.state.stopReason == .enough)
        #expect(training.network.score(on: grid).leastProbability >= 0.9)
        training.begin(0)
        #expect(training.network.units[0][3].weights == [4, -4])
    }

    @Test("a start that does not come to its end is given up for another, with an optimizer that knows nothing of it")
    func restart() throws {
        var recipe = PlaneRecipe.grid
        (recipe.hidden, recipe.epochs, recipe.restartInterval) = ([1], 7, 3)
        let training = PlaneTraining(recipe, training: grid, seed: 4)
        let trainer = training.trainer()
        try trainer.train(on: training.examples)
        #expect([1, 3, 4, 6, 7].map(training.start) == [0, 0, 1, 1, 2])
        // The seventh epoch is one step of the third start, and of a fresh optimizer.
        let alone = PlaneTraining(recipe, training: grid, seed: 4)
        alone.begin(2)
        let batch = alone.examples.batch([0, 1, 2, 3, 4, 5, 6, 7, 8])
        let (_, gradients) = valueAndGradients(of: alone.network, in: .training()) { alone.network.loss(batch) }
        Optimizer(recipe.rule, learningRate: recipe.learningRate).update(alone.network, along: gradients)
        for (found, expected) in zip(numbers(training).joined(), numbers(alone).joined()) {
            #expect(abs(found - expected) < 1e-5)
        }
    }

    @Test(
        "a training that goes on from any checkpoint ends in the same weights, across a new start too", arguments: 1...8
    )
    func resume(stop: Int) throws {
        var recipe = PlaneRecipe.grid
        (recipe.hidden, recipe.epochs, recipe.batchSize, recipe.restartInterval) = ([2], 9, 4, 4)
        let whole = PlaneTraining(recipe, training: grid, seed: 1)
        try whole.trainer().train(on: whole.examples)

        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let first = PlaneTraining(recipe, training: grid, seed: 1)
        let begun = first.trainer(hooks: [StopHook(after: stop, savingTo: file)])
        try begun.train(on: first.examples)
        let second = PlaneTraining(recipe, training: grid, seed: 1)
        let trainer = second.trainer()
        try Checkpoint(file).restore(trainer.state)
        try trainer.train(on: second.examples)
        #expect(numbers(second) == numbers(whole))
    }

    private final class StopHook: TrainingHook {
        private let epoch: Int
        private let file: String

        init(after epoch: Int, savingTo file: String) { (self.epoch, self.file) = (epoch, file) }

        func epochDidEnd(_ state: TrainingState) throws {
            guard state.epoch == epoch else { return }
            try Checkpoint.save(state, configuration: "", to: file)
            state.stop(.interrupted)
        }
    }

    @Test("two hidden layers tell the spirals apart, on points that they have not seen")
    func spirals() throws {
        let points = PlaneTask.spirals.points(seed: 1)
        var random = RandomStream(seed: 1, name: "split")
        let (train, test) = points.split(testShare: PlaneTask.testShare, random: &random)
        let training = PlaneTraining(.spirals, training: train, test: test, seed: 1)
        let trainer = training.trainer()
        try trainer.train(on: training.examples)
        #expect(training.network.score(on: train).accuracy > 0.98)
        #expect(training.network.score(on: test).accuracy > 0.95)
        #expect((trainer.state.metric("test_accuracy") ?? 0) > 0.95)
    }
}
