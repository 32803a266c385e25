/// Keeps the weights with the best value of a metric, and ends training where no metric has improved for a number of
/// epochs.
///
/// The kept weights are in the state, and so in checkpoints. Place the hook after those that record the figures and
/// before the one that saves.
public final class BestWeightsHook: TrainingHook {
    private let metrics: [Metric]
    private let patience: Int
    /// The metrics of the best weights.
    private static let prefix = "best/"
    /// The best value of each metric by itself, and the epoch of the last improvement.
    private static let bestValuePrefix = "least/"
    private static let latest = "improved/epoch"
    /// The epoch that was measured last: epochs without measurement do not count as epochs without improvement.
    private static let measured = "measured/epoch"

    /// - Parameters:
    ///   - metrics: the watched metrics; later ones decide between equals, and training continues while any of them
    ///     improves. Metrics that are not measured are left out.
    ///   - patience: epochs to wait; 0 for never.
    public init(watching metrics: [Metric], patience: Int) {
        (self.metrics, self.patience) = (metrics, patience)
    }

    public func trainingWillBegin(_ state: TrainingState) throws { stopIfReached(state) }

    /// Weights are chosen only at the ends of epochs, so that a training that was interrupted within one keeps the same
    /// weights as an uninterrupted one.
    public func epochDidEnd(_ state: TrainingState) throws { look(state) }

    private func look(_ state: TrainingState) {
        let known = metrics.filter { state.metric($0) != nil }
        guard !known.isEmpty else { return }
        state.figures[Self.measured] = Double(state.epoch)
        let values = known.map { $0.badness(state.metric($0) ?? .nan) }
        let best = known.map { state.figures[Self.prefix + $0.name] ?? .infinity }
        for (metric, value) in zip(known, values)
        where value < state.figures[Self.bestValuePrefix + metric.name] ?? .infinity {
            state.figures[Self.bestValuePrefix + metric.name] = value
            state.figures[Self.latest] = Double(state.epoch)
        }
        if values.lexicographicallyPrecedes(best) {
            for (metric, value) in zip(known, values) { state.figures[Self.prefix + metric.name] = value }
            state.figures[Self.prefix + "epoch"] = Double(state.epoch)
            state.figures[Self.prefix + "step"] = Double(state.step)
            state.figures[Self.prefix + Metric.trainLoss.name] = state.metric(.trainLoss)
            for named in state.model.parameters { state.kept[named.name] = named.parameter.value.detached }
        }
        stopIfReached(state)
    }

    private func stopIfReached(_ state: TrainingState) {
        guard patience > 0, let latest = state.figures[Self.latest], let measured = state.figures[Self.measured] else {
            return
        }
        if measured - latest >= Double(patience) { state.stop(.noImprovement) }
    }

    /// Gives the model the best weights, and returns their epoch and the metric that chose them; nil where none were
    /// kept.
    ///
    /// - Parameters:
    ///   - state: of the training whose model gets the weights.
    ///   - metrics: the metrics that the hook has watched.
    @discardableResult
    public static func restoreBest(_ state: TrainingState, chosenBy metrics: [Metric] = []) -> KeptWeights? {
        guard let epoch = state.count(prefix + "epoch") else { return nil }
        for named in state.model.parameters {
            if let value = state.kept[named.name], value.shape == named.parameter.shape {
                named.parameter.assign(value)
            }
        }
        let metric = metrics.first { state.figures[prefix + $0.name] != nil }
        let value = metric.flatMap { metric in state.figures[prefix + metric.name].map(metric.badness) }
        return KeptWeights(
            epoch: epoch, step: state.count(prefix + "step") ?? epoch * state.stepsPerEpoch,
            trainLoss: state.figures[prefix + Metric.trainLoss.name], metric: metric, value: value)
    }
}

/// The choice of a training's kept weights.
public struct KeptWeights: Sendable {
    /// Their number of finished epochs.
    public let epoch: Int
    /// Their total number of steps.
    public let step: Int
    /// The mean training loss of the epoch; nil where it is unknown.
    public let trainLoss: Double?
    /// The metric that chose them; nil where the last ones were kept.
    public let metric: Metric?
    /// The value of that metric.
    public let value: Double?

    public init(
        epoch: Int, step: Int, trainLoss: Double? = nil, metric: Metric? = nil, value: Double? = nil
    ) {
        (self.epoch, self.step, self.trainLoss) = (epoch, step, trainLoss)
        (self.metric, self.value) = (metric, value)
    }
}
