import Core

/// A custom training hook: the norm of all weights after each epoch, a column of `metrics.csv`.
final class WeightNormHook: TrainingHook {
    static let metric = Metric("weight_norm")

    func epochDidEnd(_ state: TrainingState) {
        let squares = state.model.parameters.reduce(0) { $0 + square($1.parameter.value).sum().item }
        state.record(Self.metric, squares.squareRoot())
    }
}
