import Core
import FoundationEssentials

/// Finds and reads sets of slices: the brain tumor set where it is on this machine, any folder of class folders, or the
/// built-in phantoms.
public struct SliceSets {
    public static let brainTumour = "brain-tumor-mri"
    /// Where it officially comes from.
    static let origin = "https://www.kaggle.com/datasets/masoudnickparvar/brain-tumor-mri-dataset (Nickparvar)"
    /// Its usual names as a folder under a data folder.
    static let folders = [brainTumour, "brain-tumor-mri-dataset", "Brain Tumor MRI Dataset"]
    /// The names that `--dataset` takes.
    public static let names = [brainTumour, Phantoms.name]

    private let finder: DatasetFinder
    private let own: [DatasetEntry]

    /// - Parameters:
    ///   - folder: the folder that the user named, before $KUMIKI_DATA and the user's cache folder.
    ///   - own: the sets that a tool adds to Kumiki's.
    ///   - usesCache: whether prepared pictures are kept and looked for.
    ///   - environment: variables; `KUMIKI_DATA` and those of the cache folder, `XDG_CACHE_HOME` or `HOME`, are used.
    ///   - progress: called now and then with the number of files read so far and the number of all files.
    public init(
        _ folder: String? = nil, own: [DatasetEntry] = [], usesCache: Bool = true,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        progress: @escaping (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) {
        var reading = PictureReading(.gray, side: Phantoms.side)
        (reading.usesCache, reading.progress) = (usesCache, progress)
        self.own = own
        finder = DatasetFinder(folder, entries: own, reading: reading, environment: environment)
    }

    /// The set that `name` means, or, without a name, the brain tumor set if it is on this machine, otherwise the
    /// phantoms.
    /// - Parameters:
    ///   - name: a known name, or the path of a folder or archive; nil for the default.
    ///   - remembered: the folder in which a run found its set; nil where a user asks for the set.
    /// - Throws: `DatasetError` where there is none, `FileError` where it cannot be used.
    public func dataset(_ name: String?, remembered: RememberedPlace? = nil) throws -> PictureDataset {
        if name == Phantoms.name { return PictureDataset(Phantoms.dataset()) }
        if let name, own.contains(where: { $0.name == name }) {
            return try finder.pictures(name, remembered: remembered)
        }
        guard name == nil || name == Self.brainTumour else {
            return try finder.pictures(
                name ?? "", among: Self.names + own.map(\.name), remembered: remembered)
        }
        let candidates = finder.roots.flatMap { root in Self.folders.map { "\(root)/\($0)" } }
        for candidate in candidates where FileManager.default.fileExists(atPath: candidate) {
            if let set = try finder.read(candidate, name: Self.brainTumour, mustHoldSet: false) { return set }
        }
        if name == nil { return PictureDataset(Phantoms.dataset()) }
        throw DatasetError.missing(
            name: Self.brainTumour, what: "a folder Training with a folder of pictures for each class",
            folders: candidates, origin: Self.origin)
    }
}
