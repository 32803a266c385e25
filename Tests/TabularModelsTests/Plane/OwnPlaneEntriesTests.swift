import Core
import TabularModels
import TestSupport
import Testing

/// A tool as another package would make it: `plane-train`'s experiment with entries of its own.
private enum OwnEntries: PlaneEntries {
    static let tool = "own-plane"
    static let activations = [PlaneActivation(name: "bump") { gaussian($0) - 0.5 }] + PlaneActivation.trainable
    static let tasks =
        [
            PlaneTask(
                name: "halves", summary: "left and right", classNames: ["left", "right"], size: (80, 0),
                usual: PlaneSettings(hidden: [3], activation: "bump", epochs: 60, learningRate: 0.05)
            ) { count, _, random in
                let xs = (0..<count).map { _ in random.uniform(in: -1..<1) }
                return PlanePoints(xs: xs, ys: xs.reversed(), classes: xs.map { $0 < 0 ? 0 : 1 })
            },
            PlaneTask(
                name: "pair", summary: "two points", classNames: ["one", "other"],
                usual: PlaneSettings(hidden: [1], epochs: 3, batchSize: 2, learningRate: 0.1)
            ) { _, _, _ in PlanePoints(xs: [0, 1], ys: [0, 1], classes: [0, 1]) },
        ] + PlaneTask.all
}

private typealias OwnExperiment = PlaneExperiment<OwnEntries>

@Suite("Entries of one's own in a tool of the plane") struct OwnPlaneEntriesTests {
    @Test("train, are named in the configuration, and continue to the same weights") func training() throws {
        let training = try ContinuedTraining(OwnExperiment(), stoppedAfter: 20)
        #expect(training.endsAlike && training.begun.task == "halves" && training.begun.activation == "bump")
        #expect(training.begun.testShare == 0.25 && training.whole.data.test.count == 20)
        #expect((training.whole.score?.accuracy ?? 0) > 0.9)
        let report = try training.whole.experiment.report(training.whole)
        #expect(report.lines.last?.hasPrefix("2–3–1 on halves") == true)
        for (_, figure) in report.figures.prefix(2) { #expect(try !figure.rendered(as: .svg).isEmpty) }
        let pair = try OwnExperiment(OwnEntries.tasks[1]).readData(Console(isQuiet: true))
        #expect(pair.training.count == 2 && pair.test.count == 0)
    }

    @Test("names that nobody has are refused, and the tool's own are offered") func unknown() throws {
        var experiment = OwnExperiment()
        experiment.activation = "lump"
        let error = #expect(throws: SettingError.self) { try experiment.checkAll() }
        #expect(error?.description == "activation is 'lump', expected bump, sigmoid, tanh, relu, step")
        experiment.task = "halfs"
        let task = #expect(throws: ToolError.self) { try experiment.readData(Console(isQuiet: true)) }
        #expect(task?.description.contains("did you mean 'halves'") == true)
        try OwnExperiment(file: "points.csv").checkAll()
        #expect(OwnExperiment(file: "points.csv").activation == "bump")
        #expect(PlaneLearning(file: "points.csv").activation == "sigmoid")
    }
}
