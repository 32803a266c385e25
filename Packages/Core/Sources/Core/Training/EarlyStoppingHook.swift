/// Keeps the weights with which a figure was best, and ends training where no figure has become better for so many epochs.
///
/// What is kept goes into the state, and so into checkpoints. Place the hook after those that record the figure and
/// before the one that saves.
public final class EarlyStoppingHook: TrainingHook {
    private let figure: String
    private let tieBreaker: String?
    private let patience: Int
    /// What was measured and kept with the best weights.
    private static let prefix = "best/"
    /// The least of each figure by itself, and the epoch in which one last became less.
    private static let leastPrefix = "least/"
    private static let latest = "improved/epoch"

    /// - Parameters:
    ///   - figure: the column to watch; higher is better where its name ends with `accuracy`, lower otherwise.
    ///   - tieBreaker: another column, which decides between equals; training goes on while either becomes better.
    ///   - patience: epochs to wait; 0 never ends training.
    public init(watching figure: String, thenBy tieBreaker: String? = nil, patience: Int) {
        self.figure = figure
        self.tieBreaker = tieBreaker
        self.patience = patience
    }

    public func trainingWillBegin(_ state: TrainingState) throws { stopIfReached(state) }

    public func epochDidEnd(_ state: TrainingState) throws {
        let names = [figure] + (tieBreaker.map { [$0] } ?? [])
        let values = names.map { Self.badness(of: $0, state.metric($0) ?? .nan) }
        let best = names.map { state.figures[Self.prefix + $0] ?? .infinity }
        for (name, value) in zip(names, values) where value < state.figures[Self.leastPrefix + name] ?? .infinity {
            state.figures[Self.leastPrefix + name] = value
            state.figures[Self.latest] = Double(state.epoch)
        }
        if values.lexicographicallyPrecedes(best) {
            for (name, value) in zip(names, values) { state.figures[Self.prefix + name] = value }
            state.figures[Self.prefix + "epoch"] = Double(state.epoch)
            for named in state.model.parameters {
                state.carried[Self.prefix + named.name] = named.parameter.value.detached
            }
        }
        stopIfReached(state)
    }

    private func stopIfReached(_ state: TrainingState) {
        guard patience > 0, let latest = state.figures[Self.latest] else { return }
        if state.epoch - Int(latest) >= patience { state.stop(.noImprovement) }
    }

    /// The figure so that less is better.
    private static func badness(of name: String, _ value: Double) -> Double {
        name.hasSuffix("accuracy") ? -value : value
    }

    /// Gives the model the best weights, and says of which epoch they are; nil where none were kept.
    @discardableResult
    public static func restoreBest(_ state: TrainingState) -> Int? {
        guard let epoch = state.figures[prefix + "epoch"] else { return nil }
        for named in state.model.parameters {
            if let value = state.carried[prefix + named.name], value.shape == named.parameter.shape {
                named.parameter.assign(value)
            }
        }
        return Int(epoch)
    }
}
