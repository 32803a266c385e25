import CommandLineSupport
import Core
import Figures
import TabularModels

/// Several trainings that differ in one thing, drawn together.
struct Comparison {
    typealias Series = ExperimentSeries<Housing>
    typealias Member = Series.Member

    /// As `--compare` names it.
    let name: String
    let title: String
    let members: [Member]

    /// The name under which comparisons are kept.
    static let tool = "housing-train-compare"

    static var all: [Comparison] {
        [
            Comparison(
                name: "optimizers", title: "Four ways down",
                members: HousingPreset.all(for: .classes).map {
                    Member(name: $0.name, title: $0.summary, experiment: $0.experiment)
                }),
            Comparison(
                name: "learning-rates", title: "Gradient descent at four learning rates",
                members: [0.1, 0.03, 0.01, 0.0002].map { rate in
                    var experiment = Housing()
                    experiment.recipe.learningRate = rate
                    let text = Readable.shortest(rate)
                    return Member(name: "lr-\(text)", title: "learning rate \(text)", experiment: experiment)
                }),
        ]
    }

    /// What the comparison's folder says that it holds.
    var kind: String { "comparison of \(name)" }

    /// Trains one after the other, continuing what was begun, and draws and prints the results.
    ///
    /// - Parameter experiments: the members' own, with what the options ask for.
    func train(_ experiments: [Housing], in folder: RunFolder, _ console: Console) throws {
        let members = zip(members, experiments).map { Member(name: $0.name, title: $0.title, experiment: $1) }
        try folder.write(SeriesFile(kind: kind, members), to: folder.configurationFile)
        let command = "\(Housing.tool) --compare \(name) --resume --run \(ShellWord.quoted(folder.path))"
        let results = try Series(members, in: folder, continuedBy: command, console: console).train()
        let experiment = experiments[0]
        let place = experiment.datasetName.split(separator: "/").last.map(String.init) ?? experiment.datasetName
        try draw(results, "\(title), on \(place)", in: folder)
        try console.result(table(of: results))
        let summary = summary(of: results, experiment, in: folder)
        try folder.write(summary)
        try console.summary(summary)
    }

    private func draw(_ results: [Series.Result], _ title: String, in folder: RunFolder) throws {
        try AtomicFile.createFolder(folder.figureFolder)
        let logs = results.map { (name: $0.member.title, log: $0.log) }
        let part: DataPart = logs.contains { !$0.log.column(.loss(.validation)).isEmpty } ? .validation : .test
        for (file, metric, axis) in [
            (name, Metric.trainLoss, "training loss"),
            ("\(name)-\(part.rawValue)", .loss(part), "\(part.rawValue) loss"),
        ] {
            let chart = HousingFigures.comparison(title, of: logs, metric: metric, axis: "\(axis) (cross entropy)")
            try chart.write(to: "\(folder.figureFolder)/\(file)")
        }
    }

    private func table(of results: [Series.Result]) -> TextTable {
        var table = TextTable([
            .left("training"), .right("first loss"), .right("last loss"), .right("test loss"), .right("test accuracy"),
            .right("a step"),
        ])
        for result in results {
            let losses = result.log.column(.trainLoss)
            let seconds = (result.number("seconds") ?? .nan) / max(1, result.number("steps") ?? 1)
            table.add([
                result.member.title, Readable.loss(losses.first ?? .nan), Readable.loss(losses.last ?? .nan),
                Readable.loss(result.number("test_loss") ?? .nan),
                Readable.percent(result.number("test_accuracy") ?? .nan),
                Readable.duration(seconds),
            ])
        }
        return table
    }

    private func summary(of results: [Series.Result], _ experiment: Housing, in folder: RunFolder) -> RunSummary {
        var summary = RunSummary(tool: Housing.tool)
        (summary.dataset, summary.model) = (experiment.datasetName, experiment.modelName)
        (summary.seed, summary.threads, summary.run) = (experiment.seed, experiment.threads, folder.path)
        summary.parameters = results.first?.wholeNumber("parameters")
        summary.seconds = results.reduce(0) { $0 + ($1.number("seconds") ?? 0) }
        summary.extra["comparison"] = .string(name)
        summary.extra["trainings"] = .array(
            results.map { result in
                var row = result.summary
                row["training"] = .string(result.member.title)
                return .object(row)
            })
        return summary
    }
}
