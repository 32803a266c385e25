import Datasets
import Engine
import Foundations

/// What a run remembers of its data set of pictures, to find it again and to notice another one.
public struct DatasetRecord: Codable, Equatable, Sendable {
    /// Where it was, from the root of the disk on; nil for a set that is found by its name or drawn.
    public var place: String?
    /// The fingerprint of all its pixels and labels.
    public let digest: String
    /// Whether its picture files are dark on light and were inverted; nil for a set that is no picture files, and for
    /// pictures that are taken as they are.
    public let isInverted: Bool?
    /// Whether the pictures have a light ground, as a model sees them.
    public let hasLightGround: Bool

    /// - Parameter images: the set as it was read.
    public init(_ images: ImageDataset) {
        place = images.facts.place
        digest = images.facts.digest ?? images.digest.description
        isInverted = images.facts.isInverted
        hasLightGround = images.training.haveLightGround
    }

    /// Settings that are this record's, by the option that chooses another set.
    public static let optionNames = Dictionary(
        uniqueKeysWithValues: ["place", "digest", "isInverted", "hasLightGround"].map { ("record.\($0)", "dataset") })
}

/// A training on a data set of pictures that a run remembers.
public protocol PictureExperiment: Experiment {
    /// The data set's name or folder; nil for the usual one, where it is on this machine.
    var dataset: String? { get set }
    /// Where to look for the data set first.
    var data: String? { get set }
    /// The shape of a picture, C × H × W.
    var input: Shape { get }
    var classNames: [String] { get }
    /// What is remembered of the set; nil before it is read, and in runs of versions that remembered nothing.
    var record: DatasetRecord? { get set }
}

extension PictureExperiment {
    public static var optionNames: [String: String] { DatasetRecord.optionNames }
    public var datasetName: String { dataset ?? "the usual data set" }

    /// Takes over where the data are. A run that remembers its set notices another one, so that its set may be called
    /// otherwise now.
    public mutating func takePlace(of other: Self) {
        data = other.data
        if record == nil {
            record = other.record
        } else {
            dataset = other.dataset
            record?.place = other.record?.place
        }
    }

    /// Where the set of a run was; nil where none has been read.
    public var remembered: RememberedPlace? { record.map { RememberedPlace($0.place) } }

    /// A set as it was read, with its fingerprint and, for a run that continues, with the classes in the run's order.
    public func recognized(_ images: ImageDataset) -> ImageDataset {
        var known = record == nil ? images : (try? images.matching(classNames)) ?? images
        if known.facts.digest == nil || known.classNames != images.classNames {
            known.facts.digest = known.digest.description
        }
        return known
    }

    /// Checks that a set is the one that a run was begun with.
    ///
    /// - Throws: `ToolError`, which names both sides, where it is not.
    public func requireSame(_ images: ImageDataset, as run: String) throws(ToolError) {
        let remedy = "; --dataset or --data names the run's set"
        guard images.exampleShape == input else {
            throw .badData(
                "\(images.name): pictures of \(Self.size(of: images.exampleShape)), but \(run) was trained on pictures of "
                    + "\(Self.size(of: input))\(remedy)")
        }
        guard images.classNames == classNames else {
            throw .badData(
                "\(images.name): \(Self.words(images.classNames)), but \(run) was trained on \(Self.words(classNames))\(remedy)"
            )
        }
        let digest = images.facts.digest ?? images.digest.description
        guard let record, record.digest != digest else { return }
        throw .badData(
            "\(images.name) is no longer what \(run) was trained on: its pictures have digest \(digest.prefix(8)), "
                + "expected \(record.digest.prefix(8))\(remedy)")
    }

    private static func words(_ names: [String]) -> String {
        let shown = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return "\(names.count == 1 ? "class" : "classes") \(shown)\(names.count > 20 ? ", …" : "")"
    }

    /// The width and height of pictures of a shape, such as "28×28 pixels".
    ///
    /// - Shapes: C × H × W.
    public static func size(of shape: Shape) -> String {
        shape.suffix(2).reversed().map(String.init).joined(separator: "×") + " pixels"
    }
}
