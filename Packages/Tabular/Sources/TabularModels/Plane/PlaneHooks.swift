import Core

extension Metric {
    /// The smallest probability that any training point's own class has.
    static let smallestProbability = Metric("least_probability", isBetterHigher: true)
}

extension PlaneScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        [Measurement(.loss(part), loss), Measurement(.accuracy(part), accuracy)]
    }
}

/// Draws new weights after a number of epochs: a training that has not converged by then is in a bad local minimum.
///
/// The new weights depend only on seed and epoch, so a training that continues has the same restarts.
final class RestartHook<Entries: PlaneEntries>: TrainingHook {
    private let training: Training<PlaneExperiment<Entries>>

    init(_ training: Training<PlaneExperiment<Entries>>) { self.training = training }

    func epochWillBegin(_ state: TrainingState) throws {
        let (interval, network) = (training.experiment.restartAfter, training.model)
        guard interval > 0, state.epoch > 0, state.epoch.isMultiple(of: interval), state.stepInEpoch == 0 else {
            return
        }
        let new = try training.experiment.network(start: state.epoch / interval)
        for (old, new) in zip(network.parameters, new.parameters) { old.parameter.assign(new.parameter.value) }
        let zeros = state.optimizer.state(of: network).mapValues { Tensor.zeros($0.shape) }
        try state.optimizer.restore(zeros, step: 0, of: network)
    }
}

/// Scores the network on the training points after every epoch, and ends the training once it has converged.
final class ConvergenceHook<Entries: PlaneEntries>: TrainingHook {
    private let training: Training<PlaneExperiment<Entries>>

    init(_ training: Training<PlaneExperiment<Entries>>) { self.training = training }

    func trainingWillBegin(_ state: TrainingState) throws {
        guard state.epoch > 0, state.stepInEpoch == 0, hasConverged(score) else { return }
        state.stop(.converged)
        if !state.isFinished {
            training.console.note(
                "the training has converged: every point's class has a probability of "
                    + Readable.shortest(training.experiment.stopAt))
        }
    }

    func epochDidEnd(_ state: TrainingState) throws {
        let score = score
        state.record(.accuracy(.training), score.accuracy)
        state.record(.smallestProbability, score.smallestProbability)
        if hasConverged(score) { state.stop(.converged) }
    }

    private var score: PlaneScore { training.model.score(on: training.data.training) }

    private func hasConverged(_ score: PlaneScore) -> Bool {
        let bound = training.experiment.stopAt
        return bound < 1 && score.smallestProbability >= bound
    }
}

/// Draws the output while the training goes on, for a page that follows it.
///
/// It takes at most a hundredth of the training's time, so a short training has none. Only the report's figure, which
/// replaces it, is a result.
final class SurfaceHook<Entries: PlaneEntries>: TrainingHook {
    private let training: Training<PlaneExperiment<Entries>>
    private let file: String
    private var surface: LiveSurface
    private var start = 0
    private let began = ContinuousClock.now
    private var spent = Duration.zero
    /// What the next frame takes, probably.
    private var expected = Duration.milliseconds(5)

    /// Nil where nothing is stored.
    init?(_ training: Training<PlaneExperiment<Entries>>) {
        guard let folder = training.folder else { return nil }
        (self.training, file) = (training, "\(folder.figureFolder)/output")
        let data = training.data
        surface = LiveSurface(
            PlaneFigures(
                title: training.experiment.title, classNames: data.classNames, training: data.training, test: data.test)
        )
    }

    func epochDidEnd(_ state: TrainingState) throws {
        let now = ContinuousClock.now
        guard (spent + expected) * 100 < now - began else { return }
        let start = training.experiment.start(ofEpoch: state.epoch)
        if start != self.start { surface.removeAll() }
        self.start = start
        if surface.count == LiveSurface.mostFrames { surface.thin() }
        surface.add(training.model, Readable.count(state.epoch))
        // Where the disk is full, what is a result says so.
        try? surface.figure.write(to: file)
        expected = ContinuousClock.now - now
        spent += expected
    }
}
