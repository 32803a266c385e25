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
    /// What the classic experiment came to, by member.
    let reference: ComparisonReference

    /// The name under which comparisons are kept.
    static let tool = "housing-train-compare"

    static var all: [Comparison] { [optimizers, learningRates()] }

    private static var optimizers: Comparison {
        Comparison(
            name: "optimizers", title: "Four ways down",
            members: HousingPreset.all(for: .classes).map {
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

    /// What the comparison's folder says that it holds.
    var kind: String { "comparison of \(name)" }

    /// The same with the members that a folder holds: learning rates may be others.
    ///
    /// - Throws: `FileError` where it holds no comparison of this kind.
    func stored(in folder: RunFolder) throws(FileError) -> Comparison {
        let stored = try SeriesFile<Housing>(in: folder, kind: kind).members
        let isRates = name == "learning-rates"
        let known = isRates ? Self.learningRates(stored.map(\.experiment.recipe.learningRate)) : self
        guard !stored.isEmpty, stored.map(\.name) == known.members.map(\.name) else {
            throw FileError(.badData, folder.path, "holds no \(kind)")
        }
        return Comparison(name: name, title: known.title, members: stored, reference: reference)
    }

    /// Trains one after the other, continuing what was begun, and draws and prints the results.
    ///
    /// - Parameters:
    ///   - experiments: the members' own, with what the options ask for.
    ///   - logEvery: steps from one report of the loss to the next; nil for none.
    func train(_ experiments: [Housing], logEvery: Int?, in folder: RunFolder, _ console: Console) throws {
        let members = zip(members, experiments).map { Member(name: $0.name, title: $0.title, experiment: $1) }
        try folder.write(SeriesFile(kind: kind, members), to: folder.configurationFile)
        let command = "\(Housing.tool) --compare \(name) --resume --run \(ShellWord.quoted(folder.path))"
        var series = Series(members, in: folder, continuedBy: command, console: console)
        series.logEvery = logEvery
        let results = try series.train()
        let experiment = experiments[0]
        let place = experiment.datasetName.split(separator: "/").last.map(String.init) ?? experiment.datasetName
        try draw(results, of: series, "\(title), on \(place)")
        try console.result(table(of: results, experiment))
        try console.result([
            "untrained, trained: loss on all training rows, dropout off, before the first iteration and at the end",
            "test, accuracy: on the test rows; iteration: the time that one takes",
        ])
        try console.result(reference.lines(for: experiment))
        let summary = summary(of: results, experiment, in: folder)
        try folder.write(summary)
        try console.summary(summary)
    }

    private func draw(_ results: [Series.Result], of series: Series, _ title: String) throws {
        let folder = series.folder
        try AtomicFile.createFolder(folder.figureFolder)
        let trainings = try results.map { result in
            let takesAll = result.member.experiment.recipe.batchSize == nil
            let steps = takesAll ? [] : try StepLog.rows(of: series.folder(of: result.member))
            let untrained = HousingLosses(result.summary).untrained
            return (result.member.title, HousingCurves(result.log, steps: steps, untrained: untrained))
        }
        try HousingFigures.comparison(title, of: trainings).write(to: "\(folder.figureFolder)/\(name)")
        let part: DataPart =
            results.contains { !$0.log.column(.loss(.validation)).isEmpty } ? .validation : .test
        try HousingFigures.comparison(title, of: trainings, on: part)
            .write(to: "\(folder.figureFolder)/\(name)-\(part.rawValue)")
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
