import Figures
import TestSupport
import Testing

@testable import Figures
@testable import Files
@testable import Foundations
@testable import Training

@Suite("Sweeps") struct SweepTests {
    private typealias Setting = SweepSetting<TinyExperiment>

    private let place = TemporaryFolder()
    private static let slope = Setting("slope", words: "slope", get: { $0.slope }, set: { $0.slope = $1 })
    private static let settings = [slope, .learningRate, .batchSize, .epochs]

    private func plan(_ axes: [SweepAxis<TinyExperiment>], runs: Int = 1) -> SweepPlan<TinyExperiment> {
        SweepPlan(axes, runs: runs, of: TinyExperiment())
    }

    @Test("train every combination, with every seed, and are known again by their members")
    func members() throws {
        let plan = plan([SweepAxis(.learningRate, [0.1, 0.01, 0.1]), SweepAxis(.batchSize, [5, 10])], runs: 2)
        #expect(
            plan.points == [[0.1, 5], [0.1, 10], [0.01, 5], [0.01, 10]], "a value that is repeated counts once")
        #expect(plan.description == "8 trainings: lr 0.1, 0.01 × batch-size 5, 10, 2 seeds each")
        let members = plan.members
        #expect(members.count == 8 && members[3].name == "lr-0.1-batch-size-10-seed-1")
        #expect(members[3].title == "lr 0.1, batch-size 10, seed 1")
        #expect(members.map(\.experiment.recipe.batchSize) == [5, 5, 10, 10, 5, 5, 10, 10])
        #expect(members.map(\.experiment.seed) == [0, 1, 0, 1, 0, 1, 0, 1])
        for plan in [
            plan, self.plan([SweepAxis(Self.slope, [-1, 0, 3])]), self.plan([SweepAxis(.epochs, [2])], runs: 3),
        ] {
            let again = try #require(SweepPlan(plan.members, among: Self.settings))
            #expect(again.members == plan.members && again.runs == plan.runs)
        }
        #expect(SweepPlan(Array(members.dropLast()), among: Self.settings) == nil, "one is missing")
        #expect(SweepPlan(members, among: [.epochs]) == nil)
    }

    @Test("of epochs replace the steps, which would end every training alike")
    func epochs() {
        var experiment = TinyExperiment()
        experiment.recipe.steps = 3
        let members = SweepPlan([SweepAxis(.epochs, [2, 5])], runs: 1, of: experiment).members
        #expect(members.map(\.experiment.recipe.epochs) == [2, 5] && members[0].experiment.recipe.steps == nil)
    }

    /// Results as a series keeps them.
    private func report(
        _ axes: [SweepAxis<TinyExperiment>], runs: Int = 1, _ summaries: [JSONObject]
    ) -> SweepReport<TinyExperiment> {
        let plan = plan(axes, runs: runs)
        let results = zip(plan.members, summaries).map {
            ExperimentSeries.Result(member: $0, summary: $1, log: MetricsLog(nil))
        }
        return SweepReport(plan, results, in: RunFolder("\(place.path)/sweep"))
    }

    @Test("choose by the validation examples where there are any, and show training accuracy beside both")
    func accuracies() throws {
        let report = report(
            [SweepAxis(.batchSize, [8, 4])],
            [
                [
                    "parameters": 2, "train_loss": 0.5, "test_loss": 0.25, "train_accuracy": 1.0,
                    "validation_accuracy": 0.5, "test_accuracy": 0.875, "seconds": 1.5,
                ],
                [
                    "parameters": 2, "train_loss": 0.5, "test_loss": 0.5, "train_accuracy": 0.75,
                    "validation_accuracy": 0.625, "test_accuracy": 0.75, "seconds": 2.5,
                ],
            ])
        #expect(
            report.lines.prefix(5) == [
                "batch-size  parameters  train loss  test loss  train accuracy  validation accuracy  test accuracy  seconds",
                "         8           2      0.5000     0.2500         100.0 %               50.0 %         87.5 %     1.50",
                "         4           2      0.5000     0.5000          75.0 %               62.5 %         75.0 %     2.50  ← best",
                "",
                "best by validation accuracy: --batch-size 4 (validation accuracy 62.5 %, test accuracy 75.0 %)",
            ])
        #expect(!report.lines.contains { $0.contains("--validation") })
        let chart = try #require(report.figure as? LineChart)
        #expect(chart.series.map(\.name) == ["training", "validation", "test"])
        #expect(chart.series[0].xs == [4, 8] && chart.series[0].ys == [0.75, 1], "from the left to the right")
        #expect(chart.title == "line on points: accuracy by batch size" && chart.y.title == "accuracy")
        #expect(report.summary.extra["best"] == ["batch-size": 4.0, "chosen_by": "validation_accuracy"])
    }

    @Test("draw two settings as a heat map, the smallest values at the lower left, without what has diverged")
    func grid() throws {
        let report = report(
            [SweepAxis(.learningRate, [0.1, 0.01]), SweepAxis(.batchSize, [20, 5])],
            [
                ["test_accuracy": 0.5], ["diverged": "the loss is infinite"], ["test_accuracy": 0.75],
                ["test_accuracy": 0.625],
            ])
        let map = try #require(report.figure as? HeatMap)
        #expect(map.rowLabels == ["0.1", "0.01"] && map.columnLabels == ["5", "20"])
        #expect(map.x == "batch size" && map.y == "learning rate" && map.title == "line on points: test accuracy")
        #expect(map.values[0][0].isNaN && map.values[0][1] == 0.5 && map.values[1] == [0.625, 0.75])
        #expect(report.best == 2)
        #expect(report.lines[2].contains("diverged") && report.lines[3].hasSuffix("← best"))
        #expect(report.csv.split(separator: "\n")[2].hasPrefix("0.1,5,"))
    }

    @Test("compare losses where there is no accuracy, with means and deviations over seeds")
    func losses() throws {
        let report = report(
            [SweepAxis(.learningRate, [0.1, 0.01])], runs: 2,
            [0.5, 0.3, 0.1, 0.2].map { ["train_loss": .number($0 / 2), "test_loss": .number($0), "seconds": 1] })
        #expect(report.table.lines[1].contains("  0.4000 ± 0.1414  ") && report.best == 1)
        #expect(report.csv.hasPrefix("lr,parameters,train_loss,test_loss,seconds,test_loss_deviation\n"))
        let chart = try #require(report.figure as? LineChart)
        #expect(chart.title == "line on points: loss by learning rate ± deviation of 2 seeds")
        #expect(chart.y.title == "test loss" && chart.x.scale == .logarithmic && chart.series[0].xs == [0.01, 0.1])
        #expect(abs((chart.series[0].band?.lower[1] ?? 0) - 0.258_58) < 1e-4)
    }

    @Test("a training that diverges is a result of a series that keeps it, and an error of any other")
    func diverged() throws {
        let run = RunFolder("\(place.path)/series")
        try AtomicFile.createFolder(run.path)
        let plan = plan([SweepAxis(.learningRate, [1e30, 0.1])])
        var series = ExperimentSeries(plan.members, in: run, continuedBy: "tiny", console: Console(isQuiet: true))
        #expect(throws: TrainingError.self) { _ = try series.train(isQuiet: true) }
        series.keepsDiverged = true
        let results = try #require(try series.train(isQuiet: true))
        #expect(results[0].summary["diverged"] != nil && results[0].number("test_loss") == nil)
        #expect(results[1].number("test_loss") != nil)
        #expect(try series.train(isQuiet: true)?[0].summary == results[0].summary, "as it is read again")
    }
}
