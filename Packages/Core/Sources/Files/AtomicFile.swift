#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Writing files so that a reader never finds half a file, even after a crash or on a full disk.
public enum AtomicFile {
    private static let temporaryPrefix = ".kumiki-"
    private static let temporarySuffix = ".tmp"

    /// Writes `bytes` as the file at `path`, replacing what is there in one step.
    ///
    /// The bytes go into a temporary file in the same folder, reach the disk, and only then take the name. If anything
    /// fails, the old file does not change and the temporary one is removed. A symbolic link is followed. A device or
    /// pipe is written to directly, because it cannot be replaced.
    ///
    /// - Throws: `FileError`: `cannotCreateOutput` if the folder is missing or refuses, `outputFailed` if writing
    ///   fails.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        var target = path
        var information = stat()
        var permissions: mode_t?
        if stat(path, &information) == 0 {
            switch information.st_mode & S_IFMT {
            case S_IFREG:
                target = resolved(path)
                permissions = information.st_mode & 0o777
            case S_IFDIR: throw FileError(.cannotCreateOutput, path, "is a folder", expected: "a file's name")
            default: return try writeDirectly(bytes, to: path)
            }
        }
        let folder = folder(of: target)
        // Not an experiment's randomness: the name only must differ from those of other programs and threads.
        let tag = String(UInt64.random(in: 0 ... .max), radix: 36)
        let temporary = "\(folder)/\(temporaryPrefix)\(tag)\(temporarySuffix)"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(.cannotCreateOutput, path, systemMessage(errno)) }
        if let permissions { _ = fchmod(descriptor, permissions) }
        var failure = writeAll(bytes, to: descriptor) ?? synchronize(descriptor)
        if close(descriptor) != 0, failure == nil { failure = errno }
        if failure == nil, rename(temporary, target) != 0 { failure = errno }
        if let failure {
            _ = unlink(temporary)
            throw FileError(.outputFailed, path, systemMessage(failure))
        }
        try synchronizeFolder(folder, for: path)
    }

    /// Creates the folder at `path` and missing ones above it.
    ///
    /// - Throws: `FileError` (`cannotCreateOutput`) if the system refuses, or a file has this path.
    public static func createFolder(_ path: String) throws(FileError) {
        var information = stat()
        if stat(path, &information) == 0 {
            guard information.st_mode & S_IFMT == S_IFDIR else {
                throw FileError(.cannotCreateOutput, path, "is a file", expected: "a folder")
            }
            return
        }
        let parent = folder(of: path)
        if parent != path, parent != "." { try createFolder(parent) }
        // Another program may create it at the same time, which is not an error.
        if mkdir(path, 0o777) != 0, errno != EEXIST {
            throw FileError(.cannotCreateOutput, path, systemMessage(errno))
        }
    }

    /// Removes the temporary files of programs that were killed while they wrote into the folder at `path`.
    ///
    /// Only for a folder into which no other program writes at the same time.
    public static func removeLeftovers(in path: String) {
        guard let folder = opendir(path) else { return }
        defer { _ = closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(temporaryPrefix), name.hasSuffix(temporarySuffix) { _ = unlink("\(path)/\(name)") }
        }
    }

    private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.cannotCreateOutput, path, systemMessage(errno)) }
        var failure = writeAll(bytes, to: descriptor)
        if close(descriptor) != 0, failure == nil { failure = errno }
        if let failure { throw FileError(.outputFailed, path, systemMessage(failure)) }
    }

    /// Writes all bytes; returns the error number if that fails.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
    }

    /// The same for bytes in memory.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
            let written = systemWrite(descriptor, start, rest.count)
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written == 0 {
                return ENOSPC
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    /// Waits until the file is on the disk; returns the error number if that fails.
    private static func synchronize(_ descriptor: Int32) -> Int32? {
        // Some file systems do not support it and return EINVAL; then there is nothing to wait for.
        fsync(descriptor) == 0 || errno == EINVAL ? nil : errno
    }

    private static func synchronizeFolder(_ folder: String, for path: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        // A folder may be writable and not readable; its entry then reaches the disk at a time that the system chooses.
        guard descriptor >= 0 else { return }
        defer { _ = close(descriptor) }
        if let failure = synchronize(descriptor) { throw FileError(.outputFailed, path, systemMessage(failure)) }
    }

    package static func folder(of path: String) -> String {
        guard
            let slash = path.utf8.dropLast(path.utf8.last == UInt8(ascii: "/") ? 1 : 0).lastIndex(of: UInt8(ascii: "/"))
        else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The path with symbolic links followed.
    package static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

/// The system call, whose name `AtomicFile.write` hides.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
