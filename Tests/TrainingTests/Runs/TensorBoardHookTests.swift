import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("Event files of a run") struct TensorBoardHookTests {
    private let place = TemporaryFolder()
    private let silent = Console(isQuiet: true)

    private func training(
        _ name: String, epochs: Int = 4, tensorBoard: Bool = true, logEvery: Int? = nil
    ) throws -> TrainingRun<TinyExperiment> {
        let folder = RunFolder("\(place.path)/\(name)")
        try AtomicFile.createFolder(folder.checkpointFolder)
        var experiment = TinyExperiment()
        experiment.recipe.epochs = epochs
        var run = TrainingRun(experiment, try experiment.readData(silent), in: folder, console: silent)
        run.measures = Measures(tensorBoard: tensorBoard)
        run.logEvery = logEvery
        return run
    }

    private func series(_ name: String) throws -> [String: [(step: Int, value: EventFileReader.Value)]] {
        try EventFileReader.series(in: "\(place.path)/\(name)")
    }

    private func files(_ name: String) -> [String] { EventFileWriter.files(in: "\(place.path)/\(name)") }

    /// Expects that every number of metrics.csv is in the event files at its step, and no other.
    private func expectMetrics(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let table = try RunTable(reading: "\(place.path)/\(name)/metrics.csv")
        let series = try series(name)
        let steps = try #require(table.header.firstIndex(of: "step"))
        for (place, column) in table.header.enumerated() where column != "step" {
            let rows = table.rows.filter { !$0[place].isNaN }
            #expect(series[column]?.map(\.step) == rows.map { Int($0[steps]) }, sourceLocation: sourceLocation)
            let values = rows.map { EventFileReader.Value.scalar(Float($0[place])) }
            #expect(series[column]?.map(\.value) == values, "\(column)", sourceLocation: sourceLocation)
        }
    }

    @Test("scalars are the numbers of metrics.csv, and weights and gradients have a histogram after every epoch")
    func whole() throws {
        let run = try training("a", logEvery: 2)
        try AtomicFile.createFolder("\(place.path)/a/figures")
        _ = try run.perform(continuing: false)
        #expect(files("a").count == 1)
        try expectMetrics("a")
        let series = try series("a")
        for tag in ["weights/weight", "weights/bias", "gradients/weight", "gradients/bias"] {
            #expect(series[tag]?.map(\.step) == [4, 8, 12, 16], "\(tag)")
            for (_, value) in series[tag] ?? [] {
                guard case .histogram(let count, _, let limits, let counts) = value else {
                    Issue.record("\(tag) is no histogram")
                    continue
                }
                #expect(count == 1 && counts.reduce(0, +) == 1 && limits.count == counts.count)
            }
        }
        #expect(series["steps/train_loss"]?.map(\.step) == [2, 4, 6, 8, 10, 12, 14, 16])
        #expect(series["figures/steps"]?.map(\.step) == [16] && series["figures/architecture"]?.count == 1)
        guard case .picture(let width, let height, let png)? = series["figures/steps"]?.first?.value else {
            Issue.record("no picture")
            return
        }
        let picture = try Picture(png: png, file: "steps.png")
        #expect(picture.width == width && picture.height == height && width > 100)
    }

    @Test("gradients are those of the last step, as the optimizer gets them")
    func gradients() throws {
        var run = try training("g", epochs: 1)
        var experiment = run.experiment
        // A single step that moves the bias by 0.1 times its gradient, which is clipped to 0.25.
        (experiment.recipe.batchSize, experiment.recipe.clipValue) = (100, 0.25)
        let measures = run.measures
        run = TrainingRun(experiment, run.data, in: run.folder, console: silent)
        run.measures = measures
        let before = try #require(experiment.makeModel().parameters.first { $0.name == "bias" }).parameter.value.item
        let trained = try run.train()
        let after = try #require(trained.model.parameters.first { $0.name == "bias" }).parameter.value.item
        let moved = (before - after) / 0.1
        guard case .histogram(_, let sum, _, _)? = try series("g")["gradients/bias"]?.first?.value else {
            Issue.record("no gradients")
            return
        }
        #expect((sum - moved).magnitude < 1e-5 && sum.magnitude <= 0.25)
    }

    @Test("a continued run has every step once, wherever it was stopped", arguments: 1...7)
    func continued(steps: Int) throws {
        let run = try training("part-\(steps)", logEvery: 1)
        var short = run.experiment
        short.recipe.steps = steps
        var first = TrainingRun(short, run.data, in: run.folder, console: silent)
        (first.measures, first.logEvery) = (run.measures, 1)
        _ = try first.train()
        // A killed process has written what no checkpoint has.
        let lost = try EventFileWriter(in: "\(place.path)/part-\(steps)", from: steps + 1)
        for step in steps + 1...steps + 9 {
            try lost.add([("steps/train_loss", .scalar(0)), ("train_loss", .scalar(0))], step: step)
        }
        try lost.flush()
        // Without the option: the run has event files.
        let more = try training("part-\(steps)", tensorBoard: false, logEvery: 1)
        _ = try more.train(from: .latestCheckpoint)
        #expect(files("part-\(steps)").count == 3)
        try expectMetrics("part-\(steps)")
        let series = try series("part-\(steps)")
        #expect(series["steps/train_loss"]?.map(\.step) == Array(1...16))
        #expect(series["gradients/bias"]?.map(\.step) == [4, 8, 12, 16])
        // A complete run gets none.
        _ = try training("part-\(steps)", logEvery: 1).train(from: .latestCheckpoint)
        #expect(files("part-\(steps)").count == 3)
    }

    @Test("a run that gets event files later has its earlier rows in them")
    func later() throws {
        _ = try training("late", epochs: 2, tensorBoard: false).train()
        #expect(files("late").isEmpty)
        _ = try training("late", epochs: 4).train(from: .latestCheckpoint)
        try expectMetrics("late")
        #expect(try series("late")["weights/bias"]?.map(\.step) == [12, 16])
    }

    @Test("long trainings have some hundred histograms, and every row")
    func long() throws {
        _ = try training("long", epochs: 450).train()
        try expectMetrics("long")
        #expect((100...160).contains(try series("long")["weights/bias"]?.count ?? 0))
    }

    @Test("event files change no weight")
    func bytes() throws {
        for (name, tensorBoard) in [("with", true), ("without", false)] {
            _ = try training(name, tensorBoard: tensorBoard).train()
        }
        let file = "checkpoints/epoch-0004.safetensors"
        #expect(try WholeFile.read("\(place.path)/with/\(file)") == WholeFile.read("\(place.path)/without/\(file)"))
    }
}
