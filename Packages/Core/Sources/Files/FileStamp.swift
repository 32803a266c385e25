import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file's size and modification time, which show without opening it that it is probably unchanged.
public struct FileStamp: Hashable, Sendable {
    /// In bytes.
    public let size: Int64
    /// In nanoseconds since 1970.
    public let modified: Int64

    public init(size: Int64, modified: Int64) {
        self.size = size
        self.modified = modified
    }

    /// The stamp of the file at `path`, links followed; nil where there is no regular file.
    public init?(_ path: String) { self.init(BytePath(path)) }

    /// The same for a file whose name need not be UTF-8.
    init?(_ path: BytePath) {
        var information = stat()
        guard stat(path.cString, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Darwin)
        let time = information.st_mtimespec
        #else
        let time = information.st_mtim
        #endif
        self.init(
            size: Int64(information.st_size), modified: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }
}

extension FileStamp {
    /// A moment of the file system in UTC, to the minute: "2026-11-29 14:03".
    ///
    /// - Parameter nanoseconds: since 1970, as ``modified`` counts them.
    public static func minute(ofNanoseconds nanoseconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(nanoseconds / 1_000_000_000))
        return String(date.formatted(.iso8601).prefix(16)).replacing("T", with: " ")
    }
}
