import Core

/// The measurements of a training, as curves over its iterations.
public struct HousingCurves {
    private let log: MetricsLog
    private let steps: [StepLog.Row]
    private let untrained: Double

    /// - Parameters:
    ///   - log: the figures of epochs.
    ///   - steps: losses of single iterations, for a training on mini-batches.
    ///   - untrained: the loss on all training rows before the first iteration.
    public init(_ log: MetricsLog, steps: [StepLog.Row], untrained: Double) {
        (self.log, self.steps, self.untrained) = (log, steps, untrained)
    }

    /// The part that is measured during training.
    var judged: DataPart { log.column(.loss(.validation)).isEmpty ? .test : .validation }

    /// The training loss: one curve for a training on all rows; for mini-batches the losses of single iterations, pale,
    /// and over them the means of epochs.
    ///
    /// - Parameters:
    ///   - name: of the curve; nil for names that describe each curve, for a chart of only this training.
    ///   - color: of the means; single iterations are paler.
    public func training(_ name: String?, color: Color) -> [LineChart.Series] {
        let means = log.curve(of: .trainLoss, along: .step)
        let start: (xs: [Double], ys: [Double]) = untrained.isFinite ? ([0], [untrained]) : ([], [])
        let isMarked = means.xs.count < 10
        let curve = { (title: String) in
            LineChart.Series(
                name ?? title, xs: start.xs + means.xs, ys: start.ys + means.ys, color: color, hasMarkers: isMarked)
        }
        // The first row comes after as many iterations as there are between two rows.
        guard let interval = steps.first?.step else { return [curve("training")] }
        let which = "training, " + (interval == 1 ? "every iteration" : "one iteration in \(Readable.count(interval))")
        let single = LineChart.Series(
            name == nil ? which : "", xs: steps.map { Double($0.step) }, ys: steps.map(\.stepLoss),
            color: color.withAlpha(0.3), hasMarkers: isMarked)
        return means.xs.isEmpty && name == nil ? [single] : [single, curve("training, mean of an epoch")]
    }

    /// A metric over the iterations.
    ///
    /// - Parameter end: the last iteration and the metric's value there, for a training that was too short for other
    ///   measurements.
    func curve(
        _ name: String, _ metric: Metric, color: Color, end: (step: Int, value: Double?)? = nil
    ) -> LineChart.Series {
        var points = log.curve(of: metric, along: .step)
        if points.xs.isEmpty, let end, let value = end.value { points = ([Double(end.step)], [value]) }
        return LineChart.Series(name, xs: points.xs, ys: points.ys, color: color)
    }
}
