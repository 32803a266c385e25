import Core

/// A training that is stopped after an epoch and continues with what its run has stored, as a tool's `--resume` does, next
/// to one that is never stopped.
public struct ContinuedTraining<E: Experiment> {
    /// The training that is never stopped.
    public let whole: Trained<E>
    /// The experiment as the stopped run's `config.json` has it.
    public let begun: E
    public let continued: Trained<E>
    /// The model as a command finds it in the run.
    public let stored: TrainedModel<E>
    /// Keeps the runs as long as this value.
    private let place: TemporaryFolder

    public init(_ experiment: E, stoppedAfter epoch: Int) throws {
        let (console, place) = (Console(isQuiet: true), TemporaryFolder())
        func training(_ name: String) throws -> TrainingRun<E> {
            var experiment = experiment
            let data = try experiment.prepare(console)
            let run = try RunFolder.begin("\(place.path)/\(name)", tool: E.tool).run
            try AtomicFile.createFolder(run.checkpointFolder)
            try run.write(RunConfigurationFile(experiment))
            return TrainingRun(experiment, data, in: run, console: console)
        }
        self.place = place
        whole = try training("whole").train()
        let first = try training("stopped")
        _ = try first.train(until: epoch)
        let folder = RunFolder("\(place.path)/stopped")
        begun = try folder.configuration(of: E.self).experiment
        var again = begun
        let data = try again.prepare(console)
        continued = try TrainingRun(begun, data, in: folder, console: console).train(from: .latestCheckpoint)
        stored = try TrainedModel<E>(run: folder.path)
    }

    /// Whether the stopped training, and the model of its run, end in the same numbers as the whole one.
    public var endsAlike: Bool {
        func numbers(_ model: E.Model) -> [[Double]] { model.parameters.map { $0.parameter.value.doubles } }
        let expected = numbers(whole.model)
        return numbers(continued.model) == expected && numbers(stored.model) == expected
    }
}
