import Core

/// Refuses to continue from a checkpoint that does not carry the state of this network.
final class ContinuationHook<Entries: TextEntries>: TrainingHook {
    private let training: Training<TextExperiment<Entries>>

    init(_ training: Training<TextExperiment<Entries>>) { self.training = training }

    func trainingWillBegin(_ state: TrainingState) throws {
        guard state.step > 0, let folder = training.folder, let last = CheckpointFile.all(in: folder).last else {
            return
        }
        let (file, experiment) = (last.path(in: folder), training.experiment)
        let shape = [training.plan.batchSize, experiment.sizes.hidden]
        guard
            state.stepInEpoch == 0 || experiment.sizes.mode == .windowed
                || training.model.carriedNames.match(state.carried, shape: shape)
        else { throw FileError(.badData, file, "does not carry the state of this network") }
    }
}
