/// Evaluates the model after every few epochs; a metric that is not finite ends the training.
public final class EvaluationHook: TrainingHook {
    private let interval: Int
    private let measure: () throws -> [Measurement]
    /// Seconds of all evaluations, and their number.
    public private(set) var seconds = 0.0
    /// Evaluations that measured something.
    public private(set) var count = 0
    /// The step of the latest evaluation; nil where there was none.
    public private(set) var step: Int?

    /// - Parameters:
    ///   - interval: epochs from one evaluation to the next; the first and the last epoch are always evaluated.
    ///   - measure: metrics of the model with its present weights, beginning with the one that must be finite; empty
    ///     where there is no evaluation.
    public init(every interval: Int = 1, _ measure: @escaping () throws -> [Measurement]) {
        self.interval = max(1, interval)
        self.measure = measure
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        if state.isMeasured(every: interval) { try look(state) }
    }

    /// Also where the training ends after an epoch that the interval skips.
    public func trainingDidEnd(_ state: TrainingState) throws {
        if state.stopReason == .converged, state.step > 0, step != state.step { try look(state) }
    }

    private func look(_ state: TrainingState) throws {
        let start = ContinuousClock.now
        let measured = try measure()
        step = state.step
        guard let loss = measured.first else { return }
        seconds += (ContinuousClock.now - start) / .seconds(1)
        count += 1
        try DivergenceGuard.check(loss.value, state)
        for measurement in measured { state.record(measurement.metric, measurement.value) }
    }
}
