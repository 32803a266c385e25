import CommandLineSupport
import Core

/// Reads the pictures that a command means, and says what a user should know of them.
public struct PictureReading {
    private let console: Console

    public init(console: Console) {
        self.console = console
    }

    /// The pictures of a new run.
    ///
    /// - Parameters:
    ///   - name: the set's name or folder; nil where the user named none.
    ///   - folder: where to look first.
    ///   - limit: the first so many alone; nil for all.
    public func pictures(
        _ name: String?, folder: String?, preparation: PictureSource.Preparation, limit: Int?
    ) throws -> TrainingPictures {
        let pictures: TrainingPictures
        do {
            pictures = try PictureSource(folder, preparation: preparation).pictures(name)
        } catch DatasetError.unknown(let name) where !name.contains("/") {
            throw ToolError.noInput(
                Suggestions.message(unknown: name, kind: "data set", known: DatasetEntry.all.map(\.name)))
        }
        if name == nil, pictures.name == DatasetEntry.builtIn {
            console.warning(
                "no --dataset, and MNIST is not on this machine: learning from the built-in 'strokes', drawn by Kumiki")
        }
        if let first = pictures.skipped.first {
            let count = pictures.skipped.count
            console.warning(
                count == 1
                    ? "1 file was left out: \(first)"
                    : "\(Readable.count(count)) files were left out; the first: \(first)")
        }
        return pictures.prefix(limit)
    }

    /// The pictures that a run was begun with.
    ///
    /// - Parameter folder: where to look first; nil where the run did.
    /// - Throws: `ToolError` where these are others now.
    public func pictures(of configuration: GANRun, _ run: RunFolder, folder: String?) throws -> TrainingPictures {
        let shape = configuration.picture
        let pictures = try pictures(
            configuration.dataset, folder: folder ?? configuration.data,
            preparation: PictureSource.Preparation(side: shape[1], hasColor: shape[0] == 3),
            limit: configuration.trainingExamples)
        guard pictures.shape == shape, pictures.classNames == configuration.classNames else {
            throw ToolError.badData("\(configuration.dataset) is no longer the set that \(run.path) was begun with")
        }
        return pictures
    }
}

extension PictureSource.Preparation {
    /// C × H × W of an example.
    public var shape: Shape { [hasColor ? 3 : 1, side, side] }
}
