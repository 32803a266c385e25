import Foundations

extension Console {
    /// Ends a dry run: reports the step, and with `--json` prints its summary.
    ///
    /// - Parameters:
    ///   - what: a description of the step, such as "conv on mnist, one step of 64 examples".
    ///   - loss: the step's loss.
    ///   - summary: the summary of the training, to which the loss is added.
    /// - Throws: `OutputFailure` where standard output cannot be written.
    public func dryRun(
        _ what: String, loss: Double, _ summary: RunSummary
    ) throws {
        try result("dry run: \(what), loss \(Readable.loss(loss)); nothing was written")
        guard isJSON else { return }
        var summary = summary
        summary.trainLoss = loss
        summary.extra["dry_run"] = true
        try self.summary(summary)
    }
}
