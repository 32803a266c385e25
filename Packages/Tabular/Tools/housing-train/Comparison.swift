import CommandLineSupport
import Core
import Figures
import FoundationEssentials
import TabularModels

/// Several trainings that differ in one thing, drawn together.
struct Comparison: Sendable {
    /// As `--compare` names it.
    let name: String
    let title: String
    let variants: [Variant]

    struct Variant: Sendable {
        /// As its folder is called.
        let name: String
        /// As the figure calls it.
        let title: String
        let recipe: HousingRecipe
    }

    static let toolName = "housing-train-compare"

    static let all = [
        Comparison(
            name: "optimizers", title: "Four ways down",
            variants: HousingPreset.all(for: .classes).map {
                Variant(name: $0.name, title: $0.summary, recipe: $0.recipe)
            }),
        Comparison(
            name: "learning-rates", title: "Gradient descent at four learning rates",
            variants: [0.1, 0.03, 0.01, 0.0002].map { rate in
                var recipe = HousingPreset.all(for: .classes)[0].recipe
                recipe.learningRate = rate
                let text = Readable.shortest(rate)
                return Variant(name: "lr-\(text)", title: "learning rate \(text)", recipe: recipe)
            }),
    ]

    /// Where a variant's run is kept.
    func run(of variant: Variant, in folder: RunFolder) -> RunFolder { RunFolder("\(folder.path)/\(variant.name)") }

    /// Trains one after the other, going on with what was begun, and draws and prints what came of it.
    func run(_ sessions: [HousingSession], in folder: RunFolder, _ console: Console) throws {
        var results: [(name: String, result: HousingSession.Result, summary: RunSummary)] = []
        for (variant, begun) in zip(variants, sessions) {
            var session = begun
            session.resumeCommand =
                "\(RunConfiguration.toolName) --compare \(name) --resume --run \(ShellWord.quoted(folder.path))"
            console.note("")
            console.note(variant.title)
            let model = session.configuration.makeModel()
            let isBegun = session.run.map { FileManager.default.fileExists(atPath: $0.configurationFile) } ?? false
            try session.prepare(resuming: isBegun)
            session.describe(model)
            let result = try session.train(model, resuming: isBegun)
            try session.keep(result)
            results.append((variant.title, result, session.summary(of: result)))
        }
        try report(results, of: sessions, in: folder, console)
    }

    private func report(
        _ results: [(name: String, result: HousingSession.Result, summary: RunSummary)], of sessions: [HousingSession],
        in folder: RunFolder, _ console: Console
    ) throws {
        let logs = results.map { (name: $0.name, log: $0.result.log) }
        let set = sessions.first.map { $0.data.name.split(separator: "/").last.map(String.init) ?? "" } ?? ""
        let charts = [("train_loss", "training loss"), ("test_loss", "test loss")].map { column, axis in
            HousingFigures.comparison(
                "\(title), on \(set)", of: logs, column: column, axis: "\(axis) (cross entropy)")
        }
        try charts[0].write(to: folder.figureFolder + "/\(name)")
        try charts[1].write(to: folder.figureFolder + "/\(name)-test")
        var table = TextTable([
            .left("training"), .right("first loss"), .right("last loss"), .right("test loss"), .right("test accuracy"),
            .right("an iteration"),
        ])
        for (name, result, summary) in results {
            let losses = result.log.column("train_loss")
            table.add([
                name, Readable.loss(losses.first ?? .nan), Readable.loss(losses.last ?? .nan),
                Readable.loss(result.score.loss), Readable.percent(summary.testAccuracy ?? .nan),
                Readable.duration((summary.seconds ?? 0) / Double(max(1, result.state.step))),
            ])
        }
        try console.result(table)
        var summary = RunSummary(tool: RunConfiguration.toolName)
        summary.dataset = sessions.first?.data.name
        summary.model = RunConfiguration.modelName
        summary.parameters = results.first?.summary.parameters
        summary.seed = sessions.first?.configuration.seed
        summary.threads = sessions.first?.configuration.threads
        summary.seconds = results.reduce(0) { $0 + ($1.summary.seconds ?? 0) }
        summary.run = folder.path
        summary.extra["comparison"] = .string(self.name)
        summary.extra["trainings"] = .array(
            results.map { name, _, summary in
                var row = summary.json
                row["training"] = .string(name)
                return .object(row)
            })
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: folder.summaryFile)
        try console.summary(summary)
    }
}
