#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file read from its beginning to its end, a block at a time; a gzipped one is decompressed completely first.
final class FileBlocks {
    private let path: String
    private let descriptor: Int32
    /// The bytes that are read but not returned yet.
    private var pending: ArraySlice<UInt8> = []

    /// Opens the file at `path`.
    ///
    /// - Throws: `FileError` if the file does not exist, is a folder, or its compression is damaged.
    init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.missingInput, path, systemMessage(errno)) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(.missingInput, path, "is a folder", expected: "a file")
        }
        pending = try WholeFile.readBlock(of: 2, from: descriptor, path)[...]
        guard Gzip.isGzip(Array(pending)) else { return }
        var bytes = Array(pending)
        while case let block = try WholeFile.readBlock(of: 1 << 20, from: descriptor, path), !block.isEmpty {
            bytes += block
        }
        pending = try Gzip.decompress(bytes, file: path)[...]
    }

    deinit { _ = close(descriptor) }

    /// The next `count` bytes; fewer, or none, only where the file ends.
    ///
    /// - Throws: `FileError` if it cannot be read.
    func next(_ count: Int) throws(FileError) -> [UInt8] {
        let ready = pending.prefix(count)
        pending = pending.dropFirst(count)
        return Array(ready) + (try WholeFile.readBlock(of: count - ready.count, from: descriptor, path))
    }
}
