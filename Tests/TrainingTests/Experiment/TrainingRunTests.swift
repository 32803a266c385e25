import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import Training

@Suite("The driver") struct TrainingRunTests {
    private let place = TemporaryFolder()
    private let silent = Console(isQuiet: true)

    private func run(_ experiment: TinyExperiment, in folder: RunFolder? = nil) throws -> TrainingRun<TinyExperiment> {
        try TrainingRun(experiment, experiment.readData(silent), in: folder, console: silent)
    }

    private func folder(_ name: String) throws -> RunFolder {
        let run = try RunFolder.begin("\(place.path)/\(name)", tool: "tiny").run
        try AtomicFile.createFolder(run.checkpointFolder)
        return run
    }

    private func weights(_ trained: Trained<TinyExperiment>) -> [Double] {
        trained.model.parameters.flatMap(\.parameter.value.doubles)
    }

    @Test("without a validation part the last weights are kept, and the test part is read after every epoch")
    func plain() throws {
        let trained = try run(TinyExperiment()).train()
        #expect(trained.kept.epoch == 4 && trained.kept.metric == nil)
        #expect(trained.data.scored == [.test, .test, .test, .test])
        #expect(trained.measurements.map(\.metric) == [.loss(.test)])
        #expect(trained.log.column(.loss(.test)).count == 4)
    }

    @Test("with one the best epoch is chosen by it alone, and the test part is read once, at the end")
    func validation() throws {
        var experiment = TinyExperiment()
        experiment.validation = 0.25
        // So long steps that the loss rises again and again.
        (experiment.recipe.epochs, experiment.recipe.learningRate, experiment.recipe.batchSize) = (6, 0.83, 1)
        let trained = try run(experiment).train()
        let losses = trained.log.column(.loss(.validation))
        let best = try #require(losses.min())
        #expect(losses.count == 6 && losses.last != best)
        #expect(trained.kept.epoch == (losses.firstIndex(of: best) ?? -1) + 1)
        #expect(trained.kept.metric == .loss(.validation) && trained.kept.value == best)
        #expect(trained.data.scored.filter { $0 == .test } == [.test])
        #expect(trained.data.scored.last == .test)
        // The model that is handed out is the kept one.
        let score = try #require(experiment.score(trained.model, on: .validation, of: trained.data))
        #expect(score.loss == best)
        let summary = RunSummary(trained)
        #expect(summary.extra["kept_by"] == "validation_loss" && summary.validationLoss == best)
        #expect(summary.extra["kept_epoch"] == .integer(trained.kept.epoch))
        #expect(summary.trainLoss == trained.log.value(.trainLoss, epoch: trained.kept.epoch))
    }

    @Test("patience ends a training that does not become better")
    func patience() throws {
        var experiment = TinyExperiment()
        experiment.validation = 0.25
        (experiment.recipe.epochs, experiment.recipe.learningRate) = (500, 0.5)
        experiment.recipe.patience = 3
        let trained = try run(experiment).train()
        #expect(trained.state.stopReason == .noImprovement)
        #expect(trained.state.epoch < 500 && trained.state.epoch - trained.kept.epoch >= 3)
    }

    @Test(
        "patience counts to the latest measured epoch: what nobody measured is not without improvement",
        arguments: [2, 9])
    func rarelyMeasured(patience: Int) throws {
        var experiment = TinyExperiment()
        experiment.validation = 0.25
        (experiment.recipe.epochs, experiment.recipe.patience, experiment.interval) = (24, patience, 8)
        let trained = try run(experiment).train()
        // The loss falls all the time, and is measured after epochs 1, 8, 16 and 24.
        #expect(trained.state.epoch == 24 && trained.kept.epoch == 24)
        #expect(trained.log.column(.loss(.validation)).count == 4)
    }

    @Test("a training that was stopped where the whole one measures nothing keeps the same weights in the end")
    func stopped() throws {
        var experiment = TinyExperiment()
        experiment.validation = 0.25
        (experiment.recipe.epochs, experiment.recipe.learningRate, experiment.recipe.batchSize) = (6, 0.83, 1)
        experiment.interval = 4
        let whole = try run(experiment, in: folder("undisturbed")).train()
        for epochs in 1...5 {
            let part = try folder("stopped-\(epochs)")
            _ = try run(experiment, in: part).train(until: epochs)
            let continued = try run(experiment, in: part).train(from: .latestCheckpoint)
            #expect(continued.kept.epoch == whole.kept.epoch && weights(continued) == weights(whole))
        }
    }

    @Test("a run cannot become shorter than it is, and is not continued with other settings")
    func shorter() throws {
        let run = try folder("long")
        try AtomicFile.createFolder(run.figureFolder)
        _ = try self.run(TinyExperiment(), in: run).perform(continuing: false)
        let before = try WholeFile.read(run.configurationFile)
        var short = TinyExperiment()
        short.recipe.epochs = 3
        let words = ToolError.usage("--epochs 3: \(run.path) has 4 epochs already, and a run cannot become shorter")
        #expect(throws: words) { _ = try self.run(short, in: run).perform(continuing: true) }
        #expect(try WholeFile.read(run.configurationFile) == before)
        var other = TinyExperiment()
        (other.recipe.epochs, other.recipe.learningRate) = (8, 0.2)
        #expect(throws: FileError.self) { _ = try self.run(other, in: run).train(from: .latestCheckpoint) }
    }

    @Test("a training that continues within an epoch knows the seconds before, and its summary counts them")
    func seconds() throws {
        let run = try folder("seconds")
        var experiment = TinyExperiment()
        experiment.recipe.steps = 3
        let part = try self.run(experiment, in: run).train()
        #expect(part.state.trainingSeconds > 0)
        experiment.recipe.steps = 4
        let more = try self.run(experiment, in: run).train(from: .latestCheckpoint)
        #expect(more.state.trainingSeconds > part.state.trainingSeconds)
    }

    @Test("figures of a checkpoint that no training can have are not believed")
    func damagedFigures() throws {
        var experiment = TinyExperiment()
        experiment.validation = 0.25
        let run = try folder("damaged")
        _ = try self.run(experiment, in: run).train()
        let file = try #require(CheckpointFile.all(in: run).last).path(in: run)
        let whole = try WholeFile.read(file)
        for (known, damaged) in [
            ("\"best\\/epoch\":2", "\"best\\/epoch\":9e99"), ("\"epoch\":4", "\"epoch\":4000000000000000000"),
        ] {
            var contents = try Safetensors.read(file)
            let text = try #require(contents.metadata["kumiki.progress"])
            #expect(text.contains(known), "\(text)")
            contents.metadata["kumiki.progress"] = text.replacing(known, with: damaged)
            try contents.write(to: file)
            // Refused or left out, never a trap.
            if let trained = try? self.run(experiment, in: run).train(from: .latestCheckpoint) {
                #expect(trained.kept.metric == nil)
            }
            try AtomicFile.write(whole, to: file)
        }
    }

    @Test("a damaged metrics.csv is set aside as it is, and what can be read of it stays")
    func damagedMetrics() throws {
        let run = try folder("metrics")
        _ = try self.run(TinyExperiment(), in: run).train()
        let damaged = Array("epoch,step\n1,2,3\n2,4\n".utf8)
        try AtomicFile.write(damaged, to: run.metricsFile)
        var longer = TinyExperiment()
        longer.recipe.epochs = 6
        let trained = try self.run(longer, in: run).train(from: .latestCheckpoint)
        #expect(try WholeFile.read(run.metricsFile + ".damaged") == damaged)
        #expect(trained.log.column(.epoch).first == 2 && trained.log.column(.epoch).last == 6)
    }

    @Test("a validation part that would be empty is refused", arguments: [0.01, 0.9])
    func empty(share: Double) throws {
        var experiment = TinyExperiment()
        (experiment.points, experiment.validation) = (share < 0.5 ? 20 : 1, share)
        #expect(throws: ToolError.self) { _ = try experiment.readData(silent) }
    }

    @Test("a dry run is the first step of the training, and leaves nothing")
    func dryRun() throws {
        let experiment = TinyExperiment()
        let training = try run(experiment)
        let dry = try training.dryRun()
        #expect(training.data.scored.isEmpty, "a step, and no more")
        var one = experiment
        one.recipe.steps = 1
        #expect(try run(one).train().state.latestLoss == dry.loss)
        #expect(dry.examples == 5 && dry.parameters == 2)
        var large = experiment
        large.recipe.batchSize = 1_000
        #expect(try run(large).dryRun().examples == 20, "as many as there are")
    }

    @Test("a training that is cut short continues to the same weights, wherever that was", arguments: 1...7)
    func resumption(steps: Int) throws {
        var experiment = TinyExperiment()
        experiment.validation = 0.25
        experiment.recipe.optimizer = .adam()
        let whole = try run(experiment, in: folder("whole-\(steps)")).train()
        let part = try folder("part-\(steps)")
        var short = experiment
        short.recipe.steps = steps
        _ = try run(short, in: part).train()
        let continued = try run(experiment, in: part).train(from: .latestCheckpoint)
        #expect(weights(continued) == weights(whole))
        #expect(continued.state.step == whole.state.step)
    }

    @Test("a training that diverges keeps its last good checkpoint")
    func divergence() throws {
        var experiment = TinyExperiment()
        // The loss grows some hundred times an epoch: two checkpoints are good.
        (experiment.recipe.epochs, experiment.recipe.learningRate) = (1_000, 1.2)
        let run = try folder("diverging")
        #expect(throws: TrainingError.self) { _ = try self.run(experiment, in: run).train() }
        let files = CheckpointFile.all(in: run)
        #expect(!files.isEmpty)
        for file in files {
            let numbers = try Safetensors.read(file.path(in: run)).tensors.values.flatMap { $0.floats() }
            #expect(numbers.allSatisfy { $0.isFinite })
        }
    }

    @Test("what is said at the end is what is kept")
    func outcome() throws {
        let run = try folder("kept")
        try AtomicFile.createFolder(run.figureFolder)
        let outcome = try self.run(TinyExperiment(), in: run).perform(continuing: false)
        #expect(outcome.lines == ["learned"])
        let stored = try TrainedModel<TinyExperiment>(run: run.path)
        #expect(stored.model.weight.value.item == outcome.trained.model.weight.value.item)
        #expect(stored.experiment == outcome.trained.experiment)
        let text = String(decoding: try WholeFile.read(run.summaryFile), as: UTF8.self)
        #expect(text == JSONValue.object(outcome.summary.json).text + "\n")
        #expect(outcome.summary.extra["slope"] == .number(stored.model.weight.value.item))
    }
}
