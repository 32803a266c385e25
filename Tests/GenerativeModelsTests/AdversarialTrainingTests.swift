import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import GenerativeModels
@testable import Tensors
@testable import Training

@Suite("Two networks by the driver") struct AdversarialTrainingTests {
    private let place = TemporaryFolder()
    private let silent = Console(isQuiet: true)

    /// A small training on digits that the judge knows, written to a folder.
    private func onDigits(_ name: String = "gan", epochs: Int = 6) throws -> AdversarialTraining {
        for (part, count, seed) in [("train", 60, 1), ("t10k", 40, 2)] {
            let digits = DrawnDigits(count: count, seed: UInt64(seed))
            try place.write(
                FileArray(digits.pixels, shape: [count, 28, 28]).idx(), to: "digits/\(part)-images-idx3-ubyte")
            try place.write(
                FileArray(digits.labels, shape: [count]).idx(), to: "digits/\(part)-labels-idx1-ubyte")
        }
        var experiment = AdversarialTraining(try GANTrainEntries.model(name))
        (experiment.dataset, experiment.scoreEvery, experiment.threads) = (place.path + "/digits", 2, 1)
        (experiment.recipe.epochs, experiment.recipe.batchSize) = (epochs, 20)
        return experiment
    }

    private func onStrokes(epochs: Int = 1) -> AdversarialTraining {
        var experiment = AdversarialTraining()
        (experiment.dataset, experiment.trainingExamples, experiment.threads) = ("strokes", 40, 1)
        (experiment.recipe.epochs, experiment.recipe.batchSize) = (epochs, 20)
        return experiment
    }

    private func run(
        _ experiment: AdversarialTraining, in folder: String? = nil
    ) throws -> TrainingRun<AdversarialTraining> {
        var experiment = experiment
        let data = try experiment.readData(silent)
        experiment.adopt(data)
        return TrainingRun(
            experiment, data, in: folder.map { RunFolder("\(place.path)/\($0)") }, console: silent)
    }

    private func numbers(_ model: AdversarialModel) -> [[Double]] { model.parameters.map(\.parameter.value.doubles) }

    @Test("held-out digits choose the epoch whose weights are kept, and test digits are read once, at the end")
    func validation() throws {
        var experiment = try onDigits()
        (experiment.validation, experiment.lrDiscriminator) = (0.3, 0.002)
        let trained = try run(experiment).train()
        #expect(trained.data.pictures.training.count == 42 && trained.data.validation?.count == 18)
        #expect(Set(trained.data.pictures.training.labels).count == 10, "every class has its share")
        let distance = Metric.digitsFrechet(.validation)
        let scored = (1...6).filter { trained.log.value(distance, epoch: $0) != nil }
        #expect(scored == [1, 2, 4, 6])
        let best = try #require(trained.log.column(distance).min())
        #expect(trained.kept.metric == distance && trained.kept.value == best)
        #expect(trained.log.value(distance, epoch: trained.kept.epoch) == best)
        // The model that is handed out is the kept one.
        #expect(experiment.score(trained.model, on: .validation, of: trained.data)?.distance == best)
        #expect(trained.log.column(.digitsFrechet(.test)).isEmpty)
        let test = experiment.score(trained.model, on: .test, of: trained.data)
        #expect(trained.score?.distance == test?.distance)
        #expect(trained.measurements.contains { $0.metric == .digitsFrechet(.test) && $0.value == test?.distance })
    }

    @Test("without it the last weights are kept, and scored against the test digits along the way")
    func plain() throws {
        let experiment = try onDigits(epochs: 3)
        let trained = try run(experiment).train()
        #expect(trained.kept.epoch == 3 && trained.kept.metric == nil)
        #expect((1...3).map { trained.log.value(.digitsFrechet(.test), epoch: $0) != nil } == [true, true, true])
        #expect(trained.score?.distance == trained.log.column(.digitsFrechet(.test)).last)
        #expect(trained.data.pictures.training.count == 60)
    }

    @Test("a part cannot choose among pictures that the judge does not know, or leave nothing to learn from")
    func refusals() throws {
        var strokes = onStrokes()
        strokes.validation = 0.2
        let unknown = #expect(throws: ToolError.self) { try run(strokes) }
        #expect(
            unknown?.message
                == "--validation 0.2: 'Kumiki's digits, version 1' chooses the epoch; it knows gray digits of 28×28 "
                + "pixels, but it does not know the pictures of strokes")
        var few = try onDigits()
        (few.validation, few.trainingExamples) = (0.1, 4)
        let empty = #expect(throws: ToolError.self) { try run(few) }
        #expect(
            empty?.message
                == "--validation 0.1 of 4 pictures: expected at least one for training and one for validation"
        )
    }

    @Test(
        "any epoch is what the whole training had there, though it learns by a schedule, and leaves the run as it was",
        arguments: [("gan", nil), ("dcgan", 0.3)])
    func epochs(model: String, validation: Double?) throws {
        var experiment = try onDigits(model)
        (experiment.validation, experiment.recipe.schedule, experiment.gridEpochs) = (validation, .cosine(), [2])
        let whole = try run(experiment, in: "whole")
        _ = try whole.perform(continuing: false)
        // Killed after the third epoch, and gone on with by drawing the fifth.
        let part = try run(experiment, in: "part")
        _ = try part.perform(continuing: false, until: 3)
        var grown = try TrainedEpochs<GANTrainEntries>(
            run: place.path + "/part", mayGoBeyondPlan: false, data: nil, console: silent)
        #expect(grown.latest == 3)
        let fifth = numbers(try grown.model(after: 5))
        #expect(grown.latest == 5 && grown.experiment.recipe.epochs == 6)
        // Trained again between two checkpoints.
        var filled = try TrainedEpochs<GANTrainEntries>(
            run: place.path + "/whole", mayGoBeyondPlan: false, data: nil, console: silent)
        #expect(numbers(try filled.model(after: 5)) == fifth)
        let end = try part.perform(continuing: true)
        let expected = try TrainedModel<AdversarialTraining>(run: place.path + "/whole")
        #expect(numbers(end.trained.model) == numbers(expected.model))
        for metric in [Metric.trainLoss, .onFake, .digitsFrechet(validation == nil ? .test : .validation)] {
            let logs = try ["part", "whole"].map {
                try MetricsLog(reading: RunFolder("\(place.path)/\($0)")).column(metric)
            }
            #expect(logs[0] == logs[1] && !logs[0].isEmpty, "\(metric.name) \(logs)")
        }
        #expect((filled.bestModel == nil) == (validation == nil))
    }

    @Test("an epoch beyond the plan makes the run longer where that is allowed; another process may not train it")
    func beyond() throws {
        _ = try run(onStrokes(), in: "run").perform(continuing: false)
        var bound = try TrainedEpochs<GANTrainEntries>(
            run: place.path + "/run", mayGoBeyondPlan: false, data: nil, console: silent)
        let refusal = #expect(throws: ToolError.self) { try bound.model(after: 2) }
        #expect(refusal?.message == "epoch 2: \(place.path)/run was begun for 1 epoch; --train goes beyond")
        var free = try TrainedEpochs<GANTrainEntries>(
            run: place.path + "/run", mayGoBeyondPlan: true, data: nil, console: silent)
        let lock = try RunFolder(place.path + "/run").lock()
        withExtendedLifetime(lock) { _ = #expect(throws: FileError.self) { try free.model(after: 2) } }
        #expect(try AdversarialTraining.runToContinue(place.path + "/run").begun.experiment.recipe.epochs == 1)
    }

    @Test("limits of the gradients, and the schedule, hold for both networks")
    func bothNetworks() throws {
        var experiment = onStrokes(epochs: 2)
        (experiment.recipe.optimizer, experiment.recipe.schedule) = (.sgd(), .exponential(factor: 0.5))
        (experiment.recipe.learningRate, experiment.lrDiscriminator) = (1, 2)
        experiment.recipe.clipValue = 1e-4
        let trained = try run(experiment).train()
        #expect(trained.state.parts.map(\.optimizer.learningRate) == [0.5, 1])
        let (before, after) = (try experiment.makeModel(), trained.model)
        // Two steps of each rate: 2 · (1 + ½) times the limit.
        let parts: [(any Module, any Module, Double)] = [
            (before.generator, after.generator, 3e-4), (before.discriminator, after.discriminator, 6e-4),
        ]
        for (old, new, limit) in parts {
            let steps = zip(old.parameters, new.parameters).flatMap { old, new in
                zip(old.parameter.value.doubles, new.parameter.value.doubles).map { abs($0 - $1) }
            }
            #expect((steps.max() ?? 0) > limit / 10 && steps.allSatisfy { $0 <= limit * 1.01 })
        }
    }

    @Test("a discriminator whose loss leaves the numbers ends the training, though the generator's is finite")
    func divergence() throws {
        var experiment = onStrokes(epochs: 3)
        (experiment.recipe.optimizer, experiment.recipe.learningRate) = (.sgd(), 1e-9)
        experiment.lrDiscriminator = 1e30
        let run = try run(experiment)
        #expect(throws: TrainingError.self) { try run.train() }
    }

    @Test("five epochs over the training are drawn where none are chosen, and the last in any case")
    func gridEpochs() throws {
        var experiment = onStrokes(epochs: 200)
        let data = try experiment.readData(silent)
        var chosen = experiment
        chosen.gridEpochs = [7]
        experiment.adopt(data)
        chosen.adopt(data)
        #expect(experiment.gridEpochs == [0, 50, 100, 150, 200] && chosen.gridEpochs == [7])
        let plan = TrainingPlan(epochs: 200, stepsPerEpoch: 2, batchSize: 20, steps: 400)
        #expect((1...200).filter(chosen.pace(of: plan).isKept) == [7, 200])
        #expect(chosen.pace(of: plan).evaluation == 5)
    }
}
