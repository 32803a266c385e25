/// The mean loss of the latest steps, in nats per character: each step replaces 1/M of it.
///
/// The memory M is a tenth of the steps so far, at most 1,000 steps. The recipe of min-char-rnn starts at log V with a
/// memory of 1,000 steps from its first step, as its published figures do (Karpathy 2015).
struct SmoothedLoss {
    /// Whether the loss is smoothed as min-char-rnn does it.
    let isMinimal: Bool
    /// Nats per character.
    private(set) var value: Double

    /// How many steps the value remembers after a step.
    static func memory(step: Int, isMinimal: Bool) -> Double {
        isMinimal ? 1_000 : min(1_000, max(1, Double(step) / 10))
    }

    /// Updates the value with the loss of a step.
    ///
    /// - Parameters:
    ///   - loss: in nats per character.
    ///   - step: the step's number, the first being 1.
    mutating func add(_ loss: Double, step: Int) {
        let share = 1 / Self.memory(step: step, isMinimal: isMinimal)
        value = (1 - share) * value + share * loss
    }
}

extension TextExperiment {
    /// Whether this is the recipe of min-char-rnn: one stream, 25 characters a step, a vanilla RNN, and AdaGrad.
    func isMinimal(_ data: Data) -> Bool {
        sizes.mode == .streaming && cell?.kind == .rnn && sizes.layers == 1 && data.charactersPerLoss == 25
            && recipe.batchSize == 1 && recipe.optimizer.name == "adagrad"
    }
}
