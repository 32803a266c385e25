import CommandLineSupport
import Core

/// The smoothed loss, the speed and the time left, live on the console.
final class CharacterProgressHook: TrainingHook {
    private let training: Training<CharacterTraining>
    private let charactersPerStep: Int
    private let clock = ContinuousClock()
    private var nextLook = ContinuousClock.now
    private var beginning = ContinuousClock.now
    private var firstStep = 0

    init(_ training: Training<CharacterTraining>) {
        self.training = training
        charactersPerStep = training.data.charactersPerLoss * training.plan.batchSize
    }

    func trainingWillBegin(_ state: TrainingState) throws { (firstStep, beginning) = (state.step, clock.now) }

    func stepDidEnd(_ state: TrainingState) throws {
        // The clock is asked now and then, for a step may take a few microseconds.
        guard state.step % 16 == 0 || charactersPerStep > 2_000, clock.now >= nextLook else { return }
        nextLook = clock.now + .milliseconds(training.console.isInteractive ? 100 : 5_000)
        show(state)
    }

    func epochDidEnd(_ state: TrainingState) throws {
        let notes = training.experiment.notes(state)
        // The samples show how short epochs go.
        if state.stepsPerEpoch > 500 || !notes.isEmpty { show(state, notes) }
    }

    func trainingDidEnd(_ state: TrainingState) throws { training.console.clearLiveLine() }

    private func show(_ state: TrainingState, _ notes: [String] = []) {
        let (step, steps) = (state.step, training.plan.steps)
        let smoothed = state.figures[LossCurveHook.figure] ?? .nan
        let bits = smoothed / CharacterScore.natsPerBit
        let rate = Double(step - firstStep) / max((clock.now - beginning) / .seconds(1), 1e-9)
        let left = Double(max(0, steps - step)) / max(rate, 1e-9)
        let words =
            [
                "step \(Readable.count(step))/\(Readable.count(steps))",
                "smoothed loss \(Readable.loss(smoothed)) nats/character",
                "\(Readable.decimal(bits, places: 3)) bits/character",
            ] + sum(smoothed) + notes + [
                "\(Readable.rate(rate)) steps/s", "\(Readable.rate(rate * Double(charactersPerStep))) characters/s",
                "\(Readable.duration(left)) left",
            ]
        training.console.progress(words.joined(separator: "  "))
    }

    /// The figure that min-char-rnn publishes, where its recipe trains.
    private func sum(_ smoothed: Double) -> [String] {
        let length = training.data.charactersPerLoss
        guard training.experiment.isMinimal(training.data) else { return [] }
        return ["smoothed sum over \(length) characters \(Readable.decimal(smoothed * Double(length)))"]
    }
}
