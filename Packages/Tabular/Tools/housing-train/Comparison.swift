import Core
import TabularModels

/// Several trainings that differ in one setting, drawn together.
struct Comparison: ExperimentComparison {
    typealias Options = HousingOptions
    typealias Series = ExperimentSeries<Housing>
    typealias Member = Series.Member

    /// Its name for `--compare`.
    let name: String
    let title: String
    let members: [Member]
    /// The result of the classic experiment, by member.
    let reference: ComparisonReference

    static var all: [Comparison] { [optimizers, learningRates()] }

    private static var optimizers: Comparison {
        Comparison(
            name: "optimizers", title: "Four ways of gradient descent",
            members: HousingPreset.all(isRegression: false).map {
                Member(name: $0.name, title: $0.summary, experiment: $0.experiment)
            }, reference: .optimizers)
    }

    /// The rates of the classic experiment.
    static let usualRates = [0.1, 0.03, 0.01, 0.0002]

    /// Gradient descent on all rows at several learning rates.
    static func learningRates(_ rates: [Double] = usualRates) -> Comparison {
        Comparison(
            name: "learning-rates", title: "Gradient descent at \(Readable.count(rates.count, "learning rate"))",
            members: rates.map { rate in
                var experiment = Housing()
                experiment.recipe.learningRate = rate
                let text = Readable.shortest(rate)
                return Member(name: "lr-\(text)", title: "learning rate \(text)", experiment: experiment)
            }, reference: .learningRates)
    }

    func check(_ command: TrainCommand<HousingOptions>) throws {
        let (options, recipe) = (command.options, command.recipe)
        let own: [(name: String, value: Any?)] = [
            ("--task", options.task == "regression" ? options.task : nil), ("--preset", options.preset),
            ("--batch-size", recipe.batchSize),
            ("--lr", recipe.learningRate), ("--optimizer", recipe.optimization.optimizer),
            ("--schedule", recipe.optimization.schedule),
        ]
        if let name = own.first(where: { $0.value != nil })?.name {
            throw ToolError.usage("--compare \(self.name) sets its own recipes, so \(name) cannot be given")
        }
    }

    func members(_ command: TrainCommand<HousingOptions>) throws -> [Member] {
        var dataset: String?
        return try members.map { member in
            var standard = member.experiment
            // The table is located once.
            standard.dataset = dataset
            let (experiment, _) = try command.prepared(standard, Console(isQuiet: true))
            dataset = experiment.dataset
            return Member(name: member.name, title: member.title, experiment: experiment)
        }
    }

    /// Learning rates may differ from the defaults.
    func continuing(_ stored: [Member], _ command: TrainCommand<HousingOptions>) throws -> Comparison? {
        let rates = stored.map(\.experiment.recipe.learningRate)
        let known = name == Self.learningRates().name ? Self.learningRates(rates) : self
        guard !stored.isEmpty, stored.map(\.name) == known.members.map(\.name) else { return nil }
        if command.options.rates != nil, members.map(\.name) != known.members.map(\.name) {
            throw ToolError.usage(
                "--resume continues with the run's own settings; --rates cannot be changed "
                    + "(\(rates.map(Readable.shortest).joined(separator: ",")) in the run)")
        }
        return known
    }

    func report(_ results: [Series.Result], of series: Series) throws -> Report {
        let experiment = results[0].member.experiment
        var report = Report()
        try draw(results, of: series, "\(title), on \(experiment.shortDatasetName)", into: &report)
        report.lines =
            table(of: results, experiment).lines
            + [
                "untrained, trained: loss on all training rows, dropout off, before the first iteration and at the end",
                "test, accuracy: on the test rows; iteration: the time of one iteration",
            ] + reference.lines(for: experiment)
        return report
    }

    private func draw(
        _ results: [Series.Result], of series: Series, _ title: String, into report: inout Report
    ) throws {
        let trainings = try results.map { result in
            let takesAll = result.member.experiment.recipe.batchSize == nil
            let steps = takesAll ? [] : try StepLog.rows(of: series.folder(of: result.member))
            let untrained = HousingLosses(result.summary).untrained
            return (result.member.title, HousingCurves(result.log, steps: steps, untrained: untrained))
        }
        report.draw(name, HousingFigures.comparison(title, of: trainings))
        let part: DataPart =
            results.contains { !$0.log.column(.loss(.validation)).isEmpty } ? .validation : .test
        report.draw("\(name)-\(part.rawValue)", HousingFigures.comparison(title, of: trainings, on: part))
    }

    private func table(of results: [Series.Result], _ experiment: Housing) -> TextTable {
        let hasReference = reference.isComparable(with: experiment)
        var table = TextTable(
            [
                .left("training"), .right("untrained"), .right("trained"), .right("test"), .right("accuracy"),
                .right("iteration"),
            ] + (hasReference ? [.right("reference")] : []))
        for result in results {
            let losses = HousingLosses(result.summary)
            let seconds = (result.number("seconds") ?? .nan) / max(1, result.number("steps") ?? 1)
            let known = reference.losses[result.member.name].map { Readable.decimal($0, places: 3) } ?? "–"
            table.add(
                [
                    result.member.title, Readable.loss(losses.untrained), Readable.loss(losses.trained),
                    Readable.loss(result.number("test_loss") ?? .nan),
                    Readable.percent(result.number("test_accuracy") ?? .nan),
                    Readable.duration(seconds),
                ] + (hasReference ? [known] : []))
        }
        return table
    }
}
