import Core

/// Shows the progress of a training: the smoothed loss and the speed, live on a terminal, every few seconds elsewhere;
/// and one permanent line for each epoch, at most a hundred of them.
final class CharacterProgressHook<Entries: TextEntries>: TrainingHook {
    private let training: Training<TextExperiment<Entries>>
    private let charactersPerStep: Int
    /// The number of epochs of the training; a limit on steps may cut the last one short.
    private let epochs: Int
    private let clock = ContinuousClock()
    private var nextLook = ContinuousClock.now
    private var beginning = ContinuousClock.now
    private var firstStep = 0
    /// Epochs from one line to the next.
    private var stride = 1

    init(_ training: Training<TextExperiment<Entries>>) {
        self.training = training
        let plan = training.plan
        charactersPerStep = training.data.charactersPerLoss * plan.batchSize
        epochs = min(plan.epochs, (plan.steps + plan.stepsPerEpoch - 1) / plan.stepsPerEpoch)
    }

    func trainingWillBegin(_ state: TrainingState) throws {
        (firstStep, beginning) = (state.step, clock.now)
        stride = TrainingProgress.stride(for: max(1, epochs - state.epoch))
    }

    func stepDidEnd(_ state: TrainingState) throws {
        // The clock is read only now and then, because a step may take a few microseconds.
        guard state.step % 16 == 0 || charactersPerStep > 2_000, clock.now >= nextLook else { return }
        nextLook = clock.now + .milliseconds(training.console.isInteractive ? 100 : 5_000)
        let smoothed = state.figures[LossCurveHook.figure] ?? .nan
        let words = [
            "step \(Readable.count(state.step))/\(Readable.count(training.plan.steps))",
            "smoothed loss \(Readable.loss(smoothed)) nats/character", "\(Self.bits(smoothed)) bits/character",
        ]
        training.console.progress((words + sum(smoothed) + speed(state)).joined(separator: "  "))
    }

    func epochDidEnd(_ state: TrainingState) throws {
        guard state.epoch.isMultiple(of: stride) || state.epoch == epochs else { return }
        note(state, "epoch \(padded(state.epoch))/\(Readable.count(epochs))")
    }

    func trainingDidEnd(_ state: TrainingState) throws {
        training.console.clearLiveLine()
        // A limit on steps ends within an epoch: this part of an epoch has a line, too.
        guard state.stopReason == .stepLimit, state.stepInEpoch > 0, state.step > firstStep else { return }
        let steps = "\(Readable.count(state.stepInEpoch)) of \(Readable.count(state.stepsPerEpoch)) steps"
        note(state, "epoch \(padded(state.epoch + 1))/\(Readable.count(epochs)), \(steps)")
    }

    /// A permanent line. The loss is the mean over the epoch, including the steps before an interruption.
    private func note(_ state: TrainingState, _ label: String) {
        let loss = state.meanLoss / Double(training.data.charactersPerLoss)
        let words = [label, "loss \(Readable.loss(loss)) nats/character", "\(Self.bits(loss)) bits/character"]
        let notes = state.stepInEpoch == 0 ? training.experiment.notes(state) : []
        let smoothed = training.experiment.isMinimal(training.data) ? state.figures[LossCurveHook.figure] : nil
        let all = words + (smoothed.map(sum) ?? []) + notes + speed(state)
        training.console.note(all.joined(separator: "  "))
    }

    private func padded(_ epoch: Int) -> String {
        TextWidth.padded(Readable.count(epoch), to: Readable.count(epochs).count, alignment: .right)
    }

    /// Steps and characters a second of this process, and the time that the steps up to the training's end take.
    private func speed(_ state: TrainingState) -> [String] {
        let rate = Double(state.step - firstStep) / max((clock.now - beginning) / .seconds(1), 1e-9)
        let left = Double(max(0, training.plan.steps - state.step)) / max(rate, 1e-9)
        return [
            "\(Readable.rate(rate)) steps/s", "\(Readable.rate(rate * Double(charactersPerStep))) characters/s",
            left > 0 ? "\(Readable.duration(left)) left" : nil,
        ].compactMap { $0 }
    }

    private static func bits(_ loss: Double) -> String {
        Readable.decimal(loss / CharacterScore.natsPerBit, places: 3)
    }

    /// The figure that min-char-rnn publishes, if its recipe is used.
    private func sum(_ smoothed: Double) -> [String] {
        let length = training.data.charactersPerLoss
        guard training.experiment.isMinimal(training.data) else { return [] }
        return ["smoothed sum over \(length) characters \(Readable.decimal(smoothed * Double(length)))"]
    }
}
