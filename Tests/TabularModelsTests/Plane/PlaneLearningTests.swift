import Core
import Foundation
import TestSupport
import Testing

@testable import TabularModels

extension PlaneLearning {
    /// A training of the experiment, in a folder or in memory alone.
    func run(in folder: String? = nil) throws -> TrainingRun<PlaneLearning> {
        let data = try readData(Console(isQuiet: true))
        var experiment = self
        experiment.adopt(data)
        return TrainingRun(experiment, data, in: folder.map { RunFolder($0) }, console: Console(isQuiet: true))
    }

    func trained() throws -> Trained<PlaneLearning> { try run().train() }
}

@Suite("Learning points of the plane") struct PlaneLearningTests {
    private let grid = PlaneTask.grid.points(seed: 0)

    private func numbers(_ network: PlaneNetwork) -> [[Double]] {
        network.parameters.map { $0.parameter.value.doubles }
    }

    @Test("the hand-made weights, scaled, are learned from in a moment")
    func fromGiven() throws {
        var experiment = PlaneLearning(.grid)
        (experiment.hidden, experiment.restartAfter, experiment.fromGiven) = ([4], 0, 4)
        let trained = try experiment.trained()
        #expect(trained.state.epoch < 400 && trained.state.stopReason == .converged)
        #expect(trained.model.score(on: grid).smallestProbability >= 0.9)
        #expect(try experiment.makeModel().units[0][3].weights == [4, -4])
    }

    @Test("a start that does not converge is given up for another, with an optimizer that knows nothing of it")
    func restart() throws {
        var experiment = PlaneLearning(.grid)
        (experiment.hidden, experiment.recipe.epochs, experiment.restartAfter, experiment.seed) = ([1], 7, 3, 4)
        let trained = try experiment.trained()
        #expect([1, 3, 4, 6, 7].map(experiment.start) == [0, 0, 1, 1, 2])
        // The seventh epoch is one step of the third start, and of a fresh optimizer.
        let alone = try trained.experiment.network(start: 2)
        let batch = trained.experiment.examples(of: trained.data).batch([0, 1, 2, 3, 4, 5, 6, 7, 8])
        let (_, gradients) = valueAndGradients(of: alone, in: .training()) { alone.loss(batch) }
        experiment.recipe.makeOptimizer().update(alone, along: gradients)
        for (found, expected) in zip(numbers(trained.model).joined(), numbers(alone).joined()) {
            #expect(abs(found - expected) < 1e-5)
        }
    }

    @Test(
        "a training that continues from any checkpoint ends in the same weights, across a restart too", arguments: 1...8
    )
    func resume(stop: Int) throws {
        var experiment = PlaneLearning(.grid)
        (experiment.hidden, experiment.recipe.epochs, experiment.recipe.batchSize) = ([2], 9, 4)
        (experiment.restartAfter, experiment.seed) = (4, 1)
        let whole = try experiment.trained()
        let folder = TemporaryFolder()
        try AtomicFile.createFolder(RunFolder(folder.path).checkpointFolder)
        _ = try experiment.run(in: folder.path).train(until: stop)
        let continued = try experiment.run(in: folder.path).train(from: .latestCheckpoint)
        #expect(continued.state.epoch == 9 && numbers(continued.model) == numbers(whole.model))
    }

    @Test("two hidden layers separate the spirals, on points that they have not seen")
    func spirals() throws {
        var experiment = PlaneLearning(.spirals)
        experiment.seed = 1
        let trained = try experiment.trained()
        #expect(trained.model.score(on: trained.data.training).accuracy > 0.98)
        #expect(trained.model.score(on: trained.data.test).accuracy > 0.95)
        #expect((trained.state.metric(.accuracy(.test)) ?? 0) > 0.95)
        #expect(trained.score == trained.model.score(on: trained.data.test))
    }

    @Test("optimizers differ from one another, nesterov from sgd and adamw from adam too")
    func optimizers() throws {
        var experiment = PlaneLearning(.moons)
        experiment.recipe.epochs = 1
        let weights = try OptimizerChoice.all.map { optimizer in
            experiment.recipe.optimizer = optimizer
            return numbers(try experiment.trained().model)
        }
        #expect(Set(weights).count == 7)
    }

    @Test("with validation points the best epoch is kept, and test points are read at the end alone")
    func validation() throws {
        var experiment = PlaneLearning(.moons)
        (experiment.recipe.epochs, experiment.recipe.learningRate, experiment.validation) = (40, 0.3, 0.2)
        let trained = try experiment.trained()
        #expect(trained.data.validation.classCounts == [30, 30] && trained.data.training.classCounts == [120, 120])
        let column = trained.log.column(.accuracy(.validation))
        #expect(column.count == 40 && trained.log.column(.accuracy(.test)).isEmpty)
        #expect(trained.kept.metric == .accuracy(.validation) && trained.kept.value == column.max())
        #expect(trained.kept.epoch < 40, "the last epoch is not the best one of this seed")
        #expect(column[trained.kept.epoch - 1] == column.max())
        #expect(trained.model.score(on: trained.data.validation).accuracy == column.max())
        #expect(trained.measurements.map(\.metric).contains(.accuracy(.test)))
    }

    @Test("metrics have some thousand rows at most, and the epoch in which a training converges is among them")
    func rows() throws {
        var experiment = PlaneLearning(.grid)
        (experiment.stopAt, experiment.recipe.epochs) = (0.5, 40_000)
        let folder = TemporaryFolder()
        _ = try experiment.run(in: folder.path).perform(continuing: false)
        let log = try MetricsLog(reading: RunFolder(folder.path))
        let epochs = log.column(.epoch)
        #expect(epochs.dropFirst().dropLast().allSatisfy { $0.truncatingRemainder(dividingBy: 20) == 0 })
        #expect((log.column(.smallestProbability).last ?? 0) >= 0.5)
        #expect(
            log.rows.last?.map(\.name) == [
                "epoch", "step", "learning_rate", "train_loss", "train_accuracy", "least_probability", "seconds",
            ])
    }

    @Test("a film strip leaves out what an interruption has saved between regular checkpoints")
    func filmStrip() throws {
        var experiment = PlaneLearning(.moons)
        (experiment.recipe.epochs, experiment.points, experiment.isAnimated) = (200, 40, true)
        let folder = TemporaryFolder()
        let strip = RunFolder(folder.path).figureFolder + "/film-strip.png"
        let run = try experiment.run(in: folder.path)
        _ = try run.perform(continuing: false)
        let undisturbed = try Data(contentsOf: URL(filePath: strip))
        let files = CheckpointFile.all(in: RunFolder(folder.path))
        #expect(files.map(\.epoch) == (1...100).map { $0 * 2 })
        for number in [3, 9, 49, 98] {
            try FileManager.default.copyItem(
                atPath: files[number].path(in: RunFolder(folder.path)),
                toPath: CheckpointFile(epoch: files[number].epoch - 1).path(in: RunFolder(folder.path)))
        }
        try FileManager.default.removeItem(atPath: strip)
        _ = try run.perform(continuing: true)
        #expect(try Data(contentsOf: URL(filePath: strip)) == undisturbed)
    }

    @Test("a validation share that leaves a part without points is refused")
    func emptyParts() throws {
        var experiment = PlaneLearning(.xor)
        for share in [0.01, 0.9] {
            experiment.validation = share
            let words =
                "--validation \(share) of 4 points: expected at least one for training and one for validation"
            #expect(throws: ToolError.usage(words)) {
                try experiment.readData(Console(isQuiet: true))
            }
        }
    }
}
