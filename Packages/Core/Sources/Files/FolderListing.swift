#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The contents of a folder, by name.
enum FolderListing {
    /// All entries except `.` and `..`, in the order of their bytes; none where the folder cannot be read. Links count
    /// as their targets.
    static func entries(of folder: BytePath) -> [FileTree.Entry] {
        guard let stream = opendir(folder.cString) else { return [] }
        defer { closedir(stream) }
        var entries: [FileTree.Entry] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: UInt8.self, capacity: Int(NAME_MAX) + 1) { start in
                    Array(UnsafeBufferPointer(start: start, count: Int(NAME_MAX) + 1).prefix { $0 != 0 })
                }
            }
            if name == Array(".".utf8) || name == Array("..".utf8) { continue }
            let kind = Int(entry.pointee.d_type)
            let path = BytePath(bytes: name)
            let isFolder: Bool
            switch kind {
            case Int(DT_DIR): isFolder = true
            case Int(DT_REG): isFolder = false
            default:
                guard let found = Self.isFolder(folder.appending(path)) else { continue }
                isFolder = found
            }
            entries.append(FileTree.Entry(name: path, isFolder: isFolder))
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// Whether it is a folder or a regular file; nil for anything else.
    static func isFolder(_ path: BytePath) -> Bool? {
        guard let information = information(path) else { return nil }
        switch information.st_mode & S_IFMT {
        case S_IFDIR: return true
        case S_IFREG: return false
        default: return nil
        }
    }

    /// The file system's identity of a folder, for any path to it; nil where there is none.
    static func identity(_ path: BytePath) -> [UInt64]? {
        information(path).map { [UInt64($0.st_dev), UInt64($0.st_ino)] }
    }

    private static func information(_ path: BytePath) -> stat? {
        var information = stat()
        return stat(path.cString, &information) == 0 ? information : nil
    }
}
