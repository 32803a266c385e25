import Core

extension TextExperiment {
    /// The step with the lowest validation loss; without a validation share, the step with the lowest smoothed loss,
    /// whose weights are kept only if it is the last.
    func addBest(_ trained: Trained<Self>, to report: inout Report) {
        let kept = trained.kept
        let (step, loss, metric): (Int, Double, Metric)
        if let chooser = kept.metric, let value = kept.value {
            (step, loss, metric) = (kept.step, value, chooser)
        } else if let least = LossCurveHook.least(trained.state) {
            (step, loss, metric) = (least.step, least.loss, Metric("smoothed_loss"))
        } else {
            return
        }
        let place = kept.step == step ? "" : "; the model is of the last step, \(Readable.count(kept.step))"
        report.lines.append(
            "best at step \(Readable.count(step)): the lowest \(metric.words), \(Readable.loss(loss)) nats per "
                + "character\(place)")
        report.summary["best_step"] = .integer(step)
        report.summary["best_loss"] = .number(loss)
        report.summary["best_by"] = .string(metric.name)
    }

    /// The number of symbols that the model knows, and the number of each symbol.
    ///
    /// - Throws: `ToolError` where no text has been read.
    func addVocabulary(to report: inout Report) throws(ToolError) {
        let text = try knownText()
        report.lines.append("vocabulary of \(Readable.count(text.symbols.count, "symbol")), in vocabulary.txt")
        report.summary["symbols"] = .integer(text.symbols.count)
        report.files.append(("vocabulary.txt", Array(text.vocabularyTable.utf8)))
    }
}
