import TestSupport
import Testing

@testable import Files
@testable import Training

@Suite("Losses within epochs") struct StepLogTests {
    private let place = TemporaryFolder()
    private let silent = Console(isQuiet: true)

    private func training(in run: RunFolder? = nil, every steps: Int?) throws -> TrainingRun<TinyExperiment> {
        let experiment = TinyExperiment()
        var training = try TrainingRun(experiment, experiment.readData(silent), in: run, console: silent)
        training.logEvery = steps
        return training
    }

    private func folder(_ name: String) throws -> RunFolder {
        let run = try RunFolder.begin("\(place.path)/\(name)", tool: "tiny").run
        for folder in [run.checkpointFolder, run.figureFolder] { try AtomicFile.createFolder(folder) }
        return run
    }

    @Test("rows are means over steps by example, across epochs; all steps of an epoch give the epoch's own mean")
    func means() throws {
        // 20 examples in batches of 5: four steps an epoch, sixteen in all.
        let single = try #require(try training(every: 1).train().steps)
        #expect(single.rows.map(\.step) == Array(1...16) && single.rows.map(\.epoch) == (0..<16).map { $0 / 4 + 1 })
        let three = try #require(try training(every: 3).train().steps)
        #expect(three.rows.map(\.step) == [3, 6, 9, 12, 15])
        for (number, row) in three.rows.enumerated() {
            let own = single.rows[(number * 3)..<(number * 3 + 3)].map(\.loss)
            #expect(abs(row.loss - own.reduce(0, +) / 3) < 1e-12 && row.stepLoss == own.last)
        }
        let trained = try training(every: 4).train()
        let epochs = try #require(trained.steps)
        for (row, loss) in zip(epochs.rows, trained.log.column(.trainLoss)) { #expect(abs(row.loss - loss) < 1e-12) }
        #expect(try training(every: nil).train().steps == nil)
    }

    @Test("a training that is cut short within a row continues with the same rows", arguments: [2, 7, 13])
    func resumption(steps: Int) throws {
        let whole = try folder("whole-\(steps)")
        _ = try training(in: whole, every: 3).train()
        let part = try folder("part-\(steps)")
        var experiment = TinyExperiment()
        experiment.recipe.steps = steps
        var short = try TrainingRun(experiment, experiment.readData(silent), in: part, console: silent)
        short.logEvery = 3
        _ = try short.train()
        _ = try training(in: part, every: 3).train(from: .latestCheckpoint)
        let files = try [whole, part].map { try WholeFile.read($0.path + "/steps.csv") }
        #expect(files[0] == files[1])
    }

    @Test("the run keeps the rows and a curve, and its configuration the interval")
    func kept() throws {
        let run = try folder("kept")
        _ = try training(in: run, every: 2).perform(continuing: false)
        #expect(try CSVTable.read(run.path + "/steps.csv").rows.count == 8)
        #expect(try StepLog.rows(of: run).map(\.step) == [2, 4, 6, 8, 10, 12, 14, 16])
        #expect(try StepLog.rows(of: RunFolder(place.path + "/none")).isEmpty)
        #expect(try WholeFile.read(run.figureFolder + "/steps.svg").count > 1_000)
        #expect(try run.configuration(of: TinyExperiment.self).logEvery == 2)
    }
}
