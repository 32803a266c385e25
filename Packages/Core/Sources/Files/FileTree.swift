/// Folders and files by name, on a disk or in a ZIP archive. Archives are never unpacked to a disk.
///
/// Paths within it begin at its root and are bytes: names need not be UTF-8.
public struct FileTree: Sendable {
    /// A file or folder in a folder.
    public struct Entry: Equatable, Sendable {
        public let name: BytePath
        public let isFolder: Bool
    }

    private enum Storage: Sendable {
        case disk
        case archive(ArchiveTree)
    }

    /// The folder on the disk, or the archive's file.
    public let root: String
    private let storage: Storage

    /// A folder on the disk.
    public init(folder: String) {
        let end = folder.lastIndex { $0 != "/" }
        (root, storage) = (end.map { String(folder[...$0]) } ?? folder, .disk)
    }

    /// A ZIP archive.
    ///
    /// - Throws: `FileError` if the file cannot be read or is not an archive.
    public init(archive: String) throws(FileError) {
        root = archive
        storage = .archive(ArchiveTree(try ZipArchive(try WholeFile.read(archive), file: archive)))
    }

    /// The folder or ZIP archive at `path`; nil where there is neither.
    ///
    /// - Throws: `FileError` if an archive is damaged.
    public init?(_ path: String) throws(FileError) {
        switch FolderListing.isFolder(BytePath(path)) {
        case true?: self.init(folder: path)
        case false? where WholeFile.prefix(path, count: 4) == [0x50, 0x4B, 3, 4]: try self.init(archive: path)
        default: return nil
        }
    }

    /// Whether this is an archive.
    public var isArchive: Bool { if case .archive = storage { true } else { false } }

    /// The maximum depth of folders, here and on a disk.
    package static let mostLevels = 40

    /// The place of a file, for messages.
    public func place(of path: BytePath) -> String {
        path.bytes.isEmpty ? root : root.hasSuffix("/") ? "\(root)\(path)" : "\(root)/\(path)"
    }

    /// The contents of a folder, in the order of the names' bytes. Hidden files, and the folder `__MACOSX` of macOS's
    /// archives, are left out.
    public func entries(of folder: BytePath = BytePath("")) -> [Entry] {
        let all =
            switch storage {
            case .disk: FolderListing.entries(of: disk(folder))
            case .archive(let tree): tree.entries(of: folder)
            }
        return all.filter { $0.name.bytes.first != UInt8(ascii: ".") && $0.name != Self.remarks }
    }

    private static let remarks = BytePath("__MACOSX")

    /// Whether there is a regular file at this path.
    public func holdsFile(_ path: BytePath) -> Bool {
        switch storage {
        case .disk: FolderListing.isFolder(disk(path)) == false
        case .archive(let tree): tree.member(path) != nil
        }
    }

    /// All bytes of a file.
    ///
    /// - Throws: `FileError` if it cannot be read or is damaged.
    public func read(_ path: BytePath) throws(FileError) -> [UInt8] {
        switch storage {
        case .disk: return try WholeFile.read(disk(path))
        case .archive(let tree):
            guard let contents = try tree.read(path) else {
                throw FileError(.missingInput, place(of: path), "no such member of the archive")
            }
            return contents
        }
    }

    /// The first `count` bytes of a file, fewer where it is shorter; none where it cannot be read.
    public func prefix(_ path: BytePath, count: Int) -> [UInt8] {
        switch storage {
        case .disk: WholeFile.prefix(disk(path), count: count)
        case .archive: Array(((try? read(path)) ?? []).prefix(count))
        }
    }

    /// A stamp that shows without reading the file that it is probably unchanged.
    public func stamp(_ path: BytePath) -> FileStamp? {
        switch storage {
        case .disk: FileStamp(disk(path))
        case .archive(let tree):
            tree.member(path).map { FileStamp(size: Int64($0.size), modified: Int64($0.checksum)) }
        }
    }

    /// The identity of a folder for any link to it; nil in an archive, which has no links.
    package func identity(of folder: BytePath) -> [UInt64]? {
        if case .disk = storage { FolderListing.identity(disk(folder)) } else { nil }
    }

    private func disk(_ path: BytePath) -> BytePath { BytePath(root).appending(path) }
}
