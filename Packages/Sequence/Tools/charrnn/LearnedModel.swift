import Core
import SequenceModels

extension TrainedModel<CharacterTraining> {
    /// The model of a run, by name, or of the latest one; if there is no run, a model that learns the built-in text
    /// first.
    init(run name: String?, orLearning console: Console) throws {
        if name != nil || CharacterTraining.latestTrainedRun != nil {
            try self.init(run: name)
            return
        }
        console.warning("no model in runs/\(CharacterTraining.tool) yet: learning Hamlet's soliloquy first")
        // Its progress is hidden, so that only the results are visible.
        let quiet = Console(isQuiet: true)
        var experiment = CharacterTraining()
        let data = try experiment.readData(quiet)
        experiment.adopt(data)
        let (folder, lock) = try RunFolder.begin(nil, tool: CharacterTraining.tool)
        let outcome = try withExtendedLifetime(lock) {
            try TrainingRun(experiment, data, in: folder, console: quiet).perform(continuing: false)
        }
        let accuracy = outcome.summary.extra.number("next_character_accuracy") ?? .nan
        console.note(
            "learned in \(Readable.duration(outcome.trained.state.trainingSeconds)): \(Readable.percent(accuracy)) of "
                + "the next characters correct; run \(folder.path)")
        try self.init(run: folder.path)
    }
}
