import ArgumentParser
import Training

/// The data sets that a tool knows, for its help.
public protocol DataDefaults: Sendable {
    /// The names that `--dataset` takes, the default first; empty where only folders and files are read.
    static var datasets: [String] { get }
    /// The default of `--dataset`, as text.
    static var dataset: String { get }
}

extension DataDefaults {
    public static var dataset: String { datasets.first ?? "none" }
}

/// The place of a tool's data: `--dataset` names the set, `--data` the folder to look in first.
public struct DataOptions<Defaults: DataDefaults>: ParsableArguments {
    /// A data set's name or a folder; nil where the user did not give one.
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
    /// Sets the requested data set, and the folder to look in.
    public mutating func take<Defaults>(_ options: DataOptions<Defaults>) {
        if options.dataset != nil || options.data != nil { record?.place = nil }
        (dataset, data) = (options.dataset ?? dataset, options.data ?? data)
    }
}
