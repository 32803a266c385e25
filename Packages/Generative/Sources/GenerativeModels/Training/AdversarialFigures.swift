import Core

/// Averages over an epoch of its steps' measurements, as columns of the metrics. Checkpoints contain the sums, so that
/// an interrupted epoch ends with the averages of the whole.
public final class AdversarialFigures: TrainingHook {
    /// In the order of their columns.
    public static let metrics: [Metric] = [.discriminatorLoss, .generatorLoss, .onReal, .onFake]
    private static let examples = "epoch_examples"

    public init() {}

    /// Adds the figures of a step with so many examples.
    static func add(_ result: AdversarialStep.Result, of count: Int, to state: TrainingState) {
        let isFirst = state.stepInEpoch == 0
        let values = [result.discriminatorLoss, result.generatorLoss, result.onReal, result.onFake]
        for (metric, value) in zip(metrics, values) {
            state.figures[metric.name] =
                (isFirst ? 0 : state.figures[metric.name] ?? 0) + value * Double(count)
        }
        state.figures[examples] = (isFirst ? 0 : state.figures[examples] ?? 0) + Double(count)
    }

    /// The average of the current epoch so far.
    private func average(_ metric: Metric, _ state: TrainingState) -> Double {
        (state.figures[metric.name] ?? .nan) / max(1, state.figures[Self.examples] ?? 1)
    }

    /// The trainer watches only the generator's loss.
    public func stepDidEnd(_ state: TrainingState) throws {
        try DivergenceGuard.check(average(.discriminatorLoss, state), state)
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        for metric in Self.metrics { state.record(metric, average(metric, state)) }
    }
}

extension Metric {
    static let discriminatorLoss = Metric("loss_discriminator")
    static let generatorLoss = Metric("loss_generator")
    /// The discriminator's probability that real pictures are real.
    static let onReal = Metric("d_real")
    /// The same for generated ones.
    static let onFake = Metric("d_fake")
}
