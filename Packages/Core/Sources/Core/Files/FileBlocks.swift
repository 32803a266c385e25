#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file read from its beginning to its end, a block at a time.
final class FileBlocks {
    private let path: String
    private let descriptor: Int32

    /// Opens the file at `path`.
    ///
    /// - Throws: `FileError` if there is no such file, or it is a folder.
    init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.missingInput, path, systemMessage(errno)) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(.missingInput, path, "is a folder", expected: "a file")
        }
    }

    deinit { _ = close(descriptor) }

    /// The next `count` bytes; fewer, or none, only where the file ends.
    ///
    /// - Throws: `FileError` if it cannot be read.
    func next(_ count: Int) throws(FileError) -> [UInt8] {
        try WholeFile.readBlock(of: count, from: descriptor, path)
    }
}
