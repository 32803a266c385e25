import Files
import FoundationEssentials

/// Finds and reads a data set of pictures by name, folder or file.
public struct DatasetFinder {
    /// The folders that are searched for named sets, in order.
    public let roots: [String]
    /// How picture files become examples.
    public let reading: PictureReading
    /// The columns of tables of pixels that are used.
    public var columns = ColumnChoice()
    /// The named sets.
    private let entries: [DatasetEntry]
    /// The folder that the user named.
    private let own: String?

    /// - Parameters:
    ///   - folder: the folder that the user named, before $KUMIKI_DATA and the user's cache folder.
    ///   - entries: the named sets, the default first; a tool adds its own to ``DatasetEntry/all``.
    ///   - reading: how picture files become examples: as ink of 28×28 pixels by default.
    ///   - environment: variables; `KUMIKI_DATA` and those of the cache folder, `XDG_CACHE_HOME` or `HOME`, are used.
    public init(
        _ folder: String? = nil, entries: [DatasetEntry] = DatasetEntry.all,
        reading: PictureReading = PictureReading(.ink, side: ImageDataset.side),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        (own, self.entries) = (folder, entries)
        roots = DataFolders.roots(folder, environment: environment)
        var reading = reading
        reading.environment = environment
        self.reading = reading
    }

    /// The set that `name` means; see ``pictures(_:among:remembered:)``.
    ///
    /// - Throws: `DatasetError` where there is none, `FileError` where its files are damaged.
    public func dataset(_ name: String) throws -> ImageDataset { try pictures(name).images }

    /// The set that `name` means: a known name, or a folder, ZIP archive or NumPy archive, looked for in the roots,
    /// too.
    ///
    /// - Parameters:
    ///   - name: a known name, or the path of a folder or archive.
    ///   - known: the names of the tool's own sets, if they are not the classic ones.
    ///   - remembered: the place where a run found its set; nil where a user asks for the set. It may have moved since
    ///     then.
    /// - Throws: `DatasetError` where there is none, `FileError` where its files are damaged.
    public func pictures(
        _ name: String, among known: [String]? = nil, remembered: RememberedPlace? = nil
    ) throws -> PictureDataset {
        guard known == nil, let entry = entries.first(where: { $0.name == name }) else {
            return try folder(name, known ?? entries.map(\.name), remembered)
        }
        if let set = try present(entry) { return set }
        throw DatasetError.missing(
            name: name, what: "\(IDXFolder.names(.train, "images")[0]) (or .gz)", folders: candidates(entry),
            origin: entry.origin ?? "its owner", fetched: entry.isFetched ? entry.name : nil)
    }

    /// The set of this name, by default the default one, if it is on this machine, otherwise the built-in one.
    public func preferredDataset(_ name: String? = nil) throws -> ImageDataset {
        guard let entry = entries.first(where: { $0.name == name ?? entries.first?.name }),
            let set = try present(entry)
        else { return .strokes() }
        return set.images
    }

    private func candidates(_ entry: DatasetEntry) -> [String] {
        roots.flatMap { root in entry.folders.map { "\(root)/\($0)" } }
    }

    private func present(_ entry: DatasetEntry) throws -> PictureDataset? {
        if let make = entry.make { return PictureDataset(try make()) }
        for place in candidates(entry) where FileManager.default.fileExists(atPath: place) {
            guard let tree = try FileTree(place), let set = try IDXFolder(tree) else { continue }
            return PictureDataset(try set.dataset(name: entry.name, classNames: entry.classNames))
        }
        return nil
    }

    private func folder(_ name: String, _ names: [String], _ remembered: RememberedPlace?) throws -> PictureDataset {
        let known = [remembered?.path, DataFolders.path(of: name, in: roots)].compactMap { $0 }
        let short = name.split(separator: "/").last.map(String.init) ?? name
        // A folder that a user names for a run's set may be the set itself, or the folder that contains it.
        let others = remembered == nil ? [] : [own.map { "\($0)/\(short)" }, own].compactMap { $0 }
        let isEMNIST = KnownClasses.isEMNIST(name)
        let stems = roots.flatMap { root in ["\(root)/\(name)"] + (isEMNIST ? ["\(root)/emnist/\(name)"] : []) }
        for path in known + stems {
            if let set = try read(path, name: name, mustHoldSet: known.contains(path)) { return set }
        }
        var failure: (any Error)?
        for path in others {
            do {
                if let set = try read(path, name: name, mustHoldSet: false) { return set }
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        if remembered != nil { throw DatasetError.moved(name: name, folders: known + others) }
        if isEMNIST {
            throw DatasetError.missing(
                name: name, what: "\(name)-train-images-idx3-ubyte (or .gz)", folders: roots.map { $0 + "/emnist" },
                origin: "https://www.nist.gov/itl/products-and-services/emnist-dataset (Cohen et al., 2017)",
                fetched: "emnist")
        }
        throw DatasetError.unknown(name, known: names)
    }

    /// The set in a folder or file, or whose files' names begin with `path`; nil where there is neither.
    ///
    /// - Throws: `FileError` where it is damaged, or where it must be a set and is something else.
    public func read(_ path: String, name: String, mustHoldSet: Bool = true) throws -> PictureDataset? {
        guard FileManager.default.fileExists(atPath: path) else {
            let url = URL(filePath: path)
            guard let tree = try FileTree(url.deletingLastPathComponent().relativePath),
                let set = try IDXFolder(tree, stem: url.lastPathComponent)
            else { return nil }
            return PictureDataset(try set.dataset(name: name).found(at: path))
        }
        if TablePictures.isTable(path) {
            return PictureDataset(try TablePictures.dataset(path, name: name, columns: columns).found(at: path))
        }
        guard let tree = try FileTree(path) else {
            if !mustHoldSet { return nil }
            throw FileError(.badData, path, "is not a folder", expected: Self.forms)
        }
        if let set = try PictureDataset(tree, name: name, reading) { return set.found(at: path) }
        let tables = TablePictures.files(in: path)
        if tables.count == 1 {
            return PictureDataset(try TablePictures.dataset(tables[0], name: name, columns: columns).found(at: path))
        }
        if !mustHoldSet { return nil }
        throw FileError(.badData, path, "contains no data set", expected: Self.forms)
    }

    private static let forms =
        "IDX files such as train-images-idx3-ubyte, NumPy archives, tables such as mnist_train.csv, or a folder of "
        + "PNG or JPEG files for each class; each may be in a .zip file"
}

/// The place where a run found its data set.
public struct RememberedPlace: Sendable {
    /// The absolute path; nil where the run does not record it.
    public let path: String?

    public init(_ path: String?) { self.path = path }
}

extension ImageDataset {
    /// The same set, with its place.
    func found(at path: String) -> ImageDataset {
        var set = self
        set.facts.place = URL(filePath: path).standardized.path
        return set
    }
}

extension PictureDataset {
    /// The same set, with its place.
    func found(at path: String) -> PictureDataset {
        var set = self
        set.images = images.found(at: path)
        return set
    }
}
