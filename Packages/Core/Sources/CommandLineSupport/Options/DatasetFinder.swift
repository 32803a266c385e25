import Core
import FoundationEssentials

/// Finds and reads a data set by name or folder.
public struct DatasetFinder {
    /// The folders in which named sets are looked for, in order.
    public let roots: [String]

    /// - Parameter folder: the folder that the user named, before $KUMIKI_DATA and the user's cache folder.
    public init(_ folder: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment) {
        roots = DataFolders.roots(folder, environment: environment)
    }

    /// The set that `name` means: a known name, or a folder of IDX files, NumPy archives or class folders, looked for in the
    /// roots, too.
    ///
    /// - Throws: `DatasetError` where there is none, `FileError` where its files are damaged.
    public func dataset(_ name: String) throws -> ImageDataset {
        guard let entry = DatasetEntry.all.first(where: { $0.name == name }) else { return try folder(name) }
        guard let origin = entry.origin else { return .strokes() }
        if let folder = present(entry) { return try folder.dataset(name: entry.name, classNames: entry.classNames) }
        throw DatasetError.missing(
            name: name, what: "\(IDXFolder.names(.train, "images")[0]) (or .gz)", folders: candidates(entry),
            origin: origin)
    }

    /// The set of this name where it is at hand, else the built-in one.
    public func preferredDataset(_ name: String = DatasetEntry.all[0].name) throws -> ImageDataset {
        guard let entry = DatasetEntry.all.first(where: { $0.name == name }), let folder = present(entry) else {
            return .strokes()
        }
        return try folder.dataset(name: entry.name, classNames: entry.classNames)
    }

    private func candidates(_ entry: DatasetEntry) -> [String] {
        roots.flatMap { root in entry.folders.map { "\(root)/\($0)" } }
    }

    private func present(_ entry: DatasetEntry) -> IDXFolder? {
        candidates(entry).map(IDXFolder.init(path:)).first(where: \.isPresent)
    }

    private func folder(_ name: String) throws -> ImageDataset {
        let path = DataFolders.path(of: name, in: roots)
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DatasetError.unknown(name, known: DatasetEntry.all.map(\.name))
        }
        let idx = IDXFolder(path: path)
        if isFolder, idx.isPresent {
            return try idx.dataset(name: name, classNames: DatasetEntry.classNames(forFolder: path))
        }
        if isFolder, let folders = ClassFolders(path) {
            let pictures = try PictureDataset(folders, name: name, reader: PictureReader(.ink(side: ImageDataset.side)))
            if let damaged = pictures.skipped.first { throw damaged }
            return pictures.images
        }
        throw FileError(
            .badData, path, isFolder ? "holds no data set" : "is not a folder",
            expected:
                "train-images-idx3-ubyte and its like, NumPy archives, or a folder of PNG or JPEG files for each class")
    }
}
