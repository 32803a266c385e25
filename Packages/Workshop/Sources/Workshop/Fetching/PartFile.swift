import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The bytes of a file that is not here whole: `NAME.part`, and `NAME.part.from` with the address and the version that
/// they are of. One process writes it.
final class PartFile {
    let target: String
    var path: String { target + ".part" }
    private var sourcePath: String { path + ".from" }
    private let descriptor: Int32
    /// The number of bytes.
    private(set) var count: Int

    /// Opens the part of `target`, or makes an empty one.
    ///
    /// - Throws: `FileError` where it cannot be made, or another process writes it.
    init(of target: String) throws(FileError) {
        self.target = target
        let path = target + ".part"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        count = 0
        guard descriptor >= 0 else { throw FileError(.cannotCreateOutput, path, Platform.message(for: errno)) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            throw FileError(.cannotCreateOutput, path, "another process fetches it")
        }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw FileError(.cannotCreateOutput, path, "is no file")
        }
        count = Int(information.st_size)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The address and the version of the bytes.
    var source: (address: String, validator: String?)? {
        guard let text = Platform.smallFile(sourcePath) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 2, !lines[0].isEmpty else { return nil }
        return (lines[0], lines[1].isEmpty ? nil : lines[1])
    }

    func setSource(_ address: String, _ validator: String?) throws(FileError) {
        try AtomicFile.write(Array("\(address)\n\(validator ?? "")\n".utf8), to: sourcePath)
    }

    /// Adds bytes at the end.
    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard lseek(descriptor, off_t(count), SEEK_SET) >= 0 else { throw failure(errno) }
        let code = Platform.writeAll(bytes, to: descriptor)
        if code != 0 { throw failure(code) }
        count += bytes.count
    }

    /// Adds bytes at the end.
    func append(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        let failure = bytes.withUnsafeBytes { buffer -> FileError? in
            do throws(FileError) { try append(buffer) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }

    /// Forgets all bytes.
    func clear() throws(FileError) {
        guard ftruncate(descriptor, 0) == 0 else { throw failure(errno) }
        count = 0
        unlink(sourcePath)
    }

    /// Removes the part.
    func remove() {
        unlink(path)
        unlink(sourcePath)
    }

    /// Gives the whole file its name, when all bytes have reached the disk.
    func finish() throws(FileError) {
        guard fsync(descriptor) == 0 || errno == EINVAL, rename(path, target) == 0 else { throw failure(errno) }
        unlink(sourcePath)
    }

    private func failure(_ code: Int32) -> FileError {
        FileError(.outputFailed, path, Platform.message(for: code))
    }
}
