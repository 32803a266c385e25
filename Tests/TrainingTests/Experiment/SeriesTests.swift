import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import Training

@Suite("Series") struct SeriesTests {
    private let place = TemporaryFolder()
    private let silent = Console(isQuiet: true)

    private func series(_ folder: String, lrs: [Double]) throws -> ExperimentSeries<TinyExperiment> {
        let run = RunFolder("\(place.path)/\(folder)")
        try AtomicFile.createFolder(run.path)
        let members = lrs.map { rate in
            var experiment = TinyExperiment()
            experiment.recipe.learningRate = rate
            return ExperimentSeries<TinyExperiment>.Member(
                name: "lr-\(rate)", title: "lr \(rate)", experiment: experiment)
        }
        return ExperimentSeries(members, in: run, continuedBy: "tiny --resume", console: silent)
    }

    private func model(_ folder: String, _ rate: Double) throws -> [UInt8] {
        try WholeFile.read("\(place.path)/\(folder)/lr-\(rate)/model.safetensors")
    }

    @Test("what is finished is not trained again, what was begun continues, and all ends in the same bytes")
    func resumption() throws {
        let rates = [0.05, 0.1, 0.15, 0.2]
        let whole = try #require(try series("whole", lrs: rates).train())
        // The first two alone; the third is left in the middle of an epoch, as a kill leaves it.
        let begun = try #require(try series("part", lrs: [0.05, 0.1]).train())
        let third = RunFolder("\(place.path)/part/lr-0.15")
        for folder in [third.checkpointFolder, third.figureFolder] { try AtomicFile.createFolder(folder) }
        var experiment = TinyExperiment()
        experiment.recipe.learningRate = 0.15
        let data = try experiment.readData(silent)
        experiment.adopt(data)
        try third.write(RunConfigurationFile(experiment))
        _ = try TrainingRun(experiment, data, in: third, console: silent).train(stepLimit: 6)
        #expect(CheckpointFile.all(in: third).last?.step != 0)

        let stamp = try FileManager.default.attributesOfItem(atPath: "\(place.path)/part/lr-0.05/model.safetensors")
        var done: [String] = []
        let resumed = try #require(try series("part", lrs: rates).train { done.append($0.member.name) })
        #expect(done == ["lr-0.15", "lr-0.2"])
        let after = try FileManager.default.attributesOfItem(atPath: "\(place.path)/part/lr-0.05/model.safetensors")
        #expect(stamp[.modificationDate] as? Date == after[.modificationDate] as? Date)
        for rate in rates { #expect(try model("part", rate) == model("whole", rate)) }
        #expect(resumed.map { $0.number("test_loss") } == whole.map { $0.number("test_loss") })
        #expect(resumed[0].log.column(.trainLoss) == begun[0].log.column(.trainLoss))
    }

    @Test("a finished member that is to be longer continues; one of other settings is refused")
    func changed() throws {
        let first = try #require(try series("a", lrs: [0.05]).train())
        var member = try series("a", lrs: [0.05]).members[0]
        let run = RunFolder("\(place.path)/a")
        func again(_ experiment: TinyExperiment) throws -> [ExperimentSeries<TinyExperiment>.Result] {
            member = .init(name: member.name, title: member.title, experiment: experiment)
            let series = ExperimentSeries([member], in: run, continuedBy: "tiny --resume", console: silent)
            return try #require(try series.train())
        }
        var longer = member.experiment
        (longer.recipe.epochs, longer.threads) = (6, 1)
        let second = try again(longer)
        #expect(first[0].wholeNumber("epochs") == 4 && second[0].wholeNumber("epochs") == 6)
        var other = longer
        other.recipe.batchSize = 4
        #expect(throws: ToolError.self) { _ = try again(other) }
        // Of more threads the result is the same, as far as a series is concerned.
        var threaded = longer
        threaded.threads = 2
        let stamp = try WholeFile.read("\(run.path)/lr-0.05/summary.json")
        _ = try again(threaded)
        #expect(try WholeFile.read("\(run.path)/lr-0.05/summary.json") == stamp)
    }

    @Test("parts of a series end in the same bytes as the whole, in any order, and the whole trains nothing again")
    func parts() throws {
        let rates = [0.05, 0.1, 0.15]
        let whole = try #require(try series("one", lrs: rates).train())
        for text in ["2/2", "1/2"] {
            var part = try series("two", lrs: rates)
            part.part = try #require(TaskPart(text))
            var done: [String] = []
            let results = try part.train { done.append($0.member.name) }
            #expect(done == (text == "2/2" ? ["lr-0.1"] : ["lr-0.05", "lr-0.15"]))
            // The second process finds the rest done.
            #expect((results == nil) == (text == "2/2"))
        }
        var isRepeated = false
        let together = try #require(try series("two", lrs: rates).train { _ in isRepeated = true })
        #expect(!isRepeated && together.map(\.member) == whole.map(\.member))
        for rate in rates { #expect(try model("two", rate) == model("one", rate)) }
    }

    @Test("a result that is read again is the one that was written, member by member")
    func order() throws {
        let written = try #require(try series("d", lrs: [0.05]).train())
        let read = try #require(try series("d", lrs: [0.05]).train())
        #expect(JSONValue.object(read[0].summary).text == JSONValue.object(written[0].summary).text)
    }

    @Test("a member that is trained elsewhere, or whose data have changed, is not continued")
    func guarded() throws {
        let own = RunFolder("\(place.path)/c/lr-0.1")
        try AtomicFile.createFolder(own.path)
        var experiment = TinyExperiment()
        experiment.recipe.learningRate = 0.1
        experiment.adopt(try experiment.readData(silent))
        try own.write(RunConfigurationFile(experiment))
        var lock: RunLock? = try own.lock()
        #expect(throws: FileError.self) { _ = try series("c", lrs: [0.1]).train() }
        lock = withExtendedLifetime(lock) { nil }
        experiment.sum += 1
        try own.write(RunConfigurationFile(experiment))
        #expect(throws: ToolError.badData("points has changed since \(own.path) was begun")) {
            _ = try series("c", lrs: [0.1]).train()
        }
    }

    @Test("a damaged list of finished tasks is refused")
    func damaged() throws {
        for text in ["", "{}", "[1]", "[{}]", "[{\"task\":1}]"] {
            try place.write(Array(text.utf8), to: "b/series.json")
            #expect(throws: FileError.self) { _ = try Series(in: RunFolder("\(place.path)/b")) }
        }
    }

    @Test("mean and standard deviation are those of a sample")
    func statistics() {
        let statistics = SampleStatistics([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(statistics.mean == 5 && abs(statistics.deviation - 2.138_089_935) < 1e-9)
        #expect(SampleStatistics([3]).deviation == 0)
    }
}
