import CommandLineSupport
import Core

/// The networks of a run as they stood after any epoch, trained anew where they were not kept.
///
/// A training depends on its settings alone, so what is trained anew is what the run had, or is going to have.
public struct TrainedEpochs {
    public let run: RunFolder
    public private(set) var configuration: GANRun
    private let console: Console
    private let mayGoBeyondPlan: Bool
    /// Where to look for the pictures first.
    private let data: String?
    /// The run's pictures, read when the first epoch is trained.
    private var pictures: TrainingPictures?

    /// - Parameter mayGoBeyondPlan: whether the run may become longer than it was begun to be.
    public init(
        _ run: RunFolder, _ configuration: GANRun, mayGoBeyondPlan: Bool, data: String?, console: Console
    ) {
        (self.run, self.configuration, self.console) = (run, configuration, console)
        (self.mayGoBeyondPlan, self.data) = (mayGoBeyondPlan, data)
    }

    /// The latest epoch that was kept; 0 before the first. What was kept in the middle of an epoch is none.
    public var latest: Int { CheckpointFile.all(in: run).last { $0.step == 0 }?.epoch ?? 0 }

    /// The model after `epoch`.
    ///
    /// - Throws: `ToolError` where the run was not to go so far, or training was interrupted; what reading and writing
    ///   files throws.
    public mutating func model(after epoch: Int) throws -> AdversarialModel {
        if epoch == 0 { return try configuration.makeModel() }
        let files = CheckpointFile.all(in: run)
        if let file = files.first(where: { $0.epoch == epoch && $0.step == 0 }) {
            let checkpoint = try Checkpoint(file.path(in: run))
            _ = try GANRun(of: checkpoint, file: file.path(in: run))
            let model = try configuration.makeModel()
            try checkpoint.restoreWeights(of: model)
            return model
        }
        guard epoch <= configuration.recipe.epochs || mayGoBeyondPlan else {
            throw ToolError.usage(
                "epoch \(epoch): \(run.path) was begun for \(configuration.recipe.epochs) epochs; --train goes on beyond"
            )
        }
        let nearest = files.last { ($0.epoch, $0.step) < (epoch, 0) }
        console.note(
            "epoch \(epoch) is not there yet: training from \(nearest.map { "epoch \($0.epoch)" } ?? "the beginning")")
        return try nearest == files.last ? extend(to: epoch, from: nearest) : fill(epoch, from: nearest)
    }

    /// Trains the run itself on, with everything that it keeps.
    private mutating func extend(to epoch: Int, from nearest: CheckpointFile?) throws -> AdversarialModel {
        configuration.recipe.epochs = max(configuration.recipe.epochs, epoch)
        let session = try session(keeping: true)
        _ = try session.prepare(resuming: true)
        let result = try session.train(from: nearest?.path(in: run), until: epoch)
        _ = try session.keep(result)
        return result.model
    }

    /// Trains what lies between two checkpoints anew, and keeps its checkpoint.
    private mutating func fill(_ epoch: Int, from nearest: CheckpointFile?) throws -> AdversarialModel {
        let result = try session(keeping: false).train(from: nearest?.path(in: run), until: epoch)
        try Checkpoint.save(
            result.state, configuration: configuration.text, to: CheckpointFile(epoch: epoch).path(in: run))
        return result.model
    }

    private mutating func session(keeping isKept: Bool) throws -> GANSession {
        let pictures =
            try self.pictures ?? PictureReading(console: console).pictures(of: configuration, run, folder: data)
        self.pictures = pictures
        return GANSession(
            configuration: configuration, pictures: pictures, run: isKept ? run : nil, console: console)
    }
}
