import Core
import FoundationEssentials

/// A trained classifier with convolutions, whichever tool trained it, and how pictures are prepared for it.
public struct LearnedFeatures {
    /// The tool that trained it.
    public let tool: String
    public let modelName: String
    /// The data set that it was trained on.
    public let dataset: String
    /// The file that it was read from.
    public let source: String
    public let parameterCount: Int
    public let stages: [FeatureStage]
    /// The width and height of the pictures that it knows.
    public let side: Int
    private let view: PictureView
    private let rank: (_ pixels: [UInt8]) -> [(name: String, probability: Double)]

    /// The model of a run, by folder, by its name under `runs/`, or of a `.safetensors` file.
    ///
    /// - Throws: `ToolError` or `FileError` where there is none, or it has no convolutions.
    public init(run: String) throws {
        let file = try Self.file(of: run)
        let tool = try Self.tool(of: file)
        switch tool {
        case KMNISTExperiment.tool:
            try self.init(TrainedModel<KMNISTExperiment>(file: file)) { .ink(side: $0, record: $1) }
        case MRIExperiment.tool: try self.init(TrainedModel<MRIExperiment>(file: file)) { side, _ in .gray(side: side) }
        default:
            throw FileError(
                .badData, file, tool.map { "was written by \($0)" } ?? "was not written by a tool of Kumiki",
                expected: "a run of \(KMNISTExperiment.tool) or \(MRIExperiment.tool)")
        }
    }

    private init<E: ClassifierExperiment>(
        _ trained: TrainedModel<E>, _ view: (_ side: Int, _ record: DatasetRecord?) -> PictureView
    ) throws {
        let experiment = trained.experiment
        guard let model = trained.model.base as? any ConvolutionalClassifier else {
            throw ToolError.badData(
                "\(trained.source): model '\(experiment.modelName)' has no convolutions, expected "
                    + "conv of \(KMNISTExperiment.tool) or mri of \(MRIExperiment.tool)")
        }
        side = try trained.side()
        tool = E.tool
        modelName = experiment.modelName
        dataset = experiment.shortDatasetName
        source = trained.source
        parameterCount = model.parameterCount
        stages = model.featureStages
        self.view = view(side, experiment.record)
        rank = trained.ranking
    }

    /// A file's picture as the model sees it, and what was done to it, in words.
    ///
    /// - Throws: `FileError` where the file is not a picture.
    public func picture(_ file: String) throws(FileError) -> (picture: Picture, notes: [String]) {
        let seen = try view.picture(file)
        return (
            Picture(width: side, height: side, channels: 1, pixels: seen.pixels), PictureView.notes(on: [(file, seen)])
        )
    }

    /// A drawn picture of the kind that the model was trained on.
    public var builtIn: (name: String, picture: Picture) {
        if tool == MRIExperiment.tool {
            let slice = Array(Phantoms.dataset(training: 1, test: 0).training.example(0))
            let drawn = Picture(width: Phantoms.side, height: Phantoms.side, channels: 1, pixels: slice)
            return ("a drawn phantom", drawn.resized(width: side, height: side, shrinking: .bilinear))
        }
        let (pixels, labels) = StrokeCharacters.generate(count: 1, seed: 0, split: .test)
        let drawn = Picture(width: ImageDataset.side, height: ImageDataset.side, channels: 1, pixels: pixels)
        let name = StrokeCharacters.classNames[Int(labels[0])]
        return ("a drawn \(name)", drawn.resized(width: side, height: side))
    }

    /// The classes and their probabilities for a picture, the most probable first.
    public func ranking(of picture: Picture) -> [(name: String, probability: Double)] { rank(picture.pixels) }

    /// The file of the model that a name or folder means.
    private static func file(of run: String) throws -> String {
        switch try ModelPlace(run, tools: [KMNISTExperiment.tool, MRIExperiment.tool]) {
        case .file(let file): file
        case .run(let folder): try folder.savedModel()
        }
    }

    /// The tool that wrote a checkpoint; nil where another program did.
    private static func tool(of file: String) throws -> String? {
        struct Writer: Decodable { let tool: String }
        let text = try Checkpoint(file).configuration
        return text.flatMap { try? JSONDecoder().decode(Writer.self, from: Data($0.utf8)).tool }
    }
}
