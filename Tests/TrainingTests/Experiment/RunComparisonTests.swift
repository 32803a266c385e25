import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import Training

@Suite("Comparisons of runs") struct RunComparisonTests {
    /// Two finished trainings that differ in their learning rates.
    private func runs(in place: String) throws -> [RunFolder] {
        try [0.1, 0.01].map { rate in
            var experiment = TinyExperiment()
            experiment.recipe.learningRate = rate
            let console = Console(isQuiet: true)
            let data = try experiment.readData(console)
            experiment.adopt(data)
            let folder = RunFolder("\(place)/rate-\(Readable.shortest(rate))")
            _ = try TrainingRun(experiment, data, in: folder, console: console).perform(continuing: false)
            return folder
        }
    }

    @Test("the table has what differs and what was measured, the figure a curve for each run")
    func table() throws {
        let temporary = TemporaryFolder()
        let place = temporary.path
        try withExtendedLifetime(temporary) {
            let comparison = try RunComparison(of: TinyExperiment.self, runs(in: place))
            #expect(comparison.varying.map(\.option) == ["--lr"])
            #expect(comparison.varying[0].values == ["0.1", "0.01"])
            #expect(comparison.metrics.map(\.name) == ["train_loss", "test_loss"])
            let lines = comparison.table.lines
            #expect(lines.count == 3)
            #expect(
                lines[0].hasPrefix("run        lr    parameters  epochs  weights of  train loss  test loss  seconds"))
            #expect(lines[0].hasSuffix("  joules"))
            #expect(lines[1].hasPrefix("rate-0.1   0.1            2       4           4"))
            #expect(
                comparison.csv.hasPrefix(
                    "run,lr,parameters,epochs,kept_epoch,train_loss,test_loss,seconds,energy_joules\n"
                        + "rate-0.1,0.1,2,4,4,"))
            let svg = String(decoding: try #require(comparison.figure).rendered(as: .svg), as: UTF8.self)
            for text in ["lr 0.1", "lr 0.01", "train loss", "test loss", "epoch"] { #expect(svg.contains(text)) }
        }
    }

    @Test("runs of versions without energy have no column for it")
    func withoutEnergy() {
        let entry = RunComparison.Entry("old", ["seconds": 2.5, "parameters": 3], MetricsLog(nil))
        let comparison = RunComparison("old runs", [(entry, TinyExperiment())])
        #expect(comparison.table.lines[0].hasSuffix("seconds") && comparison.table.lines[1].hasSuffix("2.50"))
        #expect(comparison.csv == "run,parameters,epochs,kept_epoch,seconds\nold,3,,,2.5\n")
    }

    @Test("a run that has not come to its end is named with what continues it")
    func unfinished() throws {
        let temporary = TemporaryFolder()
        let place = temporary.path
        try withExtendedLifetime(temporary) {
            let folders = try runs(in: place)
            let unfinished = RunFolder("\(place)/begun")
            try AtomicFile.createFolder(unfinished.path)
            try unfinished.write(RunConfigurationFile(TinyExperiment()))
            let error = #expect(throws: ToolError.self) {
                try RunComparison(of: TinyExperiment.self, folders + [unfinished])
            }
            #expect(error?.message.contains("tiny --resume --run \(place)/begun continues it") == true)
        }
    }
}
