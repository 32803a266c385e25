import Core

/// The networks of a run after any epoch, trained again where they were not kept.
///
/// A training depends only on its settings, so training again gives the same networks that the run had, or will have.
public struct TrainedEpochs<Entries: GANEntries> {
    private typealias Experiment = AdversarialExperiment<Entries>

    public let run: RunFolder
    public private(set) var experiment: AdversarialExperiment<Entries>
    /// The settings that began the run.
    private let begun: RunConfigurationFile<AdversarialExperiment<Entries>>
    private let console: Console
    private let mayGoBeyondPlan: Bool
    /// Read when the first epoch is trained.
    private var data: AdversarialData?

    /// A run by name or folder, otherwise the latest.
    ///
    /// - Parameters:
    ///   - name: of the run, or its folder; nil for the latest.
    ///   - mayGoBeyondPlan: whether the run may become longer than planned.
    ///   - folder: where to look for the pictures first; nil for the run's own folder.
    ///   - console: where reading and training report.
    /// - Throws: `ToolError` where there is none, `FileError` where its settings are damaged.
    public init(run name: String?, mayGoBeyondPlan: Bool, data folder: String?, console: Console) throws {
        let (run, begun) = try Experiment.runToContinue(name)
        (self.run, experiment, self.begun) = (run, begun.experiment, begun)
        (self.console, self.mayGoBeyondPlan) = (console, mayGoBeyondPlan)
        if let folder {
            experiment.data = folder
            experiment.record?.place = nil
        }
    }

    /// The latest epoch that was kept; 0 before the first. A checkpoint in the middle of an epoch does not count.
    public var latest: Int { CheckpointFile.all(in: run).last { $0.step == 0 }?.epoch ?? 0 }

    /// The file of the best epoch's weights; nil where no part chooses it, or training is not complete.
    public var bestModel: String? {
        guard (experiment.validation ?? 0) > 0, let file = try? run.savedModel(), file == run.modelFile else {
            return nil
        }
        return file
    }

    /// The model after `epoch`.
    ///
    /// - Throws: `ToolError` where the run has fewer epochs, another process trains it, or training was interrupted;
    ///   the errors of reading and writing files.
    public mutating func model(after epoch: Int) throws -> AdversarialModel {
        if epoch == 0 { return try experiment.makeModel() }
        if let kept = try kept(epoch) { return kept }
        let planned = try plannedEpochs()
        guard epoch <= planned || mayGoBeyondPlan else {
            throw ToolError.usage(
                "epoch \(epoch): \(run.path) was begun for \(Readable.count(planned, "epoch")); --train goes beyond")
        }
        let lock = try run.lock()
        return try withExtendedLifetime(lock) {
            let files = CheckpointFile.all(in: run)
            let nearest = files.last { ($0.epoch, $0.step) < (epoch, 0) }
            let start = nearest.map { "epoch \($0.epoch)" } ?? "the beginning"
            let seconds = Self.seconds(from: nearest?.epoch ?? 0, to: epoch, try MetricsLog(reading: run))
            let duration = seconds.map { ", about \(Readable.duration($0))" } ?? ""
            console.note("epoch \(epoch) does not exist yet: training from \(start)\(duration)")
            if nearest != files.last { return try fill(epoch, from: nearest) }
            if epoch > planned { (experiment.recipe.epochs, experiment.recipe.steps) = (epoch, nil) }
            return try extend(to: epoch)
        }
    }

    /// The pictures of the run's own test noise after `epoch`, as the training kept them; nil where it did not, or
    /// where the model itself is kept, which can draw them.
    public func samples(after epoch: Int) -> SamplePictures? {
        guard epoch > 0, !CheckpointFile.all(in: run).contains(where: { $0.epoch == epoch && $0.step == 0 }) else {
            return nil
        }
        let samples = SampleHook.samples(epoch: epoch, in: run, shape: experiment.picture)
        return samples?.count == SampleHook.side * SampleHook.side ? samples : nil
    }

    /// The seconds that the epochs after `start` up to `epoch` take, at the mean pace of the run's epochs; nil where
    /// the metrics have no times.
    static func seconds(from start: Int, to epoch: Int, _ log: MetricsLog) -> Double? {
        guard let seconds = log.column(.seconds).last, let epochs = log.column(.epoch).last, epochs > 0, seconds > 0
        else { return nil }
        return seconds / epochs * Double(epoch - start)
    }

    private func kept(_ epoch: Int) throws -> AdversarialModel? {
        guard let file = CheckpointFile.all(in: run).first(where: { $0.epoch == epoch && $0.step == 0 }) else {
            return nil
        }
        let checkpoint = try Checkpoint(file.path(in: run))
        _ = try Experiment(carriedBy: checkpoint, file: file.path(in: run))
        let model = try experiment.makeModel()
        try checkpoint.restoreWeights(of: model)
        return model
    }

    /// The planned number of complete epochs.
    private mutating func plannedEpochs() throws -> Int {
        guard let steps = experiment.recipe.steps else { return experiment.recipe.epochs ?? 0 }
        return min(experiment.recipe.epochs ?? .max, steps / max(1, try read().stepsPerEpoch(experiment.recipe)))
    }

    /// Continues the run itself, with everything that it keeps.
    private mutating func extend(to epoch: Int) throws -> AdversarialModel {
        var training = TrainingRun(experiment, try read(), in: run, console: console)
        (training.runs, training.logEvery) = (begun.runs, begun.logEvery)
        let planned = try plannedEpochs()
        // Before its planned end the run is not finished: it has checkpoints and no model.
        let end =
            epoch < planned
            ? try training.train(from: .latestCheckpoint, until: epoch).state.epoch
            : try training.perform(continuing: true).trained.state.epoch
        // With a validation part the run's model is the best one, and its checkpoint the last.
        if let model = try kept(epoch) { return model }
        throw ToolError.usage("epoch \(epoch): the training of \(run.path) ends after epoch \(end)")
    }

    /// Trains the epochs between two checkpoints again, and keeps the last epoch's checkpoint.
    private mutating func fill(_ epoch: Int, from nearest: CheckpointFile?) throws -> AdversarialModel {
        let settings = try WholeFile.read(run.configurationFile)
        let trained = try TrainingRun(experiment, try read().unscored, in: nil, console: console)
            .train(from: nearest.map { .checkpoint($0.path(in: run)) } ?? .beginning, until: epoch)
        try Checkpoint.save(
            trained.state, configuration: String(decoding: settings, as: UTF8.self),
            to: CheckpointFile(epoch: epoch).path(in: run))
        return trained.model
    }

    private mutating func read() throws -> AdversarialData {
        if let data { return data }
        let read = try experiment.readData(console)
        try experiment.requireUnchanged(read, of: run)
        data = read
        return read
    }
}
