import CommandLineSupport
import Core
import Figures
import SequenceModels

extension CharacterSession {
    /// What is known before training.
    var summary: RunSummary {
        var summary = summary(of: nil)
        summary.parameters = run.makeModel().parameterCount
        return summary
    }

    private func summary(of state: TrainingState?) -> RunSummary {
        RunSummary(
            tool: CharacterRun.toolName, dataset: run.textName, model: run.recipe.cell.rawValue, seed: run.seed,
            threads: run.threads, of: state)
    }

    /// Writes the summary and the loss curve, and says how the training went.
    func report(_ result: Result) throws {
        let state = result.state
        var summary = summary(of: state)
        summary.run = folder?.path
        summary.extra["steps"] = .integer(state.step)
        let rate = result.curve.stepsPerSecond(state)
        summary.extra["steps_per_second"] = rate.map { .number($0) }
        summary.extra["smoothed_loss"] = state.figures[LossCurveHook.figure].map { .number($0) }
        summary.trainLoss = result.log.column("train_loss").last ?? result.curve.nats
        if let score = result.score {
            summary.extra["bits_per_character"] = .number(score.bits)
            summary.extra["next_character_accuracy"] = .number(score.accuracy)
            summary.extra["measured_on"] = .string(validation.isEmpty ? "training text" : "validation share")
            if !validation.isEmpty { (summary.testLoss, summary.testAccuracy) = (score.loss, score.accuracy) }
            summary.extra["best_validation_loss"] = state.figures[BestModelHook.figure].map { .number($0) }
            try console.result(
                "\(validation.isEmpty ? "the text itself" : "validation"): \(Readable.decimal(score.bits, places: 3)) "
                    + "bits a character (\(Readable.decimal(score.loss, places: 4)) nats), next characters right "
                    + "\(Readable.percent(score.accuracy)) (\(Readable.count(score.right)) of "
                    + "\(Readable.count(score.count)))")
        }
        if let smoothed = state.figures[LossCurveHook.figure] {
            try console.result(
                "\(Readable.count(state.step)) steps" + (rate.map { ", \(Readable.rate($0)) a second" } ?? "")
                    + "; smoothed loss \(Readable.decimal(smoothed))")
        }
        if let folder {
            try lossFigure(result).write(to: folder.figureFolder + "/loss")
            try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: folder.summaryFile)
        }
        try console.summary(summary)
    }

    /// The smoothed loss by step and, where there are several epochs, the mean loss by epoch: the smoothed one lags some
    /// thousand steps behind.
    private func lossFigure(_ result: Result) -> any Figure {
        let points = result.curve.points
        let bySteps = LineChart(
            "Smoothed loss", x: "step", y: "sum over a step (nats)",
            series: [.init("training", xs: points.map { Double($0.step) }, ys: points.map(\.loss))])
        let series = [("training", "train_loss"), ("validation", "validation_loss")].compactMap { title, column in
            let known = result.log.rows.compactMap { row -> (Double, Double)? in
                guard let loss = row.first(where: { $0.name == column })?.value, loss.isFinite else { return nil }
                return row.first.map { ($0.value, loss) }
            }
            return known.count < 2 ? nil : LineChart.Series(title, xs: known.map(\.0), ys: known.map(\.1))
        }
        let title = "\(run.recipe.cell.rawValue.uppercased()) on \(run.textName)"
        guard !series.isEmpty else { return Panels([bySteps], title: title) }
        return Panels([bySteps, LineChart("Loss", x: "epoch", y: "nats a character", series: series)], title: title)
    }
}
