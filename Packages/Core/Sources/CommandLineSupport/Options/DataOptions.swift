import ArgumentParser

/// Where a tool finds its data: `--dataset` says what, `--data` says where to look first.
public struct DataOptions<Defaults: OptionDefaults>: ParsableArguments {
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
