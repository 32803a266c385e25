import CommandLineSupport
import Core
import FoundationEssentials

/// Finds and reads sets of slices: the brain tumour set where it is at hand, any folder of class folders, or the
/// built-in phantoms.
public struct SliceSets {
    public static let brainTumour = "brain-tumor-mri"
    /// Where it officially comes from.
    static let origin = "https://www.kaggle.com/datasets/masoudnickparvar/brain-tumor-mri-dataset (Nickparvar)"
    /// Folders under a data folder in which people keep it.
    static let folders = [brainTumour, "brain-tumor-mri-dataset", "Brain Tumor MRI Dataset"]
    /// The names that `--dataset` takes.
    public static let names = [brainTumour, Phantoms.name]

    private let finder: DatasetFinder
    private let environment: [String: String]
    private let usesCache: Bool
    private let progress: (_ done: Int, _ all: Int) -> Void

    /// - Parameters:
    ///   - folder: the folder that the user named, before $KUMIKI_DATA and the user's cache folder.
    ///   - usesCache: whether prepared pictures are kept and looked for.
    ///   - progress: told now and then how many files of how many have been read.
    public init(
        _ folder: String? = nil, usesCache: Bool = true,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        progress: @escaping (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) {
        finder = DatasetFinder(folder, environment: environment)
        self.environment = environment
        self.usesCache = usesCache
        self.progress = progress
    }

    /// The set that `name` means, or, without a name, the brain tumour set if it is here and else the phantoms.
    ///
    /// - Throws: `DatasetError` where there is none, `FileError` where it cannot be used.
    public func dataset(_ name: String?) throws -> PictureDataset {
        let candidates = finder.roots.flatMap { root in Self.folders.map { "\(root)/\($0)" } }
        let present = candidates.lazy.compactMap { ClassFolders($0) }.first
        switch (name, present) {
        case (nil, nil), (Phantoms.name, _): return PictureDataset(Phantoms.dataset())
        case (nil, let folders?), (Self.brainTumour, let folders?): return try read(folders, name: Self.brainTumour)
        case (Self.brainTumour, nil):
            throw DatasetError.missing(
                name: Self.brainTumour, what: "a folder Training with a folder of pictures for each class",
                folders: candidates, origin: Self.origin)
        case (let name?, _):
            let path = DataFolders.path(of: name, in: finder.roots)
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw DatasetError.unknown(name, known: Self.names)
            }
            if isFolder, let folders = ClassFolders(path) { return try read(folders, name: name) }
            throw FileError(
                .badData, path, isFolder ? "holds no data set" : "is not a folder",
                expected:
                    "Training and Testing with a folder of PNG or JPEG files for each class, or such folders alone")
        }
    }

    private func read(_ folders: ClassFolders, name: String) throws(FileError) -> PictureDataset {
        let cache = usesCache ? PictureCache(of: folders.path, environment: environment) : nil
        return try PictureDataset(
            folders, name: name, reader: PictureReader(.grey(side: Phantoms.side), cache: cache, progress: progress))
    }
}
