import Datasets
import Engine
import Foundations

/// A run's record of its data set of pictures, which finds the set again and detects changes.
public struct DatasetRecord: Codable, Equatable, Sendable {
    /// Its absolute path; nil for a set that is found by its name or drawn.
    public var place: String?
    /// The fingerprint of all its pixels and labels.
    public let digest: String
    /// Whether its picture files are dark on light and were inverted; nil for a set without picture files, and for
    /// pictures that are never inverted.
    public let isInverted: Bool?
    /// Whether the pictures have a light background, as a model sees them.
    public let hasLightGround: Bool

    /// - Parameter images: the set as it was read.
    public init(_ images: ImageDataset) {
        place = images.facts.place
        digest = images.facts.digest ?? images.digest.description
        isInverted = images.facts.isInverted
        hasLightGround = images.training.haveLightGround
    }

    /// The settings of this record, with the option that chooses another set.
    public static let optionNames = Dictionary(
        uniqueKeysWithValues: ["place", "digest", "isInverted", "hasLightGround"].map { ("record.\($0)", "dataset") })
}

/// A training on a data set of pictures that a run records.
public protocol PictureExperiment: Experiment {
    /// The data set's name or folder; nil for the default.
    var dataset: String? { get set }
    /// Where to look for the data set first.
    var data: String? { get set }
    /// The shape of a picture, C × H × W.
    var input: Shape { get }
    var classNames: [String] { get }
    /// The record of the set; nil before it is read, and in runs of versions without records.
    var record: DatasetRecord? { get set }
}

extension PictureExperiment {
    public static var optionNames: [String: String] { DatasetRecord.optionNames }
    public var datasetName: String { dataset ?? "the default data set" }

    /// Takes the place of the data. A run with a record detects another set, so the set's name may change.
    public mutating func takePlace(of other: Self) {
        data = other.data
        if record == nil {
            record = other.record
        } else {
            dataset = other.dataset
            record?.place = other.record?.place
        }
    }

    /// The place of a run's set; nil where none has been read.
    public var remembered: RememberedPlace? { record.map { RememberedPlace($0.place) } }

    /// A set as it was read, with its fingerprint and, for a continued run, with the classes in the run's order.
    public func recognized(_ images: ImageDataset) -> ImageDataset {
        var known = record == nil ? images : (try? images.matching(classNames)) ?? images
        if known.facts.digest == nil || known.classNames != images.classNames {
            known.facts.digest = known.digest.description
        }
        return known
    }

    /// Checks that a set is the one that began a run.
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
            "\(images.name) has changed since \(run) was trained: its pictures have digest \(digest.prefix(8)), "
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
