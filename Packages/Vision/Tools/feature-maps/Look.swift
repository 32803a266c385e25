import Core
import VisionModels

/// A picture and the filters that are applied to it.
struct Look {
    /// The picture's file, or the name of the drawing that replaces it.
    let name: String
    /// The picture as the filters see it.
    let picture: Picture
    let stages: [FeatureStage]
    /// Where the filters come from.
    let filters: Filters
    /// Notes to print before the computation.
    private(set) var notes: [String] = []

    enum Filters {
        case fixed(seed: UInt64)
        case file(String)
        case learned(LearnedFeatures)
    }

    /// The maximum number of values in all maps together: 400 MB.
    private static let mostNumbers = 100_000_000

    /// The fixed filters or those of a file, over a picture or the built-in one.
    init(filters file: String?, seed: UInt64, file path: String?, size: Int) throws {
        stages = try file.map { try FilterFile.read($0) } ?? FeatureStage.fixed(seed: seed)
        filters = file.map { .file($0) } ?? .fixed(seed: seed)
        let source = try PictureSource(path, channels: stages[0].inputCount, size: size)
        name = path ?? "a drawn \(DrawnHouse.name)"
        picture = source.picture
        notes = source.notes
    }

    /// The filters of a trained network.
    init(run: String, file: String?) throws {
        let learned = try LearnedFeatures(run: run)
        stages = learned.stages
        filters = .learned(learned)
        notes = ["\(learned.source): \(learned.modelName) on \(learned.dataset)"]
        if let file {
            let seen = try learned.picture(file)
            (name, picture) = (file, seen.picture)
            notes += seen.notes
        } else {
            (name, picture) = learned.builtIn
        }
    }

    /// Computes all maps.
    ///
    /// - Throws: `ToolError` where the picture is too small, or the maps are too large.
    func maps() throws -> FeatureMaps {
        let size = Size2D(picture.height, picture.width)
        if let count = FeatureStage.numberCount(of: stages, for: size), count > Self.mostNumbers {
            throw ToolError.badData(
                "\(name): \(Readable.count(count)) numbers in all maps, expected at most "
                    + "\(Readable.count(Self.mostNumbers)); use a smaller --size or fewer filters")
        }
        do {
            return try FeatureMaps(of: input, through: stages)
        } catch {
            throw ToolError.badData("\(name): \(error)")
        }
    }

    /// The picture as a tensor with values from 0 to 1, a plane for each color.
    private var input: Tensor {
        let (channels, pixels) = (stages[0].inputCount, picture.pixels)
        // A gray picture has the same red, green and blue.
        let planes = (0..<channels).flatMap { channel in
            stride(from: min(channel, picture.channels - 1), to: pixels.count, by: picture.channels).map { pixels[$0] }
        }
        let shape = [channels, picture.height, picture.width]
        return ByteExamples(bytes: planes, exampleShape: shape, labels: [0]).batch([0]).inputs
    }

    /// The title of the figures.
    var title: String {
        let short = name.split(separator: "/").last.map(String.init) ?? name
        let words = ["No stages", "One stage", "Two stages", "Three stages", "Four stages", "Five stages"]
        let count = words.indices.contains(stages.count) ? words[stages.count] : "\(stages.count) stages"
        return switch filters {
        case .fixed, .file: "\(count) of convolution, ReLU and max pooling over \(short)"
        case .learned(let learned): "\(learned.modelName) on \(learned.dataset) looks at \(short)"
        }
    }

    /// The classes that the network predicts for the picture; empty without a network.
    var verdict: [String] {
        guard case .learned(let learned) = filters else { return [] }
        let likely = learned.ranking(of: picture).prefix(3).map { "\($0.name) \(Readable.percent($0.probability))" }
        return ["predicted: " + likely.joined(separator: ", ")]
    }
}
