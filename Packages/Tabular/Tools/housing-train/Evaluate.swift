import ArgumentParser
import Core
import TabularModels

/// `housing-train evaluate`: tests a trained network.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Test a trained network, on its own test rows or on all rows of another table.",
        discussion: """
            Columns and classes are matched by name. Low, medium and high keep the bounds of the training rows.
            """)

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Data") var data: DataOptions<OwnHousingTable>
    @OptionGroup(title: "Output") var confusion: ConfusionOption<ShowsShares>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let trained = try TrainedModel<Housing>(run: trained.name)
        let (rows, name) = try rows(trained, console)
        console.note("\(trained.source) on \(Readable.count(rows.count)) \(name)")
        let preparation = try trained.experiment.fittedPreparation()
        let score = HousingScore(of: trained.model, on: rows, preparation)
        var summary = trained.summary(dataset: data.dataset ?? trained.experiment.datasetName)
        (summary.testLoss, summary.testAccuracy) = (score.loss, score.classes?.accuracy)
        for measurement in score.measurements(on: .test) {
            summary.extra[measurement.metric.name] = .number(measurement.value)
        }
        summary.extra["test_examples"] = .integer(rows.count)
        let report = score.report(preparation, showing: confusion.cells)
        for member in report.summary.members { summary.extra[member.key] = member.value }
        try console.result(report.lines)
        try console.summary(summary)
    }

    /// The rows that the network is tested on, and their name: the rows that its training set aside, or another table.
    private func rows(
        _ trained: TrainedModel<Housing>, _ console: Console
    ) throws -> (rows: TableExamples, name: String) {
        var experiment = trained.experiment
        experiment.data = data.data ?? experiment.data
        if let other = data.dataset, other != experiment.dataset {
            let rows = try HousingData.rows(of: HousingSource.find(other, in: experiment.data), for: experiment)
            return (rows, "rows of \(other)")
        }
        let own = try experiment.readData(console)
        try experiment.requireUnchanged(own, of: trained.run ?? RunFolder(trained.source))
        return (own.test, "test rows of \(own.name)")
    }
}
