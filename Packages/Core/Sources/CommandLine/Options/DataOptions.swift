import ArgumentParser
import Training

/// The data sets that a tool knows, as its help lists them.
public protocol DataDefaults: Sendable {
    /// The names that `--dataset` takes, the default first; empty where only folders and files are read.
    static var datasets: [String] { get }
    /// What happens without `--dataset`, as text.
    static var dataset: String { get }
}

extension DataDefaults {
    public static var dataset: String { datasets.first ?? "none" }
}

/// Where a tool finds its data: `--dataset` says what, `--data` says where to look first.
public struct DataOptions<Defaults: DataDefaults>: ParsableArguments {
    /// A data set's name or a folder; nil where the user gave none.
    @Option(help: ArgumentHelp(Self.datasetHelp, valueName: "name|folder"))
    public var dataset: String?

    /// The folder to look in before `$KUMIKI_DATA` and the user's cache folder.
    @Option(
        help: ArgumentHelp(
            "Folder to look in, before $KUMIKI_DATA and the user's cache folder.", valueName: "folder"),
        completion: .directory)
    public var data: String?

    public init() {}

    private static var datasetHelp: String {
        guard !Defaults.datasets.isEmpty else { return "Data set, by name or as a folder." }
        return "Data set: \(Defaults.datasets.joined(separator: ", ")), or a folder. (default: \(Defaults.dataset))"
    }
}

extension PictureExperiment {
    /// Takes the data set that was asked for, and where to look for it.
    public mutating func take<Defaults>(_ options: DataOptions<Defaults>) {
        if options.dataset != nil || options.data != nil { record?.place = nil }
        (dataset, data) = (options.dataset ?? dataset, options.data ?? data)
    }
}
